"""When something is due: golden answers, each derived by hand beside it, and deadlines of several terms."""

from __future__ import annotations

from typing import Any

import pytest

from commonward.contracts import Happened
from commonward.procedure import (
    Facts,
    Limit,
    after,
    before,
    by_day,
    days,
    earliest,
    events,
    hours,
    months,
    weeks,
    working_days,
    years,
)
from tests.core.procedure.timed import FIRST, SECOND, a_clock, adopted, at, convened, left, raised, told

GOLDEN = [
    # Fri 6 March 2026, 17:01, counts on its own date: Mon 9 is 1, Tue 10 is 2; over when Wed 11 begins.
    ("2026-03-06 17:01", working_days(2), "2026-03-11 00:00"),
    # Hours elapse over the weekend.
    ("2026-03-06 17:01", hours(24), "2026-03-07 17:01"),
    # The Christmas run: Thu 24 December 2026; Fri 25, Mon 28 holidays; Tue 29 is 1, Wed 30 is 2, Thu 31 is 3;
    # Fri 1 January holiday; Mon 4 is 4, Tue 5 is 5; over when Wed 6 begins.
    ("2026-12-24 16:00", working_days(5), "2027-01-06 00:00"),
    ("2026-12-24 16:00", working_days(2), "2026-12-31 00:00"),
    # Clocks go forward on Sun 29 March 2026: 24 elapsed hours from noon end at one.
    ("2026-03-28 12:00", hours(24), "2026-03-29 13:00"),
    # Clocks go back on Sun 25 October 2026: 24 elapsed hours from noon end at eleven.
    ("2026-10-24 12:00", hours(24), "2026-10-25 11:00"),
    # Days end at London's midnight on either side of the change.
    ("2026-03-28 12:00", days(1), "2026-03-30 00:00"),
    ("2026-10-24 12:00", days(1), "2026-10-26 00:00"),
    # 31 January + 1 month: February 2026 has 28 days; over when 1 March begins.
    ("2026-01-31 10:00", months(1), "2026-03-01 00:00"),
    # 31 January 2028 + 1 month: a leap year; over when 1 March begins.
    ("2028-01-31 10:00", months(1), "2028-03-01 00:00"),
    # 29 February 2028 + 1 year: 28 February 2029.
    ("2028-02-29 10:00", years(1), "2029-03-01 00:00"),
    # Leap day itself is a working day: Mon 28 February 2028; Tue 29 is 1, Wed 1 March is 2.
    ("2028-02-28 09:00", working_days(2), "2028-03-02 00:00"),
    # A month that ends on a Sunday is over that Sunday: 8 January to 8 February 2026.
    ("2026-01-08 09:00", months(1), "2026-02-09 00:00"),
    ("2026-03-02 09:00", weeks(6), "2026-04-14 00:00"),
]


@pytest.mark.parametrize(("start", "limit", "due"), GOLDEN)
def test_a_limit_is_over_when_people_would_say_so(start: str, limit: Limit, due: str) -> None:
    (owed,) = left(a_clock(within=limit), raised(start))
    assert (owed.due, owed.first_due, owed.counted_from) == (at(due), at(due), (at(start),))


def planned(happened: Happened[Any], facts: Facts) -> Any:
    """When the meeting that was convened last is to be."""
    times = [meeting.planned_for for meeting in facts.meetings if meeting.planned_for]
    return times[-1] if times else None


def test_a_start_may_come_from_what_is_known() -> None:
    counted = a_clock(within=days(3), starts=planned)
    (owed,) = left(counted, convened("2026-03-01 09:00", "2026-03-05 10:00"), raised("2026-03-02 09:00"))
    # Thu 5 March + 3 days is Sun 8.
    assert (owed.started_at, owed.due) == (at("2026-03-05 10:00"), at("2026-03-09 00:00"))


def test_two_working_days_before_a_planned_date_count_backwards() -> None:
    sent = a_clock(opens_on=events.MeetingConvened, within=before(planned, working_days(2)))
    # The meeting is on Tue 10 March; Mon 9 is 1, Fri 6 is 2: over when Sat 7 begins.
    (owed,) = left(sent, convened("2026-03-02 09:00", "2026-03-10 14:00"))
    assert owed.due == at("2026-03-07 00:00")


EITHER = earliest(working_days(10), before(planned, days(1)))


def test_of_several_terms_the_first_that_is_over_holds() -> None:
    # Ten working days from Mon 2 March end with Mon 16; a day before Thu 12 is Wed 11.
    (owed,) = left(a_clock(within=EITHER), convened("2026-03-01 09:00", "2026-03-12 10:00"), raised("2026-03-02 09:00"))
    assert owed.due == at("2026-03-12 00:00")
    (owed,) = left(a_clock(within=EITHER), convened("2026-03-01 09:00", "2026-03-30 10:00"), raised("2026-03-02 09:00"))
    assert owed.due == at("2026-03-17 00:00")


def agreed(happened: Happened[Any], facts: Facts) -> Any:
    """The day that the plan names for the next meeting."""
    return happened.event.next_meeting if isinstance(happened.event, events.PlanAdopted) else None


def test_by_a_day_that_the_facts_name_is_by_its_end() -> None:
    held = a_clock(opens_on=events.PlanAdopted, met_by=events.MeetingHeld, within=by_day(agreed))
    (owed,) = left(held, adopted("2026-03-02 09:00", next_meeting="2026-03-29"))
    # Sun 29 March 2026 ends at 00:00 in British Summer Time.
    assert (owed.due, owed.started_at) == (at("2026-03-30 00:00"), at("2026-03-02 09:00"))
    (none,) = left(held, adopted("2026-03-02 09:00", next_meeting=None))
    assert none.due is None


def test_a_term_whose_time_is_not_known_sets_no_deadline() -> None:
    (owed,) = left(a_clock(within=EITHER), raised("2026-03-02 09:00"))
    assert owed.due == at("2026-03-17 00:00")
    (owed,) = left(a_clock(within=after(planned, days(1)), remind=hours(4)), raised("2026-03-02 09:00"))
    assert (owed.due, owed.first_due, owed.remind_at, owed.wakes_at) == (None, None, None, None)


@pytest.mark.parametrize(
    ("heard", "due"),
    [
        ("2026-03-06 16:59", "2026-03-07 16:59"),  # open
        ("2026-03-06 17:01", "2026-03-10 09:00"),  # Friday evening: from Monday at nine
        ("2026-03-09 05:00", "2026-03-10 09:00"),  # before the office opens
        ("2026-12-24 18:00", "2026-12-30 09:00"),  # Fri 25 and Mon 28 are holidays: from Tue 29 at nine
    ],
)
def test_a_clock_may_wait_for_the_office_to_open(heard: str, due: str) -> None:
    (owed,) = left(a_clock(from_opening=True), raised(heard))
    assert owed.due == at(due)


def cause(happened: Happened[Any], facts: Facts) -> Any:
    return happened.event.cause if isinstance(happened.event, events.NoticeDelivered) else happened.id


def meeting(happened: Happened[Any], facts: Facts) -> Any:
    return getattr(happened.event, "meeting", None)


def test_only_an_event_of_its_own_occasion_meets_a_clock() -> None:
    told_of = a_clock(met_by=events.NoticeDelivered, occasion=cause)
    one, other = raised("2026-03-02 09:00", id=1), raised("2026-03-02 10:00", id=2)
    notice = told(events.NoticeDelivered, "2026-03-02 11:00", cause=other.id, delivered_at=at("2026-03-02 11:00"))
    assert [owed.state for owed in left(told_of, one, other, notice)] == ["open", "met"]


def test_what_ends_a_whole_case_ends_every_occasion() -> None:
    closing = a_clock(opens_on=events.MeetingConvened, occasion=meeting, superseded_by=events.CaseClosed)
    history = (
        convened("2026-03-02 09:00", "2026-03-10 14:00", FIRST),
        convened("2026-03-02 10:00", "2026-03-11 14:00", SECOND),
        told(events.CaseClosed, "2026-03-03 09:00"),
    )
    assert [owed.state for owed in left(closing, *history)] == ["superseded", "superseded"]


def test_of_one_occasion_one_is_owed_at_a_time() -> None:
    one_each = a_clock(opens_on=events.MeetingConvened, occasion=meeting)
    again = convened("2026-03-03 09:00", "2026-03-12 14:00", FIRST)
    first = convened("2026-03-02 09:00", "2026-03-10 14:00", FIRST)
    assert len(left(one_each, first, again)) == 1
    assert len(left(one_each, first, adopted("2026-03-02 12:00", meeting=FIRST), again)) == 2
