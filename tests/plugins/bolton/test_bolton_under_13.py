"""Paragraph 9.6: under 13 nothing ends, defers or lessens the referral before the district has taken it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonward.contracts import Event, events
from commonward.procedure import Command, Force, Procedure, State
from tests.core.procedure.builders import example, folded
from tests.plugins.filling import made
from tests.plugins.listening import missing_to, owed

LESS = (
    ("exit-only", "exit-only"),
    ("lower-level-result", "early-response"),
    ("lower-level-result", "neither-needed"),
    ("talk-with-childrens-services", "talk-not-needed"),
)
TAKEN = example(events.DecisionRecorded, decision="district-referral", option="taken")
ROUTED = example(events.ConcernRouted, outcome="refer", response="referral")


def raised(age: int | None, active: str = "yes", **said: Any) -> Event:
    return example(events.ConcernRaised, age_at_event=age, age_at_referral=age, sexually_active=active, **said)


OTHERS = st.lists(
    st.sampled_from(
        [
            example(events.LevelDecided, level="not-identified"),
            example(events.AssessmentCompleted),
            example(events.PlanAdopted, kind="young-persons-action-plan"),
            example(events.DecisionRecorded, decision="exit-only", option="exit-only"),
            example(events.DecisionRecorded, decision="lower-level-result", option="neither-needed"),
            made("sexual-activity", other_is="not-known"),
            made("progress-review", safeguarded="yes"),
        ]
    ),
    max_size=6,
)


@pytest.mark.rule("BOL-9.6.refer")
@given(age=st.none() | st.integers(0, 12), active=st.sampled_from(["yes", "unknown"]), others=OTHERS)
def test_no_history_closes_or_lessens_it_before_the_district_has_taken_it(
    bolton: Procedure, age: int | None, active: str, others: list[Event]
) -> None:
    history = (raised(age, active), *others)
    assert "BOL-9.6.refer" in missing_to(bolton, Command.CLOSE_CASE, "safeguarded", *history)
    assert all("BOL-9.6.refer" in missing_to(bolton, Command.DECIDE, less, *history) for less in LESS)


@pytest.mark.rule("BOL-9.6.refer")
@pytest.mark.parametrize(
    ("command", "at"), [(Command.CLOSE_CASE, "safeguarded"), *((Command.DECIDE, less) for less in LESS)]
)
def test_it_ends_when_the_district_has_taken_the_referral(
    bolton: Procedure, command: Command, at: str | tuple[str, str]
) -> None:
    assert "BOL-9.6.refer" in missing_to(bolton, command, at, raised(12))
    assert "BOL-9.6.refer" not in missing_to(bolton, command, at, raised(12), TAKEN)
    assert "BOL-9.6.refer" not in missing_to(bolton, command, at, raised(13))
    assert "BOL-9.6.refer" not in missing_to(bolton, command, at, raised(12, "no"))


@pytest.mark.rule("BOL-9.6.refer")
def test_it_does_not_hinder_that_social_work_goes_on(bolton: Procedure) -> None:
    assert "BOL-9.6.refer" not in missing_to(bolton, Command.DECIDE, ("exit-only", "social-work"), raised(12))


@pytest.mark.rule("BOL-9.6.refer")
def test_no_manager_can_override_it(bolton: Procedure) -> None:
    forces = {gate.force for gate in bolton.gates if gate.id == "BOL-9.6.refer"}
    assert forces == {Force.MUST}


@pytest.mark.rule("BOL-9.6.refer")
def test_the_only_outcome_is_that_the_referral_is_taken(bolton: Procedure) -> None:
    point = bolton.decision("district-referral")
    assert point is not None
    assert point.options == ("taken",)
    assert "referral-and-assessment" in point.decided_by


@pytest.mark.rule("BOL-9.6.refer")
def test_the_district_owes_it_until_it_has_taken_it_and_no_closing_ends_that(bolton: Procedure) -> None:
    assert owed(bolton, "BOL-9.6.refer", raised(12), ROUTED) == [State.OPEN]
    assert owed(bolton, "BOL-9.6.refer", raised(12), ROUTED, example(events.CaseClosed)) == [State.OPEN]
    assert owed(bolton, "BOL-9.6.refer", raised(12), ROUTED, TAKEN) == [State.MET]
    assert owed(bolton, "BOL-9.6.refer", raised(14), ROUTED) == []


@pytest.mark.rule("BOL-9.6.parties")
def test_closing_wants_the_details_of_both_parties_or_why_not(bolton: Procedure) -> None:
    activity = made("sexual-activity", other_is="adult")
    [parties] = [gate for gate in bolton.gates if gate.id == "BOL-9.6.parties"]
    assert (parties.on, parties.force) == (Command.CLOSE_CASE, Force.SHOULD)
    assert "BOL-9.6.parties" in missing_to(bolton, Command.CLOSE_CASE, "safeguarded", raised(12), TAKEN)
    assert "BOL-9.6.parties" not in missing_to(bolton, Command.CLOSE_CASE, "safeguarded", raised(12), TAKEN, activity)
    assert "BOL-9.6.parties" not in missing_to(bolton, Command.CLOSE_CASE, "safeguarded", raised(13))


@pytest.mark.rule("BOL-9.6.refer")
def test_the_younger_age_counts_for_closing_too(bolton: Procedure) -> None:
    later = example(events.ConcernRaised, age_at_event=12, age_at_referral=13, sexually_active="yes")
    assert folded(later).youngest == 12
    assert "BOL-9.6.refer" in missing_to(bolton, Command.CLOSE_CASE, "safeguarded", later)


FIRST, SECOND = UUID(int=1), UUID(int=2)


def taken_of(concern: UUID) -> tuple[Event, Event]:
    return example(events.DecisionTied, decision="district-referral", concern=concern), TAKEN


def routed(concern: UUID) -> Event:
    return example(events.ConcernRouted, outcome="refer", response="referral", concern=concern)


@pytest.mark.rule("BOL-9.6.refer")
@pytest.mark.parametrize(("command", "at"), [(Command.CLOSE_CASE, "safeguarded"), (Command.DECIDE, LESS[0])])
def test_a_second_concern_under_13_wants_its_own_decision(
    bolton: Procedure, command: Command, at: str | tuple[str, str]
) -> None:
    first, second = raised(12, concern=FIRST), raised(12, concern=SECOND)
    assert "BOL-9.6.refer" in missing_to(bolton, command, at, first, TAKEN, second)
    assert "BOL-9.6.refer" not in missing_to(bolton, command, at, first, TAKEN, second, TAKEN)
    assert "BOL-9.6.refer" in missing_to(bolton, command, at, first, second, TAKEN)
    assert "BOL-9.6.refer" not in missing_to(bolton, command, at, first, second, TAKEN, *taken_of(FIRST))


@pytest.mark.rule("BOL-9.6.refer")
def test_a_later_concern_at_13_does_not_take_away_what_the_first_one_wants(bolton: Procedure) -> None:
    history = raised(12, concern=FIRST), raised(13, concern=SECOND)
    assert "BOL-9.6.refer" in missing_to(bolton, Command.CLOSE_CASE, "safeguarded", *history, TAKEN)
    assert "BOL-9.6.refer" not in missing_to(bolton, Command.CLOSE_CASE, "safeguarded", *history, *taken_of(FIRST))


@pytest.mark.rule("BOL-9.6.refer")
def test_the_district_owes_each_concerns_referral_by_itself(bolton: Procedure) -> None:
    first, second = (raised(12, concern=FIRST), routed(FIRST)), (raised(12, concern=SECOND), routed(SECOND))
    assert owed(bolton, "BOL-9.6.refer", *first, TAKEN, *second) == [State.MET, State.OPEN]
    assert owed(bolton, "BOL-9.6.refer", *first, *second, *taken_of(FIRST)) == [State.MET, State.OPEN]
    assert owed(bolton, "BOL-9.6.refer", *first, *second, TAKEN) == [State.OPEN, State.MET]


@pytest.mark.rule("BOL-9.6.refer")
def test_it_is_owed_where_an_earlier_concern_proves_to_be_of_a_child_under_13(bolton: Procedure) -> None:
    told = raised(14, concern=FIRST), routed(FIRST), raised(14, concern=SECOND), routed(SECOND)
    right = {"correction": UUID(int=9), "corrected": ["age-at-event"], "age_at_event": 12}
    tied = example(events.CorrectionTied, correction=UUID(int=9), concern=FIRST)
    put_right = tied, example(events.FactsCorrected, **right)
    assert owed(bolton, "BOL-9.6.refer", *told) == []
    assert owed(bolton, "BOL-9.6.refer", *told, *put_right, routed(FIRST)) == [State.OPEN]


@pytest.mark.rule("BOL-9.6.parties")
def test_each_concern_under_13_wants_the_details_of_its_own_parties(bolton: Procedure) -> None:
    both = raised(12, concern=FIRST), raised(12, concern=SECOND)
    of_the_first = example(events.RecordTied, record=UUID(int=31), about=FIRST)
    named = made("sexual-activity", other_is="adult").model_copy(update={"record": UUID(int=31)})
    other = made("sexual-activity", other_is="not-known").model_copy(update={"record": UUID(int=32)})
    later = raised(12, concern=FIRST), raised(14, concern=SECOND)
    assert "BOL-9.6.parties" in missing_to(bolton, Command.CLOSE_CASE, "safeguarded", *later)
    assert "BOL-9.6.parties" in missing_to(bolton, Command.CLOSE_CASE, "safeguarded", *both, of_the_first, named)
    assert "BOL-9.6.parties" not in missing_to(
        bolton, Command.CLOSE_CASE, "safeguarded", *both, of_the_first, named, other
    )
