"""The clock engine: pure, with no `now`. Events go in, time being one of them; changes come out.

An obligation's id follows from authority, subject, clock and the event that opened it, so a replay gives the same ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid5

from commonward.clock import Calendar, Limit, Unit, before, due
from commonward.contracts import Event, Happened
from commonward.contracts.events import (
    AssessmentCompleted,
    DecisionRecorded,
    LevelDecided,
    MeetingHeld,
    NoticeDelivered,
    PlanAdopted,
    PlanShared,
    TimeReached,
)
from commonward.procedure.clocks import Clock
from commonward.procedure.facts import Facts
from commonward.procedure.procedure import Procedure

_NAMESPACE = UUID("0198c0de-0b11-5a7e-8000-c0ffee000001")


class State(StrEnum):
    """What has become of an obligation."""

    OPEN = "open"
    BREACHED = "breached"
    """Its time has passed and it is still owed."""
    MET = "met"
    MET_LATE = "met-late"
    SUPERSEDED = "superseded"

    @property
    def owed(self) -> bool:
        """Whether somebody still owes it."""
        return self in (State.OPEN, State.BREACHED)


@dataclass(frozen=True, slots=True)
class Obligation:
    """Something owed about a subject."""

    id: UUID
    clock: str
    cause: UUID
    started_at: datetime
    due: datetime | None
    remind_at: datetime | None
    state: State = State.OPEN
    reminded: bool = False
    ended_by: UUID | None = None
    ended_at: datetime | None = None

    @property
    def wakes_at(self) -> datetime | None:
        """When time itself changes it next: its reminder, then its deadline."""
        if self.state is not State.OPEN:
            return None
        return self.remind_at if self.remind_at and not self.reminded else self.due


class Step(StrEnum):
    """What happened to an obligation."""

    OPENED = "opened"
    REMINDED = "reminded"
    BREACHED = "breached"
    DISCHARGED = "discharged"
    SUPERSEDED = "superseded"


@dataclass(frozen=True, slots=True)
class Change:
    """An obligation after a step. A step carries its clock, since the event that tells of it needs its words."""

    step: Step
    obligation: Obligation
    clock: Clock


def advance(
    obligations: Sequence[Obligation], happened: Happened[Event], facts: Facts, procedure: Procedure
) -> list[Change]:
    """Return what an event changes; `facts` already hold it.

    What is owed is met or superseded first; then time is let pass; then new clocks open.
    """
    if isinstance(happened.event, TimeReached):
        return list(_pass(obligations, happened.event.reached, procedure))
    return [*_end(obligations, happened, facts, procedure), *_open(obligations, happened, facts, procedure)]


def _end(
    obligations: Sequence[Obligation], happened: Happened[Event], facts: Facts, procedure: Procedure
) -> Iterator[Change]:
    event = happened.event
    for obligation, clock in _owed(obligations, procedure):
        if obligation.cause == happened.id:
            continue  # delivered again: a recurring clock's event can't meet what it opened itself
        if isinstance(event, clock.met_by) and clock.meets(event, facts):
            yield _met(obligation, clock, happened)
        elif isinstance(event, clock.superseded_by) and clock.superseded_when(event, facts):
            ended = replace(obligation, state=State.SUPERSEDED, ended_by=happened.id, ended_at=happened.at)
            yield Change(Step.SUPERSEDED, ended, clock)


def _met(obligation: Obligation, clock: Clock, happened: Happened[Event]) -> Change:
    """In time goes by when the fact happened, not by when it was heard of."""
    at = occurred(happened)
    in_time = obligation.due is None or at < obligation.due
    state = State.MET if in_time else State.MET_LATE
    return Change(Step.DISCHARGED, replace(obligation, state=state, ended_by=happened.id, ended_at=at), clock)


def _open(
    obligations: Sequence[Obligation], happened: Happened[Event], facts: Facts, procedure: Procedure
) -> Iterator[Change]:
    known = {obligation.id for obligation in obligations}
    for clock in procedure.clocks:
        if isinstance(happened.event, clock.opens_on) and clock.when(happened.event, facts):
            opened = _opened(clock, happened, procedure.calendar)
            if opened.id not in known:
                yield Change(Step.OPENED, opened, clock)


def _opened(clock: Clock, happened: Happened[Event], calendar: Calendar) -> Obligation:
    started = clock.starts(happened)
    ends = due(started, clock.within, calendar) if clock.within else None
    return Obligation(
        id=uuid5(_NAMESPACE, f"{happened.authority}|{happened.subject}|{clock.id}|{happened.id}"),
        clock=clock.id,
        cause=happened.id,
        started_at=started,
        due=ends,
        remind_at=_reminder(ends, clock.remind, calendar) if ends and clock.remind else None,
    )


def _reminder(ends: datetime, ahead: Limit, calendar: Calendar) -> datetime:
    """Hours count from the deadline itself, days from its last day: a deadline at midnight ends the day before."""
    return before(ends if ahead.unit is Unit.HOURS else ends - datetime.resolution, ahead, calendar)


def _pass(obligations: Sequence[Obligation], reached: datetime, procedure: Procedure) -> Iterator[Change]:
    for obligation, clock in _owed(obligations, procedure):
        current = obligation
        if current.state is State.OPEN and not current.reminded and current.remind_at and current.remind_at <= reached:
            current = replace(current, reminded=True)
            yield Change(Step.REMINDED, current, clock)
        if current.state is State.OPEN and current.due and current.due <= reached:
            yield Change(Step.BREACHED, replace(current, state=State.BREACHED), clock)


def _owed(obligations: Sequence[Obligation], procedure: Procedure) -> Iterator[tuple[Obligation, Clock]]:
    clocks = {clock.id: clock for clock in procedure.clocks}
    for obligation in obligations:
        if obligation.state.owed and obligation.clock in clocks:
            yield obligation, clocks[obligation.clock]


def occurred(happened: Happened[Event]) -> datetime:
    """When the fact itself happened, where the event says so; else when it was recorded."""
    match happened.event:
        case AssessmentCompleted(completed_at=at) | LevelDecided(decided_at=at) | DecisionRecorded(decided_at=at):
            return at
        case MeetingHeld(held_at=at) | PlanAdopted(adopted_at=at) | PlanShared(shared_at=at):
            return at
        case NoticeDelivered(delivered_at=at):
            return at
        case _:
            return happened.at
