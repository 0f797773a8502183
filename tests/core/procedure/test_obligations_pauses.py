"""Time that stands still: by events, by people who may, and what that does to deadline, reminder and breach."""

from __future__ import annotations

from typing import Any

import pytest

from commonward.clock import Calendar
from commonward.contracts import Happened
from commonward.procedure import (
    Obligation,
    Pause,
    State,
    Step,
    before,
    earliest,
    escalate_to,
    events,
    hours,
    working_days,
)
from commonward.procedure.deadlines import deadline, terms_of
from tests.core.procedure.builders import board, changes
from tests.core.procedure.timed import a_clock, adopted, at, convened, left, raised, steps, tick, told

RAISED = raised("2026-03-02 09:00", id=1)  # a Monday
PAUSING: dict[str, Any] = {"pauses_on": events.MissingReported, "resumes_on": events.MissingReturned}
CLOCK = a_clock(**PAUSING, may_pause="manager", remind=hours(4))
DAYS = a_clock(**PAUSING, within=working_days(2))
(OWED,) = left(CLOCK, RAISED)


def missing(local: str, *, really: str | None = None) -> Happened[Any]:
    return told(events.MissingReported, local, reported_at=at(really or local))


def returned(local: str, *, really: str | None = None) -> Happened[Any]:
    return told(events.MissingReturned, local, returned_at=at(really or local))


def paused(local: str, of: Obligation = OWED) -> Happened[Any]:
    return told(events.PauseRequested, local, obligation=of.id, reason="police-request")


def resumed(local: str, of: Obligation = OWED) -> Happened[Any]:
    return told(events.ResumeRequested, local, obligation=of.id)


def test_an_event_pauses_and_another_lets_time_go_on() -> None:
    (still,) = left(CLOCK, RAISED, missing("2026-03-02 12:00"))
    assert (still.state, still.pauses[0].reason, still.wakes_at) == (State.PAUSED, "missing-reported", None)
    (owed,) = left(CLOCK, RAISED, missing("2026-03-02 12:00"), returned("2026-03-02 18:00"))
    # Six hours stood still: Tue 9:00 becomes Tue 15:00; the reminder four hours before moves with it.
    assert (owed.state, owed.due, owed.first_due) == (State.OPEN, at("2026-03-03 15:00"), at("2026-03-03 09:00"))
    assert owed.remind_at == at("2026-03-03 11:00")


def test_the_deadline_moves_in_a_step_of_its_own() -> None:
    history = (RAISED, missing("2026-03-02 12:00"), returned("2026-03-02 18:00"))
    assert steps(CLOCK, *history) == [Step.OPENED, Step.PAUSED, Step.RESUMED, Step.MOVED]
    assert steps(DAYS, *history) == [Step.OPENED, Step.PAUSED, Step.RESUMED]  # within one day: no day stood still


def test_working_days_move_by_the_working_days_that_stood_still() -> None:
    # The end of Wed 4 March; from Tue 3 to Mon 9 stand still Wed, Thu, Fri and Mon: the end of Tue 10.
    (owed,) = left(DAYS, RAISED, missing("2026-03-03 12:00"), returned("2026-03-09 12:00"))
    assert owed.due == at("2026-03-11 00:00")


def test_while_time_stands_still_nobody_is_reminded_and_nothing_is_breached() -> None:
    assert steps(CLOCK, RAISED, missing("2026-03-02 12:00"), tick("2026-03-20 12:00")) == [Step.OPENED, Step.PAUSED]


def test_what_is_done_while_time_stands_still_is_in_time() -> None:
    (owed,) = left(CLOCK, RAISED, missing("2026-03-02 12:00"), adopted("2026-03-10 12:00"))
    assert (owed.state, owed.due) == (State.MET, at("2026-03-03 09:00"))


def test_after_two_pauses_both_count() -> None:
    history = (missing("2026-03-02 10:00"), returned("2026-03-02 11:00"))
    again = (missing("2026-03-02 12:00"), returned("2026-03-02 14:00"))
    (owed,) = left(CLOCK, RAISED, *history, *again)
    assert owed.due == at("2026-03-03 12:00")


def test_a_manager_pauses_with_a_reason_and_lets_time_go_on() -> None:
    (still,) = left(CLOCK, RAISED, paused("2026-03-02 12:00"))
    assert (still.state, still.pauses[0].reason) == (State.PAUSED, "police-request")
    (owed,) = left(CLOCK, RAISED, paused("2026-03-02 12:00"), resumed("2026-03-03 12:00"))
    assert (owed.state, owed.due) == (State.OPEN, at("2026-03-04 09:00"))


def test_what_a_person_paused_no_event_lets_go_on() -> None:
    (owed,) = left(CLOCK, RAISED, paused("2026-03-02 12:00"), returned("2026-03-02 13:00"))
    assert owed.state is State.PAUSED


def test_a_clock_that_nobody_may_pause_goes_on() -> None:
    (strict,) = left(DAYS, RAISED)
    assert steps(DAYS, RAISED, paused("2026-03-02 12:00", strict)) == [Step.OPENED]


def test_a_pause_for_another_obligation_changes_nothing() -> None:
    (other,) = left(CLOCK, raised("2026-03-02 09:00", id=2))
    assert steps(CLOCK, RAISED, paused("2026-03-02 12:00", other)) == [Step.OPENED]


def test_what_is_overdue_can_not_be_paused_any_more() -> None:
    late = (tick("2026-03-03 09:00"), paused("2026-03-03 10:00"), missing("2026-03-03 11:00"))
    assert steps(CLOCK, RAISED, *late) == [Step.OPENED, Step.REMINDED, Step.BREACHED]
    assert steps(CLOCK, RAISED, paused("2026-03-03 09:00")) == [Step.OPENED]


def test_a_pause_that_is_heard_of_late_takes_the_breach_back() -> None:
    history = (RAISED, tick("2026-03-03 09:00"), missing("2026-03-03 12:00", really="2026-03-02 20:00"))
    made = changes(board(commonward_clocks=(CLOCK,)), history)
    assert [change.step for change in made][-2:] == [Step.BREACHED, Step.PAUSED]
    assert made[-1].breach_corrected
    (owed,) = left(CLOCK, *history, returned("2026-03-03 20:00"))
    assert (owed.state, owed.due) == (State.OPEN, at("2026-03-04 09:00"))


def test_a_breach_that_a_late_pause_takes_back_goes_no_further_up() -> None:
    ladder = a_clock(**PAUSING, on_breach=(escalate_to("manager"), escalate_to("manager", after=hours(12))))
    history = (RAISED, tick("2026-03-03 09:00"), missing("2026-03-03 12:00", really="2026-03-02 20:00"))
    assert steps(ladder, *history, tick("2026-03-04 09:00")) == [Step.OPENED, Step.BREACHED, Step.PAUSED]


@pytest.mark.parametrize(
    ("since", "until", "due"),
    [
        # Only the hour after the start at nine stood still.
        ("2026-03-02 20:00", "2026-03-03 10:00", "2026-03-04 10:00"),
        # It was over before the pause began, or exactly then.
        ("2026-03-04 09:00", "2026-03-05 09:00", "2026-03-04 09:00"),
        ("2026-03-04 08:59", "2026-03-05 08:59", "2026-03-05 09:00"),
    ],
)
def test_only_what_stood_still_between_start_and_deadline_counts(since: str, until: str, due: str) -> None:
    pause = Pause(at(since), "court", asked=True, until=at(until))
    assert deadline(terms_of(hours(24)), [at("2026-03-03 09:00")], [pause], Calendar.of()) == at(due)


def test_time_that_goes_on_counts_by_the_calendar_that_it_counted_by_before() -> None:
    ten = a_clock(**PAUSING, within=working_days(10))
    # The holiday of 19 September was proclaimed on the 10th; until the case is told of it, nothing moves.
    history = (raised("2022-09-08 10:00"), missing("2022-09-12 10:00"), returned("2022-09-12 12:00"))
    assert steps(ten, *history) == [Step.OPENED, Step.PAUSED, Step.RESUMED]


def test_a_pause_moves_no_planned_date() -> None:
    planned = before(lambda happened, facts: facts.meetings[-1].planned_for, hours(24))
    both = a_clock(**PAUSING, opens_on=events.MeetingConvened, within=earliest(planned))
    meeting = convened("2026-03-02 09:00", "2026-03-10 09:00")
    (owed,) = left(both, meeting, missing("2026-03-03 09:00"), returned("2026-03-05 09:00"))
    assert (owed.state, owed.due) == (State.OPEN, at("2026-03-09 09:00"))


@pytest.mark.parametrize("again", [paused("2026-03-02 12:00"), missing("2026-03-02 12:00")])
def test_what_stands_still_can_not_be_paused_again(again: Happened[Any]) -> None:
    assert steps(CLOCK, RAISED, paused("2026-03-02 11:00"), again) == [Step.OPENED, Step.PAUSED]


def test_what_is_not_paused_can_not_go_on() -> None:
    assert steps(CLOCK, RAISED, resumed("2026-03-02 12:00"), returned("2026-03-02 12:00")) == [Step.OPENED]
