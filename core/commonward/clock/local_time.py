"""Instants are UTC; people live in Europe/London. The one place that reads the system clock."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


class NaiveInstant(ValueError):
    """A datetime without a time zone was given where an instant is needed."""


class SimulatedTime:
    """A clock that stands still until it is set; it never goes back."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def set(self, at: datetime) -> None:
        """Go on to this instant; an earlier one leaves it where it is."""
        self.at = max(self.at, utc(at))


_simulated: SimulatedTime | None = None


def utcnow() -> datetime:
    """The present instant, aware, in UTC, to the microsecond."""
    return _simulated.at if _simulated is not None else datetime.now(UTC)


@contextmanager
def simulated_time(at: datetime) -> Iterator[SimulatedTime]:
    """Within it, this process takes the time from the clock that it gives. For making synthetic histories only."""
    global _simulated  # the one clock of the process, as the system's is
    before, _simulated = _simulated, SimulatedTime(utc(at))
    try:
        yield _simulated
    finally:
        _simulated = before


def utc(at: datetime) -> datetime:
    """The same instant in UTC. Raises NaiveInstant if `at` has no time zone."""
    if at.utcoffset() is None:
        raise NaiveInstant(f"{at.isoformat()} has no time zone; an instant needs one (use UTC)")
    return at.astimezone(UTC)


def london(at: datetime) -> datetime:
    """The same instant as a clock on the wall in London shows it. Raises NaiveInstant if `at` has no time zone."""
    return utc(at).astimezone(LONDON)


def end_of_day(day: date) -> datetime:
    """The first instant after `day` in London: the next midnight, in UTC (23:00 in summer)."""
    # London changes its clocks at 01:00 UTC, so midnight exists exactly once on every day.
    return datetime.combine(day + timedelta(days=1), time.min, LONDON).astimezone(UTC)
