"""When a limit is over, counted from an event or back from a planned date.

One boundary for all: a deadline is an instant, the first at which one is late. So "by the end of Tuesday" is
Wednesday 00:00 in London, and `last_day` gives back Tuesday.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime, timedelta
from typing import assert_never

from commonward.clock.calendar import Calendar
from commonward.clock.limit import Limit, Unit
from commonward.clock.local_time import end_of_day, london, utc


def due(start: datetime, limit: Limit, calendar: Calendar) -> datetime:
    """The instant (UTC) at which `limit` is over for an event at `start`.

    Hours elapse. Everything else counts from the event's own date in London, however late in the day it was, and
    runs to the end of the last day. Only working days skip days off: a month that ends on a Sunday is over that
    Sunday. Raises NaiveInstant if `start` has no time zone.
    """
    return _shift(start, limit, 1, calendar)


def before(planned: datetime, limit: Limit, calendar: Calendar) -> datetime:
    """The instant (UTC) by which something must be done to be `limit` ahead of a planned date.

    Counted as in `due`, backwards: five working days before Friday 10th is the end of Friday 3rd.
    Raises NaiveInstant if `planned` has no time zone.
    """
    return _shift(planned, limit, -1, calendar)


def is_late(at: datetime, deadline: datetime) -> bool:
    """Whether something done at `at` missed its deadline: at the deadline itself it is late."""
    return utc(at) >= utc(deadline)


def last_day(deadline: datetime) -> date:
    """The last date in London on which one is still in time: the date to show to people."""
    return london(utc(deadline) - datetime.resolution).date()


def _shift(at: datetime, limit: Limit, sign: int, calendar: Calendar) -> datetime:
    if limit.unit is Unit.HOURS:
        return utc(at) + timedelta(hours=sign * limit.amount)
    return end_of_day(_shift_day(london(at).date(), limit.unit, sign * limit.amount, calendar))


def _shift_day(day: date, unit: Unit, amount: int, calendar: Calendar) -> date:
    match unit:
        case Unit.DAYS:
            return day + timedelta(days=amount)
        case Unit.WEEKS:
            return day + timedelta(weeks=amount)
        case Unit.MONTHS:
            return _add_months(day, amount)
        case Unit.YEARS:
            return _add_months(day, 12 * amount)
        case Unit.WORKING_DAYS:
            return calendar.add_working_days(day, amount)
        case Unit.HOURS:
            raise ValueError("hours elapse; they are not counted in days")
        case _:
            assert_never(unit)


def _add_months(day: date, amount: int) -> date:
    year, month0 = divmod(day.year * 12 + day.month - 1 + amount, 12)
    return date(year, month0 + 1, min(day.day, monthrange(year, month0 + 1)[1]))
