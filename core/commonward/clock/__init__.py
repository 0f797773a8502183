"""Working time: how long a procedure gives people, and when that is over.

Pure apart from `utcnow`, the one place that reads the system clock. Instants are aware and in UTC; days are days in
Europe/London. `due(start, working_days(2), Calendar.of())` is the instant at which the limit is over: whoever acts
before it is in time (`is_late`), and `last_day` is the date to show to people.
"""

from __future__ import annotations

from commonward.clock.calendar import Calendar
from commonward.clock.deadline import before, due, is_late, last_day
from commonward.clock.editions import UnknownCalendar
from commonward.clock.in_words import day_in_words, deadline_in_words, moment_in_words, time_in_words
from commonward.clock.limit import Limit, Unit, days, hours, months, weeks, working_days, years
from commonward.clock.local_time import LONDON, NaiveInstant, SimulatedTime, end_of_day, london, simulated_time, utcnow
from commonward.clock.office_hours import OfficeHours, Opening, Weekday
from commonward.clock.pausing import postponed

__all__ = [
    "LONDON",
    "Calendar",
    "Limit",
    "NaiveInstant",
    "OfficeHours",
    "Opening",
    "SimulatedTime",
    "Unit",
    "UnknownCalendar",
    "Weekday",
    "before",
    "day_in_words",
    "days",
    "deadline_in_words",
    "due",
    "end_of_day",
    "hours",
    "is_late",
    "last_day",
    "london",
    "moment_in_words",
    "months",
    "postponed",
    "simulated_time",
    "time_in_words",
    "utcnow",
    "weeks",
    "working_days",
    "years",
]
