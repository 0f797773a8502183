"""Deadlines that move: planned dates, late facts, new holidays, another edition. Nothing is re-dated in silence."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from commonward.contracts import Happened
from commonward.procedure import Facts, State, Step, advance, before, events, hours, working_days
from tests.core.procedure.builders import board, changes
from tests.core.procedure.timed import SECOND, a_clock, adopted, at, convened, left, raised, steps, tick, told


def meeting(happened: Happened[Any], facts: Facts) -> Any:
    return getattr(happened.event, "meeting", None)


def planned(happened: Happened[Any], facts: Facts) -> Any:
    return happened.event.planned_for if isinstance(happened.event, events.MeetingConvened) else None


PAPERS = a_clock(
    opens_on=events.MeetingConvened,
    within=before(planned, working_days(2)),
    moves_on=events.MeetingConvened,
    occasion=meeting,
    remind=hours(4),
)
# Tue 10 March: Mon 9 is 1, Fri 6 is 2; over when Sat 7 begins. Thu 12: Wed 11, Tue 10; over when Wed 11 begins.
TUESDAY, THURSDAY = ("2026-03-10 14:00", at("2026-03-07 00:00")), ("2026-03-12 14:00", at("2026-03-11 00:00"))


def test_a_planned_date_that_moves_takes_the_deadline_with_it_and_both_are_known() -> None:
    (owed,) = left(PAPERS, convened("2026-03-02 09:00", TUESDAY[0]), convened("2026-03-03 09:00", THURSDAY[0]))
    assert (owed.first_due, owed.due) == (TUESDAY[1], THURSDAY[1])
    assert owed.remind_at == at("2026-03-10 20:00")


def test_the_move_says_what_it_was_what_it_is_and_why() -> None:
    again = convened("2026-03-03 09:00", THURSDAY[0])
    moved = changes(board(commonward_clocks=(PAPERS,)), [convened("2026-03-02 09:00", TUESDAY[0]), again])[-1]
    assert moved.step is Step.MOVED
    assert moved.before is not None
    assert (moved.before.due, moved.obligation.due, moved.breach_corrected) == (TUESDAY[1], THURSDAY[1], False)


def test_a_date_may_move_forward_too() -> None:
    (owed,) = left(PAPERS, convened("2026-03-02 09:00", THURSDAY[0]), convened("2026-03-03 09:00", TUESDAY[0]))
    assert (owed.first_due, owed.due) == (THURSDAY[1], TUESDAY[1])


def test_another_meetings_date_moves_nothing() -> None:
    one, other = left(
        PAPERS, convened("2026-03-02 09:00", TUESDAY[0]), convened("2026-03-03 09:00", THURSDAY[0], SECOND)
    )
    assert (one.due, other.due) == (TUESDAY[1], THURSDAY[1])


def test_the_same_date_again_is_no_move() -> None:
    history = (convened("2026-03-02 09:00", TUESDAY[0]), convened("2026-03-03 09:00", TUESDAY[0]))
    assert steps(PAPERS, *history) == [Step.OPENED]


def test_a_reminder_is_given_again_for_the_new_deadline() -> None:
    history = [convened("2026-03-02 09:00", TUESDAY[0]), tick("2026-03-06 20:00")]
    history += [convened("2026-03-06 21:00", THURSDAY[0]), tick("2026-03-10 20:00")]
    assert steps(PAPERS, *history) == [Step.OPENED, Step.REMINDED, Step.MOVED, Step.REMINDED]


def test_a_date_that_becomes_known_later_is_the_first_deadline() -> None:
    later = a_clock(within=before(planned, working_days(2)), moves_on=events.MeetingConvened)
    (owed,) = left(later, raised("2026-03-01 09:00"), convened("2026-03-02 09:00", TUESDAY[0]))
    assert (owed.first_due, owed.due) == (TUESDAY[1], TUESDAY[1])


BREACHED = (convened("2026-03-02 09:00", TUESDAY[0]), tick("2026-03-07 00:00"))


def test_a_breach_that_was_none_as_is_known_now_is_open_again() -> None:
    again = convened("2026-03-07 10:00", THURSDAY[0])
    moved = changes(board(commonward_clocks=(PAPERS,)), [*BREACHED, again])[-1]
    assert moved.breach_corrected
    assert (moved.obligation.state, moved.obligation.wakes_at) == (State.OPEN, at("2026-03-10 20:00"))
    history = (*BREACHED, again, tick("2026-03-11 00:00"))
    assert steps(PAPERS, *history)[-3:] == [Step.MOVED, Step.REMINDED, Step.BREACHED]


def test_a_move_to_another_day_that_has_passed_leaves_the_breach() -> None:
    # Mon 9 March: Fri 6 is 1, Thu 5 is 2; over when Fri 6 begins, which has passed as well.
    (owed,) = left(PAPERS, *BREACHED, convened("2026-03-07 10:00", "2026-03-09 14:00"))
    assert (owed.state, owed.due) == (State.BREACHED, at("2026-03-06 00:00"))


def test_what_was_done_in_time_and_is_heard_of_late_was_no_breach() -> None:
    look = a_clock(within=hours(24))
    history = [
        raised("2026-03-02 09:00"),
        tick("2026-03-03 09:00"),
        adopted("2026-03-04 09:00", really="2026-03-03 08:59"),
    ]
    met = changes(board(commonward_clocks=(look,)), history)[-1]
    assert (met.step, met.obligation.state, met.breach_corrected) == (Step.DISCHARGED, State.MET, True)


FUNERAL = told(events.CalendarChanged, "2022-09-10 12:00", edition=date(2022, 9, 10))
TEN_DAYS = a_clock(within=working_days(10))


def test_a_holiday_that_nobody_knew_of_yet_is_not_counted() -> None:
    # Thu 8 September 2022: Fri 9 is 1, Mon 12 to Fri 16 are 2 to 6, Mon 19 is 7, Tue 20, Wed 21, Thu 22 is 10.
    (owed,) = left(TEN_DAYS, raised("2022-09-08 10:00"))
    assert (owed.due, owed.calendar) == (at("2022-09-23 00:00"), "2022-01-01")
    # The State Funeral on Mon 19 was proclaimed on Sat 10: opened then, Thu 22 is 9 and Fri 23 is 10.
    (later,) = left(TEN_DAYS, raised("2022-09-10 10:00"))
    assert (later.due, later.calendar) == (at("2022-09-27 00:00"), "2022-09-10")


def test_a_holiday_that_is_announced_moves_what_is_open_and_says_so() -> None:
    history = [raised("2022-09-08 10:00"), FUNERAL]
    assert steps(TEN_DAYS, *history) == [Step.OPENED, Step.MOVED]
    (owed,) = left(TEN_DAYS, *history)
    # Mon 19 no longer counts: Fri 23 is 10.
    assert (owed.first_due, owed.due, owed.calendar) == (at("2022-09-23 00:00"), at("2022-09-24 00:00"), "2022-09-10")


@pytest.mark.parametrize("declared", [a_clock(within=hours(24)), a_clock(within=None), a_clock(within=working_days(3))])
def test_a_holiday_moves_nothing_that_does_not_count_over_it(declared: Any) -> None:
    assert steps(declared, raised("2022-09-08 10:00"), FUNERAL) == [Step.OPENED]


def test_a_holiday_that_is_announced_late_takes_a_breach_back() -> None:
    # Mon 5 September 2022: Tue 6 is 1, Fri 9 is 4, Mon 12 to Fri 16 are 5 to 9, Mon 19 was 10: over when Tue 20 began.
    # Without Mon 19, Tue 20 is 10.
    late = told(events.CalendarChanged, "2022-09-20 00:30", edition=date(2022, 9, 10))
    history = (raised("2022-09-05 09:00"), tick("2022-09-20 00:00"), late)
    assert steps(TEN_DAYS, *history) == [Step.OPENED, Step.BREACHED, Step.MOVED]
    (owed,) = left(TEN_DAYS, *history)
    assert (owed.state, owed.first_due, owed.due) == (State.OPEN, at("2022-09-20 00:00"), at("2022-09-21 00:00"))


def test_a_duplicate_of_a_move_moves_nothing() -> None:
    again = convened("2026-03-03 09:00", THURSDAY[0])
    assert steps(PAPERS, convened("2026-03-02 09:00", TUESDAY[0]), again, again) == [Step.OPENED, Step.MOVED]


def test_a_voided_case_owes_nothing() -> None:
    history = [raised("2026-03-02 09:00", id=5), told(events.CaseVoided, "2026-03-03 08:00", id=6)]
    (owed,) = left(a_clock(), *history)
    assert (owed.state, owed.ended_by) == (State.SUPERSEDED, history[1].id)


def test_a_clock_that_another_edition_does_not_have_ends_with_the_change() -> None:
    opened = left(a_clock(), raised("2026-03-02 09:00"))
    changed = told(events.EditionChanged, "2026-03-02 12:00")
    (change,) = advance(opened, changed, Facts(), board())
    assert (change.step, change.clock, change.obligation.ended_by) == (Step.SUPERSEDED, None, changed.id)


def test_a_clock_with_another_figure_in_another_edition_goes_on_from_its_own_start() -> None:
    opened = left(a_clock(), raised("2026-03-02 09:00"))
    changed = told(events.EditionChanged, "2026-03-02 12:00")
    longer = board(commonward_clocks=(a_clock(within=hours(48)),))
    (change,) = advance(opened, changed, Facts(), longer)
    assert (change.step, change.obligation.due) == (Step.MOVED, at("2026-03-04 09:00"))
    (figure,) = advance(left(a_clock(within=None), raised("2026-03-02 09:00")), changed, Facts(), longer)
    assert (figure.step, figure.obligation.due) == (Step.MOVED, at("2026-03-04 09:00"))
