"""When things happen in a synthetic year: mostly in office hours, and on purpose where counting time is hard."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from commonward.clock import LONDON, Calendar

FRIDAY = 4
CHRISTMAS = ((12, 24, 16, 59), (12, 25, 11, 0), (12, 26, 9, 30), (12, 27, 8, 59), (12, 28, 17, 1), (12, 31, 15, 30))


class Moments:
    """The moments of one year, in London. Whoever draws from it draws by their own dice."""

    def __init__(self, year: int, calendar: Calendar) -> None:
        self.begins = datetime(year, 1, 1, 0, 5, tzinfo=LONDON)
        self.ends = datetime(year + 1, 1, 1, tzinfo=LONDON)
        self.edges = tuple(sorted(_edges(year, calendar)))

    def first(self, dice: random.Random) -> datetime:
        """When a case begins: one in four at an edge, and seldom at night."""
        if dice.random() < 0.25:
            return dice.choice(self.edges)
        day = self.begins.date() + timedelta(days=dice.randrange(350))
        return _within(day, dice, at_night=dice.random() < 0.1)

    def later(self, after: datetime, dice: random.Random, most_days: int) -> datetime:
        """A moment at least an hour later: one in ten the next edge, if it is near; else in office hours."""
        edge = next((edge for edge in self.edges if edge > after + timedelta(hours=1)), None)
        if edge is not None and edge - after < timedelta(days=most_days) and dice.random() < 0.1:
            return edge
        wanted = _within(after.date() + timedelta(days=dice.randrange(most_days + 1)), dice, at_night=False)
        return max(wanted, after + timedelta(hours=1, minutes=dice.randrange(60)))


def _within(day: date, dice: random.Random, *, at_night: bool) -> datetime:
    hour = dice.choice((19, 22, 23)) if at_night else dice.randrange(9, 17)
    return datetime.combine(day, time(hour, dice.randrange(60)), LONDON)


def _edges(year: int, calendar: Calendar) -> Iterator[datetime]:
    """Friday 17:01, the Christmas run, both nights when the clocks change, month ends, bank holidays, a leap day."""
    days = [date(year, 1, 1) + timedelta(days=n) for n in range((date(year + 1, 1, 1) - date(year, 1, 1)).days)]
    yield from (_at(day, 17, 1) for day in days if day.weekday() == FRIDAY and day.day <= 7)
    yield from (_at(day, 10, 30) for day in days if calendar.is_holiday(day))
    yield from (_at(day, 9, 0) for day in days if (day + timedelta(days=1)).day == 1 and day.month in (1, 2, 8, 10))
    yield from (datetime(year, *moment, tzinfo=LONDON) for moment in CHRISTMAS)
    for day in days:
        if (_at(day, 12, 0).utcoffset()) != (_at(day, 0, 0).utcoffset()):
            yield from (_at(day, 0, 30), _at(day, 2, 30))  # before and after; what is between is there twice or not
            yield _at(day - timedelta(days=1), 23, 59)


def _at(day: date, hour: int, minute: int) -> datetime:
    return datetime.combine(day, time(hour, minute), LONDON)
