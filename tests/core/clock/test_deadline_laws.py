"""Laws that every limit, start and calendar obeys."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from commonward.clock import Calendar, Limit, Unit, before, due, hours, last_day, london, working_days

DAYS = st.dates(date(2019, 1, 1), date(2040, 12, 31))
INSTANTS = st.datetimes(datetime(2019, 1, 1), datetime(2040, 12, 31), timezones=st.just(UTC))
AMOUNTS = st.integers(1, 60)
UNITS = st.sampled_from(Unit)
LIMITS = st.builds(Limit, AMOUNTS, UNITS)
CALENDARS = st.builds(
    Calendar.known_on, DAYS, extra=st.frozensets(st.dates(date(2026, 1, 1), date(2026, 12, 31)), max_size=20)
)


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


@given(INSTANTS, LIMITS, CALENDARS)
def test_a_deadline_is_after_its_start(start: datetime, limit: Limit, calendar: Calendar) -> None:
    assert due(start, limit, calendar) > start


@given(INSTANTS, LIMITS, CALENDARS)
def test_a_deadline_before_a_planned_date_is_never_after_it(
    planned: datetime, limit: Limit, calendar: Calendar
) -> None:
    assert before(planned, limit, calendar) <= planned


@given(INSTANTS, st.timedeltas(timedelta(0), timedelta(days=40)), LIMITS, CALENDARS)
def test_a_later_start_never_gives_an_earlier_deadline(
    start: datetime, later: timedelta, limit: Limit, calendar: Calendar
) -> None:
    assert due(start, limit, calendar) <= due(start + later, limit, calendar)


@given(INSTANTS, AMOUNTS, UNITS, CALENDARS)
def test_a_longer_limit_gives_a_later_deadline(start: datetime, amount: int, unit: Unit, calendar: Calendar) -> None:
    assert due(start, Limit(amount, unit), calendar) < due(start, Limit(amount + 1, unit), calendar)


@given(INSTANTS, AMOUNTS, st.sampled_from([unit for unit in Unit if unit is not Unit.HOURS]), CALENDARS)
def test_whole_days_end_at_midnight_in_london(start: datetime, amount: int, unit: Unit, calendar: Calendar) -> None:
    assert london(due(start, Limit(amount, unit), calendar)).time().isoformat() == "00:00:00"


@given(INSTANTS, AMOUNTS, CALENDARS)
def test_as_many_working_days_lie_in_a_limit_as_it_says(start: datetime, amount: int, calendar: Calendar) -> None:
    first = london(start).date()
    last = last_day(due(start, Limit(amount, Unit.WORKING_DAYS), calendar))
    after = (first + timedelta(days=n) for n in range(1, (last - first).days + 1))
    assert sum(calendar.is_working_day(day) for day in after) == amount


@given(DAYS, st.integers(-60, 60).filter(bool), CALENDARS)
def test_adding_working_days_lands_on_a_working_day(day: date, n: int, calendar: Calendar) -> None:
    assert calendar.is_working_day(calendar.add_working_days(day, n))


@given(DAYS, st.integers(-60, 60), CALENDARS)
def test_from_a_working_day_there_and_back_is_the_same_day(day: date, n: int, calendar: Calendar) -> None:
    working = calendar.add_working_days(day, 1)
    assert calendar.add_working_days(calendar.add_working_days(working, n), -n) == working


@given(DAYS, st.integers(1, 28), AMOUNTS, st.sampled_from([Unit.DAYS, Unit.WEEKS, Unit.MONTHS, Unit.YEARS]))
def test_before_undoes_due_on_days_that_every_month_has(day: date, of_month: int, amount: int, unit: Unit) -> None:
    start, limit = noon(day.replace(day=of_month)), Limit(amount, unit)
    end = last_day(due(start, limit, Calendar.of()))
    assert last_day(before(noon(end), limit, Calendar.of())) == start.date()


@given(DAYS, AMOUNTS, CALENDARS)
def test_before_undoes_due_from_a_working_day(day: date, amount: int, calendar: Calendar) -> None:
    start, limit = noon(calendar.add_working_days(day, 1)), working_days(amount)
    end = last_day(due(start, limit, calendar))
    assert last_day(before(noon(end), limit, calendar)) == start.date()


@given(INSTANTS, AMOUNTS)
def test_before_undoes_due_exactly_in_hours(start: datetime, amount: int) -> None:
    assert before(due(start, hours(amount), Calendar.of()), hours(amount), Calendar.of()) == start
