"""When a team can be reached: weekdays with opening times as the clock on the wall in London shows them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Self

from pydantic import ConfigDict
from pydantic.dataclasses import dataclass

from commonward.clock.calendar import Calendar
from commonward.clock.local_time import LONDON, london, utc


class Weekday(StrEnum):
    """Days of the week, Monday first as in `date.weekday()`."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"

    @classmethod
    def of(cls, day: date) -> Weekday:
        """The weekday of a date."""
        return tuple(cls)[day.weekday()]


WORKING_WEEK = (Weekday.MONDAY, Weekday.TUESDAY, Weekday.WEDNESDAY, Weekday.THURSDAY, Weekday.FRIDAY)


@dataclass(frozen=True, slots=True, config=ConfigDict(extra="forbid"))
class Opening:
    """Open on `weekday` from `opens` until just before `closes`. Raises ValueError unless it opens first."""

    weekday: Weekday
    opens: time
    closes: time

    def __post_init__(self) -> None:
        if self.opens >= self.closes:
            raise ValueError(f"{self.weekday.value}: opens at {self.opens}, which is not before {self.closes}")


@dataclass(frozen=True, slots=True, config=ConfigDict(extra="forbid"))
class OfficeHours:
    """A week's opening times; several on one weekday leave a gap between them."""

    openings: tuple[Opening, ...]

    @classmethod
    def weekdays(cls, opens: time, closes: time) -> Self:
        """The same hours from Monday to Friday."""
        return cls(tuple(Opening(day, opens, closes) for day in WORKING_WEEK))

    def is_open(self, at: datetime, calendar: Calendar) -> bool:
        """Whether the office is open at that instant; never on a holiday. Raises NaiveInstant without a time zone."""
        local = london(at)
        if calendar.is_holiday(local.date()):
            return False
        today, now = Weekday.of(local.date()), local.time()
        return any(each.weekday is today and each.opens <= now < each.closes for each in self.openings)

    def opens_after(self, at: datetime, calendar: Calendar) -> datetime:
        """The instant (UTC) itself while the office is open, else the next opening. Raises NaiveInstant.

        An office that never opens within a year never opens: then the instant itself.
        """
        if self.is_open(at, calendar):
            return utc(at)
        today = london(at).date()
        openings = (opening for n in range(366) for opening in self._openings(today + timedelta(days=n), calendar))
        return next((opening for opening in openings if opening >= utc(at)), utc(at))

    def _openings(self, day: date, calendar: Calendar) -> list[datetime]:
        """The instants (UTC) at which it opens on that day, in order."""
        if calendar.is_holiday(day):
            return []
        times = sorted(each.opens for each in self.openings if each.weekday is Weekday.of(day))
        return [datetime.combine(day, opens, LONDON).astimezone(UTC) for opens in times]
