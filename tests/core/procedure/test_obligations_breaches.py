"""What follows when time passes: several reminders before, further consequences after, each once and to its role."""

from __future__ import annotations

import pytest

from commonward.procedure import (
    Effect,
    Step,
    UnusableProcedure,
    act_without,
    alert_chair,
    days,
    escalate_to,
    hours,
    working_days,
)
from tests.core.procedure.builders import board, changes
from tests.core.procedure.timed import a_clock, adopted, at, left, raised, steps, tick

RAISED = raised("2026-03-02 09:00")  # a Monday
OFTEN = a_clock(within=days(2), remind=(hours(4), days(1)))
LADDER = a_clock(
    on_breach=(escalate_to("manager"), act_without("worker", after=hours(12)), alert_chair("manager", after=days(2)))
)


def test_a_clock_reminds_as_often_as_it_says() -> None:
    # Over when Thu 5 begins: a day before its last day is the end of Tue 3; four hours before is Wed 4, 20:00.
    (owed,) = left(OFTEN, RAISED)
    assert (owed.remind_at, owed.due) == (at("2026-03-04 00:00"), at("2026-03-05 00:00"))
    (once,) = left(OFTEN, RAISED, tick("2026-03-04 00:00"))
    assert (once.reminders, once.remind_at) == (1, at("2026-03-04 20:00"))
    assert steps(OFTEN, RAISED, tick("2026-03-04 00:00"), tick("2026-03-04 20:00")) == [
        Step.OPENED,
        Step.REMINDED,
        Step.REMINDED,
    ]


def test_reminders_that_fall_due_at_once_are_one() -> None:
    assert steps(OFTEN, RAISED, tick("2026-03-04 21:00"), tick("2026-03-04 22:00")) == [Step.OPENED, Step.REMINDED]


def test_what_is_still_not_done_goes_further_up() -> None:
    # Over on Tue 3 at 9:00; twelve hours later is 21:00; two days later the end of Thu 5.
    (breached,) = left(LADDER, RAISED, tick("2026-03-03 09:00"))
    assert breached.wakes_at == at("2026-03-03 21:00")
    (further,) = left(LADDER, RAISED, tick("2026-03-03 09:00"), tick("2026-03-03 21:00"))
    assert (further.escalations, further.wakes_at) == (1, at("2026-03-06 00:00"))


def test_each_consequence_follows_once_and_names_its_role() -> None:
    made = changes(board(commonward_clocks=(LADDER,)), [RAISED, tick("2026-03-09 09:00"), tick("2026-03-10 09:00")])
    assert [change.step for change in made] == [Step.OPENED, Step.BREACHED, Step.ESCALATED, Step.ESCALATED]
    effects = [change.clock.consequences[change.obligation.escalations].effect for change in made if change.clock]
    assert effects[1:] == [Effect.ESCALATE, Effect.ACT_WITHOUT, Effect.ALERT_CHAIR]


def test_what_was_done_late_goes_no_further() -> None:
    history = (RAISED, tick("2026-03-03 09:00"), adopted("2026-03-03 10:00"), tick("2026-03-09 09:00"))
    assert steps(LADDER, *history) == [Step.OPENED, Step.BREACHED, Step.DISCHARGED]


@pytest.mark.parametrize(
    "wrong",
    [escalate_to("manager", after=hours(1)), (escalate_to("manager"), escalate_to("worker"))],
)
def test_only_what_comes_later_has_a_further_time(wrong: object) -> None:
    with pytest.raises(ValueError, match=r"EXA-1\.look: the first of on_breach follows at once"):
        a_clock(on_breach=wrong)


@pytest.mark.parametrize(
    "declared",
    [
        a_clock(on_breach=(escalate_to("manager"), escalate_to("nobody", after=working_days(1)))),
        a_clock(may_pause="nobody"),
    ],
)
def test_a_role_that_nobody_has_is_refused_wherever_a_clock_names_it(declared: object) -> None:
    with pytest.raises(UnusableProcedure, match="names the role nobody"):
        board(commonward_clocks=(declared,))
