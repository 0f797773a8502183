"""When a team can be reached."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from pydantic import TypeAdapter

from commonward.clock import Calendar, NaiveInstant, OfficeHours, Opening, Weekday

CALENDAR = Calendar.of()
NINE_TO_FIVE = OfficeHours.weekdays(time(9), time(17))


@pytest.mark.parametrize(
    ("utc", "is_open"),
    [
        ("2026-03-06T08:59:59", False),  # a Friday in winter, when London is at UTC
        ("2026-03-06T09:00:00", True),
        ("2026-03-06T16:59:59", True),
        ("2026-03-06T17:00:00", False),
        ("2026-07-03T08:00:00", True),  # a Friday in summer: 09:00 in London
        ("2026-07-03T16:00:00", False),  # 17:00 in London
        ("2026-03-07T12:00:00", False),  # a Saturday
        ("2026-12-28T12:00:00", False),  # a Monday, substitute for Boxing Day
    ],
)
def test_an_office_is_open_in_its_hours_on_the_clock_in_london(utc: str, is_open: bool) -> None:
    assert NINE_TO_FIVE.is_open(datetime.fromisoformat(utc).replace(tzinfo=UTC), CALENDAR) is is_open


def test_an_office_is_closed_on_the_authoritys_own_closing_days() -> None:
    shutdown = Calendar.of(extra=frozenset({date(2026, 12, 29)}))
    assert not NINE_TO_FIVE.is_open(datetime(2026, 12, 29, 12, tzinfo=UTC), shutdown)


def test_an_office_may_open_on_saturdays_and_close_over_lunch() -> None:
    office = OfficeHours(
        (Opening(Weekday.SATURDAY, time(9), time(12)), Opening(Weekday.SATURDAY, time(13), time(15))),
    )
    saturday = [datetime(2026, 3, 7, hour, tzinfo=UTC) for hour in (11, 12, 13, 15)]
    assert [office.is_open(at, CALENDAR) for at in saturday] == [True, False, True, False]


def test_hours_that_close_before_they_open_are_refused() -> None:
    with pytest.raises(ValueError, match="monday: opens at 17:00:00"):
        Opening(Weekday.MONDAY, time(17), time(9))


def test_office_hours_come_back_from_json_as_they_went() -> None:
    adapter = TypeAdapter(OfficeHours)
    assert adapter.validate_json(adapter.dump_json(NINE_TO_FIVE)) == NINE_TO_FIVE


def test_an_instant_without_a_time_zone_is_refused() -> None:
    with pytest.raises(NaiveInstant):
        NINE_TO_FIVE.is_open(datetime(2026, 3, 6, 12), CALENDAR)


@pytest.mark.parametrize(
    ("utc", "opens"),
    [
        ("2026-03-06T16:59:59", "2026-03-06T16:59:59"),  # open: the instant itself
        ("2026-03-06T17:01:00", "2026-03-09T09:00:00"),  # a Friday evening: Monday at nine
        ("2026-03-09T06:00:00", "2026-03-09T09:00:00"),  # early on a Monday: the same morning
        ("2026-03-27T18:00:00", "2026-03-30T08:00:00"),  # the clocks go forward on Sunday 29: nine is 08:00 UTC
        ("2026-12-24T18:00:00", "2026-12-29T09:00:00"),  # Fri 25 and Mon 28 are holidays
    ],
)
def test_the_next_opening_is_the_instant_itself_or_the_first_morning_after(utc: str, opens: str) -> None:
    at, expected = (datetime.fromisoformat(each).replace(tzinfo=UTC) for each in (utc, opens))
    assert NINE_TO_FIVE.opens_after(at, CALENDAR) == expected


def test_after_lunch_the_office_opens_in_the_afternoon() -> None:
    office = OfficeHours((Opening(Weekday.MONDAY, time(13), time(15)), Opening(Weekday.MONDAY, time(9), time(12))))
    noon = datetime(2026, 3, 2, 12, 30, tzinfo=UTC)
    assert office.opens_after(noon, CALENDAR) == datetime(2026, 3, 2, 13, tzinfo=UTC)


def test_an_office_that_never_opens_leaves_the_instant_as_it_is() -> None:
    at = datetime(2026, 3, 7, 12, tzinfo=UTC)
    assert OfficeHours(()).opens_after(at, CALENDAR) == at
