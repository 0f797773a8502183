"""Days and times as people read them, in London: `4 May 2026 at 2:07pm`. One form on every page and in every mail."""

from __future__ import annotations

from datetime import date, datetime

from commonward.clock.deadline import last_day
from commonward.clock.local_time import end_of_day, london


def day_in_words(at: date | datetime) -> str:
    """`4 May 2026`."""
    local = london(at) if isinstance(at, datetime) else at
    return f"{local.day} {local:%B %Y}"


def time_in_words(at: datetime) -> str:
    """`2:07pm`."""
    local = london(at)
    return f"{local.hour % 12 or 12}:{local:%M}{'am' if local.hour < 12 else 'pm'}"


def moment_in_words(at: datetime) -> str:
    """`4 May 2026 at 2:07pm`."""
    return f"{day_in_words(at)} at {time_in_words(at)}"


def deadline_in_words(due: datetime) -> str:
    """`by the end of 4 May 2026` where it is a midnight, which nobody reads as the day before; else `before` a time."""
    if due == end_of_day(last_day(due)):
        return f"by the end of {day_in_words(last_day(due))}"
    return f"before {moment_in_words(due)}"
