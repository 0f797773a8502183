"""What holds where a board's own procedure is silent, and the prompts that no board is without."""

from __future__ import annotations

from typing import Any

import pytest

from commonward.contracts import Event, events
from commonward.contracts.events import Fall
from commonward.procedure import Procedure, Route
from tests.core.procedure.builders import example, folded
from tests.plugins.listening import told

DANGER = ("team-manager", "immediate-danger")
UNDER_13 = ("team-manager", "under-13")


def routed(procedure: Procedure, **said: Any) -> Route:
    concern = example(events.ConcernRaised, **said)
    return procedure.route(concern, folded(concern))


@pytest.mark.rule("NAT-1.scope")
def test_every_child_under_18_is_covered(silent: Procedure) -> None:
    assert silent.scope.under_age == 18


@pytest.mark.rule("NAT-1.refer")
@pytest.mark.parametrize("age", [None, 0, 17])
def test_a_silent_board_refers_every_child_to_its_duty_team(silent: Procedure, age: int | None) -> None:
    route = routed(silent, age_at_event=age, age_at_referral=age)
    assert (route.team, route.outcome) == ("duty", "refer")


@pytest.mark.rule("NAT-1.adult")
def test_an_adult_is_for_adult_safeguarding_whatever_the_board(silent: Procedure, board: Procedure) -> None:
    for procedure in (silent, board):
        assert routed(procedure, age_at_event=18, age_at_referral=18).response == "adult-safeguarding"


@pytest.mark.rule("NAT-1.adult")
def test_who_was_a_child_when_it_happened_is_covered(silent: Procedure) -> None:
    assert routed(silent, age_at_event=17, age_at_referral=18).outcome == "refer"


@pytest.mark.rule("NAT-1.danger")
@pytest.mark.parametrize(("danger", "prompted"), [("yes", True), ("no", False), ("unknown", False)])
def test_a_manager_of_every_board_hears_of_immediate_danger(board: Procedure, danger: str, prompted: bool) -> None:
    assert (DANGER in told(board, example(events.ConcernRaised, immediate_danger=danger))) is prompted


@pytest.mark.rule("NAT-1.under13")
@pytest.mark.parametrize(
    ("age", "active", "prompted"),
    [(12, "yes", True), (12, "unknown", True), (12, "no", False), (13, "yes", False), (None, "yes", False)],
)
def test_a_manager_of_every_board_hears_of_a_child_under_13_who_may_be_active(
    board: Procedure, age: int | None, active: str, prompted: bool
) -> None:
    concern = example(events.ConcernRaised, age_at_event=age, age_at_referral=age, sexually_active=active)
    assert (UNDER_13 in told(board, concern)) is prompted


def put_right(**right: Any) -> Event:
    return example(events.FactsCorrected, corrected=[name.replace("_", "-") for name in right], **right)


@pytest.mark.rule("NAT-1.under13")
@pytest.mark.rule("NAT-1.danger")
def test_a_manager_hears_of_it_too_once_it_is_put_right(board: Procedure) -> None:
    at_14 = {"age_at_event": 14, "age_at_referral": 14, "sexually_active": "unknown", "immediate_danger": "no"}
    concern = example(events.ConcernRaised, **at_14)
    assert UNDER_13 in told(board, concern, put_right(age_at_event=12, age_at_referral=12))
    assert UNDER_13 not in told(board, concern, put_right(age_at_event=13, age_at_referral=13))
    assert UNDER_13 not in told(board, concern, put_right(looked_after="yes"))
    assert DANGER in told(board, concern, put_right(immediate_danger="yes"))
    assert DANGER not in told(board, concern, put_right(looked_after="yes"))


@pytest.mark.rule("NAT-2.strategy")
def test_a_strategy_discussion_has_social_care_police_and_health(leeds: Procedure) -> None:
    kind = leeds.meeting_kind("strategy-discussion")
    assert kind is not None
    assert set(kind.quorum) == {"social-care", "police", "health"}


@pytest.mark.rule("NAT-3.fall")
@pytest.mark.parametrize(("falls_today", "second"), [(0, False), (1, False), (2, True)])
def test_the_third_fall_of_a_day_by_one_person_wants_a_second_one(
    leeds: Procedure, falls_today: int, second: bool
) -> None:
    assert bool(leeds.scale.guarded("high", "medium", falls_today)) is second
    assert leeds.scale.guarded("medium", "high", falls_today) == ()


@pytest.mark.rule("NAT-3.fall")
def test_a_steep_fall_and_one_out_of_monitoring_want_a_second_person(leeds: Procedure) -> None:
    assert leeds.scale.guarded("high", "low", 0) == (Fall.STEPS,)
    assert leeds.scale.guarded("low", "no", 0) == (Fall.UNMONITORED,)


@pytest.mark.rule("NAT-3.fall")
def test_a_board_that_says_nothing_of_falls_is_guarded_all_the_same(silent: Procedure) -> None:
    assert silent.scale.guard is not None


def test_the_national_layer_counts_no_figure_that_is_not_confirmed(silent: Procedure) -> None:
    assert {clock.id for clock in silent.clocks} == {"NAT-3.action", "NAT-3.next-meeting"}  # days that people agreed
    assert "NAT-Q.timescales" in {question.id for question in silent.questions}
