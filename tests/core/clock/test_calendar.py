"""Bank holidays: the committed editions, what was known when, and what answers beyond them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import holidays
import pytest

from commonward.clock import Calendar, UnknownCalendar
from commonward.clock.editions import editions
from commonward.clock.standing_rules import standing_holidays


def weekdays(year: int) -> list[date]:
    every = (date(year, 1, 1) + timedelta(days=n) for n in range(366))
    return [day for day in every if day.year == year and day.weekday() < 5]


@pytest.mark.parametrize("year", range(2020, 2041))
def test_every_year_agrees_with_an_independent_source(year: int) -> None:
    calendar = Calendar.of()
    listed = holidays.country_holidays("GB", subdiv="ENG", years=year)
    assert {day for day in weekdays(year) if calendar.is_holiday(day)} == {
        day for day in weekdays(year) if day in listed
    }


@pytest.mark.parametrize("year", [2021, 2024, 2025, 2026, 2027])
def test_the_standing_rules_give_an_ordinary_year_as_published(year: int) -> None:
    assert standing_holidays(year) == {day for day in weekdays(year) if Calendar.of().is_holiday(day)}


@pytest.mark.parametrize(
    ("year", "christmas"),
    [
        (2021, {date(2021, 12, 27), date(2021, 12, 28)}),  # Saturday and Sunday: Monday and Tuesday
        (2022, {date(2022, 12, 26), date(2022, 12, 27)}),  # Sunday and Monday: Boxing Day stays, Tuesday substitutes
        (2026, {date(2026, 12, 25), date(2026, 12, 28)}),  # Friday and Saturday: Monday substitutes
    ],
)
def test_christmas_on_a_weekend_has_its_substitutes(year: int, christmas: set[date]) -> None:
    assert {day for day in standing_holidays(year) if day.month == 12} == christmas


def test_a_moved_holiday_frees_its_old_date_from_the_day_it_is_known() -> None:
    before, after = Calendar.known_on(date(2019, 6, 6)), Calendar.known_on(date(2019, 6, 7))
    early_may, ve_day = date(2020, 5, 4), date(2020, 5, 8)
    assert (before.is_working_day(early_may), before.is_working_day(ve_day)) == (False, True)
    assert (after.is_working_day(early_may), after.is_working_day(ve_day)) == (True, False)


def test_a_holiday_can_be_moved_in_a_year_that_is_not_listed_yet() -> None:
    calendar = Calendar.known_on(date(2020, 12, 1))
    assert calendar.horizon < date(2022, 5, 30)
    assert calendar.is_working_day(date(2022, 5, 30))
    assert calendar.is_holiday(date(2022, 6, 3))


def test_a_version_gives_the_same_calendar_again() -> None:
    calendar = Calendar.known_on(date(2022, 9, 9))
    assert Calendar.of(version=calendar.version) == calendar
    assert Calendar.of(version=calendar.version).is_working_day(date(2022, 9, 19))


def test_before_the_first_edition_the_first_one_answers() -> None:
    assert Calendar.known_on(date(2001, 1, 1)) == Calendar.of(version=editions("england-and-wales")[0].version)


def test_the_lists_before_their_first_day_follow_the_standing_rules() -> None:
    assert Calendar.of().is_holiday(date(2018, 12, 25))
    assert Calendar.of().is_working_day(date(2018, 12, 27))


def test_editions_are_in_the_order_in_which_they_became_known_and_name_their_source() -> None:
    known = editions("england-and-wales")
    assert [each.known_from for each in known] == sorted({each.known_from for each in known})
    assert [each.horizon for each in known] == sorted(each.horizon for each in known)
    assert all(each.source and each.version == each.known_from.isoformat() for each in known)


def test_a_listed_holiday_is_never_on_a_weekend() -> None:
    assert [day for day in Calendar.of().edition.holidays if day.weekday() >= 5] == []


def test_a_closing_day_of_the_authority_is_a_holiday_there_only() -> None:
    shutdown = date(2026, 12, 29)
    assert Calendar.of(extra=frozenset({shutdown})).is_holiday(shutdown)
    assert Calendar.of().is_working_day(shutdown)


def test_a_weekend_is_no_holiday_and_no_working_day() -> None:
    saturday = date(2026, 3, 7)
    assert not Calendar.of().is_holiday(saturday)
    assert not Calendar.of().is_working_day(saturday)


def test_no_working_days_added_is_the_day_itself() -> None:
    assert Calendar.of().add_working_days(date(2026, 3, 7), 0) == date(2026, 3, 7)


def test_an_unknown_division_or_version_is_refused_with_what_there_is() -> None:
    with pytest.raises(UnknownCalendar, match="england-and-wales"):
        Calendar.of(division="atlantis")
    with pytest.raises(UnknownCalendar, match="2022-09-10"):
        Calendar.of(version="1999")


def test_an_instant_is_refused_where_a_date_is_needed() -> None:
    with pytest.raises(TypeError, match="a date is needed"):
        Calendar.of().is_working_day(datetime(2026, 12, 25, tzinfo=UTC))


def test_equal_calendars_can_share_a_place_in_a_set() -> None:
    assert len({Calendar.of(), Calendar.of(), Calendar.of(extra=frozenset({date(2026, 12, 29)}))}) == 2


def test_a_calendar_as_known_on_a_day_keeps_the_authoritys_closing_days() -> None:
    shutdown = frozenset({date(2022, 12, 28)})
    calendar = Calendar.of(extra=shutdown)
    assert calendar.as_known_on(date(2022, 9, 9)) == Calendar.known_on(date(2022, 9, 9), extra=shutdown)
    assert calendar.as_known_on(date(2022, 9, 9)).at(None) == calendar


def test_working_days_between_two_days_count_the_last_and_not_the_first() -> None:
    # Thu 24 December 2026 to Wed 30: Fri 25 and Mon 28 are holidays; Tue 29 and Wed 30 are left.
    assert Calendar.of().working_days_between(date(2026, 12, 24), date(2026, 12, 30)) == 2
    assert Calendar.of().working_days_between(date(2026, 12, 30), date(2026, 12, 24)) == 0


def test_two_editions_differ_only_where_a_holiday_lies_between_the_days() -> None:
    before, after = Calendar.known_on(date(2022, 9, 9)), Calendar.known_on(date(2022, 9, 10))
    assert after.differs_between(before, date(2022, 9, 16), date(2022, 9, 19))
    assert not after.differs_between(before, date(2022, 9, 19), date(2022, 9, 30))
