"""How far ahead people plan. A day beyond that is a slip of the pen, such as 2126 for 2026."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from commonward.clock import Calendar, due, last_day, london, years
from commonward.store.refusals import FieldError

FURTHEST = years(2)


def too_far(field: str, planned: date | datetime, now: datetime) -> Iterator[FieldError]:
    """An error where the day is further ahead than anybody plans."""
    day, furthest = london(planned).date() if isinstance(planned, datetime) else planned, _furthest(now)
    if day > furthest:
        yield FieldError(
            field=field, message=f"is more than {FURTHEST} ahead", allowed=(f"up to {furthest.isoformat()}",)
        )


def _furthest(now: datetime) -> date:
    return last_day(due(now, FURTHEST, Calendar.of()))
