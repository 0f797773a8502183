"""Time that stands still, and deadlines that move. Nothing is re-dated in silence: each move is its own step."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from commonward.clock import Calendar, OfficeHours
from commonward.contracts import Code, Event, Happened
from commonward.procedure.clocks import Clock
from commonward.procedure.counting import counted, starts_kept, starts_of
from commonward.procedure.deadlines import Pause
from commonward.procedure.facts import Facts
from commonward.procedure.obligation import Change, Obligation, State, Step


def move(
    obligation: Obligation, clock: Clock, happened: Happened[Any], facts: Facts, hours: OfficeHours, calendar: Calendar
) -> Iterator[Change]:
    """Let an event say from when it counts; what it does not say stays as it was."""
    own, said = starts_of(clock, happened, facts, hours, calendar)
    kept = starts_kept(obligation, clock)
    starts = tuple(new or old for new, old in zip(said, kept, strict=True))
    if starts != kept:
        restarted = replace(obligation, started_at=own or obligation.started_at, counted_from=starts)
        yield from recount(obligation, restarted, clock, happened.at, calendar)


def recount(before: Obligation, after: Obligation, clock: Clock, at: datetime, calendar: Calendar) -> Iterator[Change]:
    """The step of a deadline that is counted anew; none where it is the same."""
    moved = counted(after, clock, at, calendar)
    if moved.due != before.due:
        yield Change(Step.MOVED, moved, clock, before)


def pause(obligation: Obligation, clock: Clock, since: datetime, reason: Code, *, asked: bool) -> Iterator[Change]:
    """Let its time stand still; not once its deadline has passed, though it may be heard of later."""
    over = obligation.due is not None and obligation.due <= since
    if obligation.state is State.PAUSED or over:
        return
    pauses = (*obligation.pauses, Pause(since, reason, asked))
    still = replace(obligation, state=State.PAUSED, pauses=pauses, escalate_at=None, escalations=0)
    yield Change(Step.PAUSED, still, clock, obligation)


def resume(obligation: Obligation, clock: Clock, until: datetime, at: datetime, calendar: Calendar) -> Iterator[Change]:
    """Let its time go on, and move its deadline by what stood still."""
    running = replace(obligation, state=State.OPEN, pauses=_ended(obligation.pauses, until))
    yield Change(Step.RESUMED, running, clock, obligation)
    yield from recount(running, running, clock, at, calendar)


def due_if_done(obligation: Obligation, clock: Clock, at: datetime, calendar: Calendar) -> datetime | None:
    """The deadline for what is done at `at`: while time stands still, it waits."""
    if obligation.state is not State.PAUSED:
        return obligation.due
    return counted(replace(obligation, pauses=_ended(obligation.pauses, at)), clock, at, calendar).due


def _ended(pauses: tuple[Pause, ...], until: datetime) -> tuple[Pause, ...]:
    *earlier, last = pauses
    return (*earlier, replace(last, until=max(until, last.since)))


def goes_on_by_event(obligation: Obligation) -> bool:
    """Whether an event may let its time go on: what a person paused, only a person resumes."""
    return obligation.state is State.PAUSED and not obligation.pauses[-1].asked


def reason_of(event: Event) -> Code:
    """The kind of event, as the reason of a pause that follows from it."""
    return event.type.rsplit(".", 2)[1]
