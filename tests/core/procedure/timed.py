"""Histories told by the clock on the wall in London, and a board with one clock."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from commonward.contracts import Event, Happened
from commonward.procedure import Clock, Obligation, Step, clock, escalate_to, events, hours
from tests.core.procedure.builders import SUBJECT, board, changes, example, obligations

_NUMBERS = itertools.count(2**70)
FIRST, SECOND = UUID(int=71), UUID(int=72)

SHARED: dict[str, Any] = {
    "opens_on": events.ConcernRaised,
    "within": hours(24),
    "by": "worker",
    "met_by": events.PlanAdopted,
    "on_breach": escalate_to("manager"),
}


def a_clock(**declared: Any) -> Clock:
    """A clock that a concern opens and a plan meets, but for what a test declares."""
    return clock("EXA-1.look", "Look at the concern", **{**SHARED, **declared})


def at(local: str) -> datetime:
    """An instant from the wall clock in London."""
    return datetime.fromisoformat(local).replace(tzinfo=ZoneInfo("Europe/London")).astimezone(UTC)


def told(cls: type[Event], local: str, *, id: int | None = None, **said: Any) -> Happened[Any]:
    """The type's example with these fields, as it was recorded at that time."""
    number = UUID(int=next(_NUMBERS) if id is None else id)
    return Happened(number, "example", SUBJECT, 1, cls.publisher, at(local), example(cls, **said))


def raised(local: str, **said: Any) -> Happened[Any]:
    return told(events.ConcernRaised, local, **said)


def adopted(local: str, *, really: str | None = None, **said: Any) -> Happened[Any]:
    """A plan was adopted, and heard of at that time."""
    return told(events.PlanAdopted, local, adopted_at=at(really or local), **said)


def convened(local: str, planned: str, meeting: UUID = FIRST) -> Happened[Any]:
    return told(events.MeetingConvened, local, meeting=meeting, planned_for=at(planned))


def tick(local: str) -> Happened[Any]:
    return told(events.TimeReached, local, reached=at(local))


def left(declared: Clock, *history: Happened[Any]) -> list[Obligation]:
    """What a history leaves of a clock."""
    return obligations(board(commonward_clocks=(declared,)), history)


def steps(declared: Clock, *history: Happened[Any]) -> Sequence[Step]:
    """What happened to a clock, in order."""
    return [change.step for change in changes(board(commonward_clocks=(declared,)), history)]
