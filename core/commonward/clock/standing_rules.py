"""The rules that England and Wales' bank holidays follow when nothing else is proclaimed.

Source: Banking and Financial Dealings Act 1971, schedule 1, and the yearly proclamations that add New Year's Day and
the first Monday in May and give substitutes; Good Friday and Christmas Day are holidays by common law. They answer
for years that no edition lists; the committed lists always win where there is one.
"""

from __future__ import annotations

from calendar import MONDAY, SATURDAY, monthrange
from datetime import date, timedelta
from functools import lru_cache


@lru_cache
def standing_holidays(year: int) -> frozenset[date]:
    """The working days lost to bank holidays in `year`, substitutes in place of weekend days."""
    easter = easter_sunday(year)
    return frozenset({
        _next_weekday(date(year, 1, 1)),
        easter - timedelta(days=2),
        easter + timedelta(days=1),
        _first_monday(year, 5),
        _last_monday(year, 5),
        _last_monday(year, 8),
        *_christmas(year),
    })  # fmt: skip


def easter_sunday(year: int) -> date:
    """Western Easter Sunday, by the anonymous Gregorian computus (Nature, 1876; Meeus, Astronomical Algorithms, 8)."""
    century = year // 100
    golden = year % 19
    shift = century - century // 4 - (8 * century + 13) // 25
    moon = (19 * golden + shift + 15) % 30
    moon -= (moon // 28) * (1 - (29 // (moon + 1)) * ((21 - golden) // 11))
    weekday = (year + year // 4 + moon + 2 - century + century // 4) % 7
    full = moon - weekday
    month = 3 + (full + 40) // 44
    return date(year, month, full + 28 - 31 * (month // 4))


def _christmas(year: int) -> set[date]:
    christmas = _next_weekday(date(year, 12, 25))
    boxing = _next_weekday(date(year, 12, 26))
    # Both on a weekend, or Christmas on a Sunday: Boxing Day's substitute or its own Monday is taken already.
    return {christmas, boxing if boxing != christmas else christmas + timedelta(days=1)}


def _next_weekday(day: date) -> date:
    while day.weekday() >= SATURDAY:
        day += timedelta(days=1)
    return day


def _first_monday(year: int, month: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(MONDAY - first.weekday()) % 7)


def _last_monday(year: int, month: int) -> date:
    last = date(year, month, monthrange(year, month)[1])
    return last - timedelta(days=(last.weekday() - MONDAY) % 7)
