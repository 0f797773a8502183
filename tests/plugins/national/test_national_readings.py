"""What the national layer leaves to a board whose own text is silent, and what changes where it chooses."""

from __future__ import annotations

from uuid import UUID

import pytest

from commonward.contracts import events
from commonward.procedure import Command, Limit, Procedure, State, hours, working_days
from tests.core.procedure.builders import example
from tests.plugins.listening import missing_to_close, owed, told
from tests.plugins.reading import reading

AT_12 = example(events.ConcernRaised, age_at_event=12, age_at_referral=12, sexually_active="yes")
DECIDED = example(events.DecisionRecorded, decision="under-13-referral", option="referred")
RULE = "NAT-1.under13"


@pytest.mark.parametrize("code", ["bolton", "leeds"])
def test_a_board_can_have_a_manager_decide_on_a_referral_under_13_before_it_closes(code: str) -> None:
    board = reading(code, "NAT-Q.under13", "decided-before-closing")
    at_14 = example(events.ConcernRaised, age_at_event=14, age_at_referral=14, sexually_active="yes")
    assert RULE in missing_to_close(board, AT_12)
    assert RULE in missing_to_close(board), "an age that nobody knows counts as under 13"
    assert RULE not in missing_to_close(board, AT_12, DECIDED)
    assert RULE not in missing_to_close(board, at_14)
    point = board.decision("under-13-referral")
    assert point is not None
    assert "team-manager" in point.decided_by


def test_what_a_manager_has_decided_of_one_concern_says_nothing_of_the_next() -> None:
    board = reading("leeds", "NAT-Q.under13", "decided-before-closing")
    again = AT_12.model_copy(update={"concern": UUID(int=2)})
    at_14 = example(events.ConcernRaised, concern=UUID(int=2), age_at_event=14, age_at_referral=14)
    assert RULE in missing_to_close(board, AT_12, at_14), "a later concern takes nothing away from the first"
    assert RULE in missing_to_close(board, AT_12, DECIDED, again)
    assert RULE not in missing_to_close(board, AT_12, DECIDED, again, DECIDED)


def test_unless_it_chooses_so_nothing_more_is_wanted(board: Procedure) -> None:
    assert RULE not in missing_to_close(board, AT_12)
    assert board.decision("under-13-referral") is None
    assert [gate for gate in board.gates if gate.id == RULE and gate.on is Command.CLOSE_CASE] == []


@pytest.mark.parametrize(
    ("question", "choice"), [("NAT-Q.danger", "team-manager"), ("NAT-Q.danger", "head-of-service")]
)
def test_a_board_says_who_hears_of_immediate_danger(question: str, choice: str) -> None:
    heard = told(reading("leeds", question, choice), example(events.ConcernRaised, immediate_danger="yes"))
    assert {role for role, notice in heard if notice == "immediate-danger"} == {choice}


@pytest.mark.parametrize(
    ("question", "choice", "within"),
    [
        ("NAT-Q.strategy-time", "24-hours", hours(24)),
        ("NAT-Q.strategy-time", "1-working-day", working_days(1)),
    ],
)
def test_a_strategy_discussion_is_timed_once_the_board_has_named_a_figure(
    board: Procedure, question: str, choice: str, within: Limit
) -> None:
    leeds = reading("leeds", question, choice)
    wanted = example(events.MeetingRequired, kind="strategy-discussion")
    held = example(events.MeetingHeld, kind="strategy-discussion", quorate=True)
    inquorate = example(events.MeetingHeld, kind="strategy-discussion", quorate=False)
    assert owed(board, "NAT-2.strategy", wanted) == []
    assert [clock.within for clock in leeds.clocks if clock.id == "NAT-2.strategy"] == [within]
    assert owed(leeds, "NAT-2.strategy", wanted, inquorate) == [State.OPEN]
    assert owed(leeds, "NAT-2.strategy", wanted, held) == [State.MET]
    assert owed(leeds, "NAT-2.strategy", example(events.MeetingRequired, kind="vrmm")) == []
