"""Which days are working days, for one division of the country and one edition of what was known."""

from __future__ import annotations

from calendar import SATURDAY
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Self

from commonward.clock.editions import Edition, edition, edition_known_on
from commonward.clock.standing_rules import standing_holidays

ENGLAND_AND_WALES = "england-and-wales"


@dataclass(frozen=True, slots=True)
class Calendar:
    """Working days: Monday to Friday without bank holidays and without the authority's own closing days.

    GOV.UK lists bank holidays one or two years ahead, and a clock must still have an answer. So beyond `horizon` (and
    before the lists begin) the standing rules answer; such a date is provisional: compute it again when a newer edition
    is known. Keep `version` beside what was computed: `Calendar.of(version=...)` gives the same answer again.
    """

    edition: Edition
    extra: frozenset[date] = frozenset()
    """Days on which the authority is closed besides, say a council's Christmas shutdown."""

    def __post_init__(self) -> None:
        for day in self.extra:
            _refuse_instant(day)

    @classmethod
    def of(
        cls, division: str = ENGLAND_AND_WALES, extra: frozenset[date] = frozenset(), version: str | None = None
    ) -> Self:
        """The calendar at that version, by default the newest. Raises UnknownCalendar."""
        return cls(edition(division, version), extra)

    @classmethod
    def known_on(cls, day: date, division: str = ENGLAND_AND_WALES, extra: frozenset[date] = frozenset()) -> Self:
        """The calendar as it was known on `day`: without holidays that were announced later.

        Before the first edition, the first edition. Raises UnknownCalendar.
        """
        _refuse_instant(day)
        return cls(edition_known_on(division, day), extra)

    def as_known_on(self, day: date) -> Calendar:
        """The same calendar as it was known on `day`."""
        return Calendar.known_on(day, self.edition.division, self.extra)

    def at(self, version: str | None) -> Calendar:
        """The same calendar at that version, by default the newest. Raises UnknownCalendar."""
        return Calendar.of(self.edition.division, self.extra, version)

    @property
    def version(self) -> str:
        """Names the edition; keep it beside what was computed."""
        return self.edition.version

    @property
    def horizon(self) -> date:
        """Last day for which the bank holidays were published; later answers are provisional."""
        return self.edition.horizon

    def is_holiday(self, day: date) -> bool:
        """Whether `day` is a bank holiday or a closing day of the authority. A mere weekend is not."""
        _refuse_instant(day)
        if day in self.extra or day in self.edition.holidays:
            return True
        if self.edition.begins <= day <= self.horizon:
            return False
        return day in standing_holidays(day.year) and day not in self.edition.lifted

    def is_working_day(self, day: date) -> bool:
        """Whether `day` counts as a working day."""
        return day.weekday() < SATURDAY and not self.is_holiday(day)

    def add_working_days(self, day: date, n: int) -> date:
        """The nth working day after `day`, or before it if `n` is negative; `day` itself if `n` is 0.

        Day 1 is the first working day after `day`, so Saturday + 2 is Tuesday.
        """
        step = timedelta(days=1 if n > 0 else -1)
        left = abs(n)
        while left:
            day += step
            left -= self.is_working_day(day)
        return day

    def working_days_between(self, first: date, last: date) -> int:
        """How many working days come after `first`, up to and including `last`."""
        later = (first + timedelta(days=n) for n in range(1, (last - first).days + 1))
        return sum(self.is_working_day(day) for day in later)

    def differs_between(self, other: Calendar, first: date, last: date) -> bool:
        """Whether the two disagree about any day after `first`, up to and including `last`."""
        later = (first + timedelta(days=n) for n in range(1, (last - first).days + 1))
        return any(self.is_working_day(day) != other.is_working_day(day) for day in later)


def _refuse_instant(day: date) -> None:
    # A datetime is a date to Python but never equal to one: a holiday would silently count as a working day.
    if isinstance(day, datetime):
        raise TypeError(f"a date is needed, not an instant: {day.isoformat()}; use london(at).date()")
