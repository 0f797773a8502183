"""How far ahead a day may lie. One beyond that is a slip of the pen, such as 2126 for 2026."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from commonward.clock import Calendar, Limit, due, last_day, london, years
from commonward.store.refusals import FieldError

PLANNED = years(2)
"""The furthest that people plan."""
RECORDED = years(50)
"""The furthest that a record looks: a court's order may hold for decades."""


def too_far(field: str, ahead: date | datetime, now: datetime, furthest: Limit = PLANNED) -> Iterator[FieldError]:
    """An error where the day is further ahead than that."""
    day = london(ahead).date() if isinstance(ahead, datetime) else ahead
    last = last_day(due(now, furthest, Calendar.of()))
    if day > last:
        yield FieldError(field=field, message=f"is more than {furthest} ahead", allowed=(f"up to {last.isoformat()}",))
