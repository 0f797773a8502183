"""What a pause does to a deadline: it moves by the time that stood still, and never to an earlier one."""

from __future__ import annotations

from datetime import datetime, timedelta

from commonward.clock.calendar import Calendar
from commonward.clock.deadline import last_day
from commonward.clock.limit import Unit
from commonward.clock.local_time import end_of_day, london, utc


def postponed(deadline: datetime, unit: Unit, since: datetime, until: datetime, calendar: Calendar) -> datetime:
    """The deadline (UTC) of a limit in `unit` that stood still from `since` until `until`.

    Hours move by what elapsed. Working days move by the working days that began meanwhile, every other unit by the
    days; so a pause within one day moves only hours. Raises NaiveInstant without a time zone.
    """
    if utc(until) <= utc(since):
        return utc(deadline)
    if unit is Unit.HOURS:
        return utc(deadline) + (utc(until) - utc(since))
    first, last = london(since).date(), london(until).date()
    if unit is Unit.WORKING_DAYS:
        return end_of_day(calendar.add_working_days(last_day(deadline), calendar.working_days_between(first, last)))
    return end_of_day(last_day(deadline) + timedelta(days=(last - first).days))
