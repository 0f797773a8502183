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
