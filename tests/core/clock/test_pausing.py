"""What a pause does to a deadline; each expected answer was counted by hand, as its comment shows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonward.clock import Calendar, Unit, end_of_day, postponed

CALENDAR = Calendar.of()


def at(local: str) -> datetime:
    """An instant from the wall clock in London."""
    return datetime.fromisoformat(local).replace(tzinfo=ZoneInfo("Europe/London")).astimezone(UTC)


@pytest.mark.parametrize(
    ("deadline", "unit", "since", "until", "expected"),
    [
        # Six hours and a half stood still.
        ("2026-03-03 09:00", Unit.HOURS, "2026-03-02 10:00", "2026-03-02 16:30", "2026-03-03 15:30"),
        # Sat 24 to Sun 25 October 2026, noon to noon: the night has 25 hours.
        ("2026-10-26 12:00", Unit.HOURS, "2026-10-24 12:00", "2026-10-25 12:00", "2026-10-27 13:00"),
        # Sat 28 to Sun 29 March 2026, noon to noon: the night has 23 hours.
        ("2026-03-30 12:00", Unit.HOURS, "2026-03-28 12:00", "2026-03-29 12:00", "2026-03-31 11:00"),
        # Mon 2 to Mon 2 March: no day has begun meanwhile, so the end of Wed 4 stays.
        ("2026-03-05 00:00", Unit.WORKING_DAYS, "2026-03-02 09:00", "2026-03-02 17:00", "2026-03-05 00:00"),
        # Fri 6 to Mon 9 March: Mon is the one working day; the end of Tue 10 becomes the end of Wed 11.
        ("2026-03-11 00:00", Unit.WORKING_DAYS, "2026-03-06 17:30", "2026-03-09 09:00", "2026-03-12 00:00"),
        # Sat to Sun: no working day.
        ("2026-03-11 00:00", Unit.WORKING_DAYS, "2026-03-07 10:00", "2026-03-08 10:00", "2026-03-11 00:00"),
        # Thu 24 to Tue 29 December 2026: Fri 25 and Mon 28 are holidays, Tue 29 is one. The end of Wed 30 becomes
        # the end of Thu 31.
        ("2026-12-31 00:00", Unit.WORKING_DAYS, "2026-12-24 12:00", "2026-12-29 12:00", "2027-01-01 00:00"),
        # Fri to Mon: three days, whatever they are; the end of Tue 10 becomes the end of Fri 13.
        ("2026-03-11 00:00", Unit.DAYS, "2026-03-06 17:30", "2026-03-09 09:00", "2026-03-14 00:00"),
        # Ten days of a month's limit, over the night when clocks go forward: the end of Fri 27 March becomes the end of
        # Mon 6 April.
        ("2026-03-28 00:00", Unit.MONTHS, "2026-03-10 12:00", "2026-03-20 12:00", "2026-04-07 00:00"),
    ],
)
def test_a_deadline_moves_by_what_stood_still(deadline: str, unit: Unit, since: str, until: str, expected: str) -> None:
    assert postponed(at(deadline), unit, at(since), at(until), CALENDAR) == at(expected)


MOMENTS = st.integers(0, 24 * 800).map(lambda hours: at("2025-01-01 00:00") + timedelta(hours=hours))


@given(MOMENTS, st.sampled_from(Unit), MOMENTS, MOMENTS)
def test_a_pause_never_shortens(day: datetime, unit: Unit, since: datetime, until: datetime) -> None:
    deadline = day if unit is Unit.HOURS else end_of_day(day.date())
    assert postponed(deadline, unit, since, until, CALENDAR) >= deadline


@given(st.sampled_from(Unit), MOMENTS, st.integers(1, 2000), st.integers(0, 2000))
def test_a_longer_pause_never_ends_earlier(unit: Unit, since: datetime, hours: int, more: int) -> None:
    deadline = end_of_day(since.date())
    short, long = (since + timedelta(hours=each) for each in (hours, hours + more))
    moved = [postponed(deadline, unit, since, until, CALENDAR) for until in (short, long)]
    assert moved == sorted(moved)
