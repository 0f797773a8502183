"""Notices: each that an event calls for is raised once, and says which event that was."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlmodel import col

from commonward.contracts import Event, Happened
from commonward.contracts.events import (
    NoticeRaised,
    ObligationBreached,
    ObligationEscalated,
    ObligationMoved,
    ObligationReminded,
)
from commonward.procedure import ABOUT_NOTICES, Facts, Procedure
from commonward.store import Work
from commonward.telemetry import traceparent
from commonward_notify.model import HELD, HISTORY, WAITING, Notice
from commonward_notify.rules import notice_id
from commonward_notify.telling import Telling, tellings

ABOUT_CLOCKS = (ObligationReminded, ObligationBreached, ObligationEscalated, ObligationMoved)
_RAISED = select(col(Notice.id)).where(
    col(Notice.authority) == bindparam("authority"), col(Notice.cause).in_(bindparam("causes", expanding=True))
)


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
    for telling in tellings(happened.event, facts, procedure):
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
