"""Golden deadlines: each expected answer was counted by hand on a calendar, as its comment shows."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from commonward.clock import (
    Calendar,
    Limit,
    NaiveInstant,
    before,
    days,
    due,
    hours,
    is_late,
    last_day,
    months,
    weeks,
    working_days,
    years,
)

CALENDAR = Calendar.of()


def at(local: str) -> datetime:
    """An instant from the wall clock in London."""
    return datetime.fromisoformat(local).replace(tzinfo=ZoneInfo("Europe/London")).astimezone(UTC)


def instant(utc: str) -> datetime:
    return datetime.fromisoformat(utc).replace(tzinfo=UTC)


def last_day_of(start: str, limit: Limit, calendar: Calendar = CALENDAR) -> date:
    return last_day(due(at(start), limit, calendar))


def test_an_event_on_friday_after_hours_counts_on_its_own_date() -> None:
    # Fri 6 March 2026 17:01; Mon 9 is day 1, Tue 10 is day 2; over when Wed 11 begins (GMT).
    assert due(at("2026-03-06 17:01"), working_days(2), CALENDAR) == instant("2026-03-11 00:00")


def test_an_event_one_minute_before_midnight_still_counts_on_its_own_date() -> None:
    # Fri 6 March 2026 23:59; Mon 9 is day 1.
    assert last_day_of("2026-03-06 23:59", working_days(1)) == date(2026, 3, 9)


def test_a_saturday_event_with_two_working_days_is_over_at_the_end_of_tuesday() -> None:
    # Sat 7 March 2026; Sun 8 does not count; Mon 9 is day 1, Tue 10 is day 2.
    assert due(at("2026-03-07 11:00"), working_days(2), CALENDAR) == instant("2026-03-11 00:00")


def test_a_summer_deadline_ends_at_midnight_in_london_not_in_utc() -> None:
    # Wed 1 July 2026; Thu 2 is day 1, Fri 3 is day 2; Sat 4 begins at 00:00 BST, 23:00 UTC the evening before.
    assert due(at("2026-07-01 09:00"), working_days(2), CALENDAR) == instant("2026-07-03 23:00")


def test_an_event_late_in_a_summer_evening_in_utc_belongs_to_the_next_day_in_london() -> None:
    # 30 June 2026 23:30 UTC is 1 July 00:30 BST; one day on is 2 July.
    assert last_day(due(instant("2026-06-30 23:30"), days(1), CALENDAR)) == date(2026, 7, 2)


@pytest.mark.parametrize(
    ("start", "amount", "expected"),
    [
        # Thu 24 Dec 2026; Fri 25 holiday; Sat 26, Sun 27; Mon 28 substitute; Tue 29 is 1, Wed 30 is 2.
        ("2026-12-24 16:00", 2, date(2026, 12, 30)),
        # ... Thu 31 is 3; Fri 1 Jan holiday; Sat 2, Sun 3; Mon 4 is 4, Tue 5 is 5.
        ("2026-12-24 16:00", 5, date(2027, 1, 5)),
        # Boxing Day itself, a Saturday: Mon 28 substitute; Tue 29 is 1.
        ("2026-12-26 03:00", 1, date(2026, 12, 29)),
        # Fri 24 Dec 2027; Sat 25, Sun 26; Mon 27 and Tue 28 substitutes; Wed 29 is 1.
        ("2027-12-24 16:00", 1, date(2027, 12, 29)),
    ],
)
def test_the_christmas_run_skips_holidays_and_their_substitutes(start: str, amount: int, expected: date) -> None:
    assert last_day_of(start, working_days(amount)) == expected


def test_a_councils_christmas_shutdown_counts_only_if_its_calendar_says_so() -> None:
    shutdown = Calendar.of(extra=frozenset({date(2026, 12, 29), date(2026, 12, 30), date(2026, 12, 31)}))
    # Thu 24 Dec 2026; 25-28 as above; 29, 30, 31 closed; 1 Jan holiday; Sat, Sun; Mon 4 is 1, Tue 5 is 2.
    assert last_day_of("2026-12-24 16:00", working_days(2), shutdown) == date(2027, 1, 5)


def test_easter_takes_friday_and_monday() -> None:
    # Thu 2 April 2026; Fri 3 Good Friday; Sat 4, Sun 5; Mon 6 Easter Monday; Tue 7 is 1.
    assert last_day_of("2026-04-02 12:00", working_days(1)) == date(2026, 4, 7)


def test_hours_elapse_over_a_weekend() -> None:
    # Fri 6 March 2026 17:01 to Sat 7 March 17:01.
    assert due(at("2026-03-06 17:01"), hours(24), CALENDAR) == at("2026-03-07 17:01")


def test_hours_elapse_over_the_night_when_clocks_go_forward() -> None:
    # Sat 28 March 2026 12:00 GMT; that night has 23 hours, so 24 elapsed hours end at 13:00 BST.
    assert due(at("2026-03-28 12:00"), hours(24), CALENDAR) == at("2026-03-29 13:00")


def test_hours_elapse_over_the_night_when_clocks_go_back() -> None:
    # Sat 24 October 2026 12:00 BST; that night has 25 hours, so 24 elapsed hours end at 11:00 GMT.
    assert due(at("2026-10-24 12:00"), hours(24), CALENDAR) == at("2026-10-25 11:00")


def test_an_hour_from_the_first_half_past_one_is_the_second_when_clocks_go_back() -> None:
    # 25 October 2026: 01:30 BST is 00:30 UTC, 01:30 GMT is 01:30 UTC.
    assert due(instant("2026-10-25 00:30"), hours(1), CALENDAR) == instant("2026-10-25 01:30")


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        # Sat 28 March 2026; Sun 29 ends at 00:00 BST on Mon 30, which is 23:00 UTC on Sun 29.
        ("2026-03-28 12:00", "2026-03-29 23:00"),
        # Sat 24 October 2026; Sun 25 ends at 00:00 GMT on Mon 26.
        ("2026-10-24 12:00", "2026-10-26 00:00"),
    ],
)
def test_a_day_ends_at_midnight_whether_it_has_23_or_25_hours(start: str, expected: str) -> None:
    assert due(at(start), days(1), CALENDAR) == instant(expected)


@pytest.mark.parametrize(
    ("start", "limit", "expected"),
    [
        ("2026-01-31 10:00", months(1), date(2026, 2, 28)),  # February 2026 has 28 days
        ("2028-01-31 10:00", months(1), date(2028, 2, 29)),  # 2028 is a leap year
        ("2026-11-30 10:00", months(3), date(2027, 2, 28)),  # over the turn of the year
        ("2026-12-31 10:00", months(12), date(2027, 12, 31)),  # twelve months are a year
        ("2026-01-15 10:00", months(1), date(2026, 2, 15)),  # a Sunday, and kept
        ("2026-03-06 10:00", weeks(2), date(2026, 3, 20)),  # Friday to Friday
        ("2028-02-29 10:00", years(1), date(2029, 2, 28)),  # no leap day in 2029
        ("2028-02-29 10:00", years(4), date(2032, 2, 29)),  # there is one in 2032
        ("2028-02-28 10:00", days(1), date(2028, 2, 29)),  # the leap day is a day
        ("2028-02-28 10:00", working_days(2), date(2028, 3, 1)),  # Tue 29 is 1, Wed 1 March is 2
    ],
)
def test_months_clamp_and_keep_the_date(start: str, limit: Limit, expected: date) -> None:
    assert last_day_of(start, limit) == expected


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        # Fri 16 September 2022: before the proclamation Mon 19 is day 1; after it Mon 19 is a holiday, Tue 20 is day 1.
        (date(2022, 9, 9), date(2022, 9, 19)),
        (date(2022, 9, 10), date(2022, 9, 20)),
    ],
)
def test_a_one_off_holiday_moves_a_deadline_from_the_day_it_is_known(known: date, expected: date) -> None:
    assert last_day_of("2022-09-16 10:00", working_days(1), Calendar.known_on(known)) == expected


def test_a_deadline_beyond_the_published_lists_follows_the_standing_rules() -> None:
    # Thu 18 April 2030; Easter is 21 April: Fri 19 and Mon 22 are holidays; Tue 23 is 1.
    assert CALENDAR.horizon < date(2030, 4, 18)
    assert last_day_of("2030-04-18 10:00", working_days(1)) == date(2030, 4, 23)


@pytest.mark.parametrize(
    ("planned", "limit", "expected"),
    [
        # Fri 10 July 2026; Thu 9 is 1, Wed 8, Tue 7, Mon 6, Fri 3 is 5; Fri 3 ends 23:00 UTC (BST).
        ("2026-07-10 10:00", working_days(5), "2026-07-03 23:00"),
        # Tue 7 April 2026; Mon 6 and Fri 3 holidays; Thu 2 is 1; ends 23:00 UTC (BST).
        ("2026-04-07 10:00", working_days(1), "2026-04-02 23:00"),
        # 31 March 2026, a month back: 28 February; ends at midnight GMT.
        ("2026-03-31 10:00", months(1), "2026-03-01 00:00"),
        # Sun 29 March 2026 18:00 BST is 17:00 UTC.
        ("2026-03-29 18:00", hours(24), "2026-03-28 17:00"),
    ],
)
def test_a_clock_can_run_before_a_planned_date(planned: str, limit: Limit, expected: str) -> None:
    assert before(at(planned), limit, CALENDAR) == instant(expected)


def test_the_last_microsecond_is_in_time_and_the_deadline_itself_is_late() -> None:
    deadline = due(at("2026-03-06 17:01"), working_days(2), CALENDAR)
    assert not is_late(deadline - datetime.resolution, deadline)
    assert is_late(deadline, deadline)


def test_people_are_shown_the_last_day_in_london() -> None:
    assert last_day(instant("2026-07-03 23:00")) == date(2026, 7, 3)
    assert last_day(instant("2026-07-03 23:01")) == date(2026, 7, 4)


def test_any_time_zone_may_go_in_and_utc_comes_out() -> None:
    start = at("2026-07-01 09:00")
    elsewhere = start.astimezone(ZoneInfo("Asia/Tokyo"))
    assert due(elsewhere, working_days(2), CALENDAR) == due(start, working_days(2), CALENDAR)
    assert due(elsewhere, hours(24), CALENDAR).utcoffset() == timedelta(0)


def test_an_instant_without_a_time_zone_is_refused() -> None:
    with pytest.raises(NaiveInstant, match="has no time zone"):
        due(datetime(2026, 3, 6, 17, 1), hours(24), CALENDAR)
