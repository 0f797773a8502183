"""Notices: who must be told when something happens, by the board's declarations and by the clocks themselves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlmodel import col

from commonward.clock import london
from commonward.contracts import Event, Happened
from commonward.contracts.events import (
    GlassBroken,
    NoticeRaised,
    ObligationBreached,
    ObligationEscalated,
    ObligationMoved,
    ObligationReminded,
)
from commonward.procedure import ABOUT_NOTICES, Effect, Facts, Procedure
from commonward.store import Work
from commonward.telemetry import traceparent
from commonward_notify.model import HELD, HISTORY, WAITING, Notice
from commonward_notify.rules import notice_id

REMINDER, BREACH = "clock-reminder", "clock-breach"
ESCALATION, MOVE = "clock-escalation", "clock-moved"
ABOUT_CLOCKS = (ObligationReminded, ObligationBreached, ObligationEscalated, ObligationMoved)
GLASS, MANAGER = "break-glass", "manager"
_RAISED = select(col(Notice.id)).where(
    col(Notice.authority) == bindparam("authority"), col(Notice.cause).in_(bindparam("causes", expanding=True))
)
_THEN = {
    Effect.ESCALATE: "Please see to it.",
    Effect.ACT_WITHOUT: "Please go on without it.",
    Effect.ALERT_CHAIR: "Please tell the chair.",
}


@dataclass(frozen=True, slots=True)
class Telling:
    """Who is to be told what."""

    about: str
    role: str
    words: str
    urgent: bool
    because: tuple[str, ...]


@dataclass(slots=True)
class Raised:
    """The notices that exist already for the events in a unit of work."""

    causes: set[UUID] = field(default_factory=set)
    ids: set[UUID] = field(default_factory=set)

    @classmethod
    def of(cls, work: Work) -> Raised:
        """The unit of work's own."""
        found: Raised = work.cache.setdefault(cls, cls())
        return found

    def look_up(self, work: Work, causes: Iterable[UUID]) -> None:
        """Find what these events raised before, in one query."""
        new = set(causes) - self.causes
        if new:
            wanted = {"authority": work.authority, "causes": list(new)}
            self.ids.update(work.connection.scalars(_RAISED, wanted))
            self.causes |= new


def raise_notices(work: Work, happened: Happened[Event], facts: Facts, procedure: Procedure) -> None:
    """Raise every notice that an event calls for, each once. Notices about notices there are none."""
    if isinstance(happened.event, ABOUT_NOTICES):
        return
    declared, clocks = _declared(happened.event, facts, procedure), _of_the_clocks(happened.event, procedure)
    for telling in [*_of_the_platform(happened.event, procedure), *declared, *clocks]:
        raise_telling(work, telling, happened, _state(telling, happened, facts))


def raise_telling(work: Work, telling: Telling, happened: Happened[Event], state: str = WAITING) -> None:
    """Raise one notice, if it does not exist yet."""
    raised = Raised.of(work)
    raised.look_up(work, [happened.id])
    id = notice_id(work.authority, happened.subject, telling.about, telling.role, happened.id)
    if id not in raised.ids:
        raised.ids.add(id)
        _raise(work, id, telling, happened, state=state)


def _state(telling: Telling, happened: Happened[Event], facts: Facts) -> str:
    """Of a case that is not live, history and its clocks are kept, and told once when the case is made live.

    What has happened since it was loaded is held until then, unless it is urgent.
    """
    if facts.is_history(happened):
        return HISTORY
    if not facts.live and isinstance(happened.event, ABOUT_CLOCKS):
        return HISTORY
    return WAITING if facts.live or telling.urgent else HELD


def _raise(work: Work, id: UUID, telling: Telling, happened: Happened[Event], *, state: str) -> None:
    shared: dict[str, Any] = {"about": telling.about, "urgent": telling.urgent, "cause": happened.id}
    work.write(
        Notice,
        id=id,
        case_id=happened.subject,
        role=telling.role,
        words=telling.words,
        because=list(telling.because),
        raised_at=work.now,
        state=state,
        next_attempt_at=work.now,
        trace=traceparent(),
        **shared,
    )
    work.publish(happened.subject, NoticeRaised(notice=id, to=telling.role, because=telling.because, **shared))


def _of_the_platform(event: Event, procedure: Procedure) -> Iterator[Telling]:
    """Whoever manages hears of a case that was opened by break-glass, whatever the board says."""
    if isinstance(event, GlassBroken):
        words = f"Somebody opened this case by break-glass, until {_moment(event.until)}. See who, and why."
        for role in [role.code for role in procedure.roles if role.core == MANAGER][:1]:
            yield Telling(GLASS, role, words, urgent=True, because=())


def _declared(event: Event, facts: Facts, procedure: Procedure) -> Iterator[Telling]:
    for notice in procedure.notices:
        if isinstance(event, notice.on) and notice.when(event, facts):
            yield Telling(notice.id, notice.to, notice.words, notice.urgent, notice.because)


def _of_the_clocks(event: Event, procedure: Procedure) -> Sequence[Telling]:
    match event:
        case ObligationReminded(clock=clock, by=role, due=due):
            words = f"Due before {_moment(due)}: {_title(clock, procedure)}."
            return [Telling(REMINDER, role, words, urgent=False, because=event.because)]
        case ObligationBreached(clock=clock, escalated_to=role, due=due, consequence=effect):
            words = f"Not done before {_moment(due)}: {_title(clock, procedure)}. {_THEN[Effect(effect)]}"
            return [Telling(BREACH, role, words, urgent=True, because=event.because)]
        case ObligationEscalated(clock=clock, escalated_to=role, due=due, consequence=effect):
            words = f"Still not done, due before {_moment(due)}: {_title(clock, procedure)}. {_THEN[Effect(effect)]}"
            return [Telling(ESCALATION, role, words, urgent=True, because=event.because)]
        case ObligationMoved():
            return _of_a_move(event, procedure)
        case _:
            return []


def _of_a_move(event: ObligationMoved, procedure: Procedure) -> Sequence[Telling]:
    """Whoever owes it hears of its new deadline."""
    clock = procedure.clock(event.clock)
    if clock is None or event.due_after is None:
        return []
    before = f" (was {_moment(event.due_before)})" if event.due_before else ""
    words = f"Now due before {_moment(event.due_after)}{before}: {clock.title}."
    return [Telling(MOVE, clock.by, words, urgent=False, because=event.because)]


def _title(id: str, procedure: Procedure) -> str:
    clock = procedure.clock(id)
    return clock.title if clock else id


def _moment(at: datetime) -> str:
    local = london(at)
    return f"{local.day} {local:%B %Y, %H:%M}"
