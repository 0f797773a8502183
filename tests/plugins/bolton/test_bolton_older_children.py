"""Paragraphs 2.2 and 9.5 to 9.8: what is decided and owed at 13 to 15, and that 16 and 17 change no entitlement."""

from __future__ import annotations

from typing import Any

import pytest

from commonward.contracts import Event, events
from commonward.procedure import Command, Force, Procedure, State
from tests.core.procedure.builders import example, folded
from tests.plugins.filling import made, wrong_in
from tests.plugins.listening import missing_to, owed, reminded

ROUTED = example(events.ConcernRouted, outcome="assess")


def raised(age: int, **said: Any) -> Any:
    known = {"significant_harm": "no", "sexually_active": "yes", "indicators": []}
    return example(events.ConcernRaised, age_at_event=age, age_at_referral=age, **{**known, **said})


def team_and_outcome(bolton: Procedure, concern: Any) -> tuple[str, str]:
    route = bolton.route(concern, folded(concern))
    return route.team, route.outcome


@pytest.mark.rule("BOL-2.2.16plus")
@pytest.mark.parametrize("age", [16, 17])
@pytest.mark.parametrize("harm", ["yes", "no", "unknown"])
def test_at_16_and_17_a_concern_goes_where_a_younger_childs_goes(bolton: Procedure, age: int, harm: str) -> None:
    younger = team_and_outcome(bolton, raised(15, significant_harm=harm))
    assert team_and_outcome(bolton, raised(age, significant_harm=harm)) == younger
    assert younger[0] == "referral-and-assessment-north"


@pytest.mark.rule("BOL-2.2.16plus")
@pytest.mark.rule("BOL-4.2.harm1617")
def test_neither_age_nor_a_home_of_ones_own_nor_consent_nor_no_offence_is_a_reason_to_close(bolton: Procedure) -> None:
    closing = bolton.decision("closing")
    assert closing is not None
    assert set(closing.options) == {
        "safeguarded",
        "no-ongoing-social-work",
        "exploitation-ruled-out",
        "moved-to-another-authority",
        "reached-18",
    }


@pytest.mark.rule("BOL-9.8.protect")
@pytest.mark.parametrize("age", [16, 17])
def test_child_protection_is_open_to_16_and_17_year_olds(bolton: Procedure, age: int) -> None:
    concern = raised(age, significant_harm="yes")
    assert team_and_outcome(bolton, concern) == ("referral-and-assessment-north", "refer")


@pytest.mark.rule("BOL-9.7.assess")
@pytest.mark.parametrize(
    ("concern", "states"),
    [
        (raised(13, indicators=["s1"]), [State.OPEN]),
        (raised(15, significant_harm="yes"), [State.OPEN]),
        (raised(15), []),
        (raised(15, indicators=["s1"], sexually_active="no"), []),
        (raised(16, indicators=["s1"]), []),
        (raised(12, indicators=["s1"]), []),
    ],
)
def test_at_13_to_15_activity_with_further_concerns_is_assessed(
    bolton: Procedure, concern: Event, states: list[State]
) -> None:
    assert owed(bolton, "BOL-9.7.assess", concern, ROUTED) == states
    done = owed(bolton, "BOL-9.7.assess", concern, ROUTED, example(events.AssessmentCompleted))
    assert done == [State.MET] * len(states)


@pytest.mark.rule("BOL-9.7.notmandatory")
def test_a_talk_with_childrens_services_is_for_people_to_decide_and_changes_no_referral(bolton: Procedure) -> None:
    point = bolton.decision("talk-with-childrens-services")
    assert point is not None
    assert point.options == ("talked-over", "talk-not-needed")
    assert missing_to(bolton, Command.DECIDE, "talk-not-needed", raised(14)) == set()
    no_talk = example(events.DecisionRecorded, decision=point.id, option="talk-not-needed")
    harmed = raised(14, significant_harm="yes")
    assert bolton.route(harmed, folded(no_talk, harmed)).outcome == "refer"


@pytest.mark.rule("BOL-9.7.complaint")
def test_people_decide_whether_there_is_a_complaint(bolton: Procedure) -> None:
    point = bolton.decision("criminal-complaint")
    assert point is not None
    assert point.options == ("make-complaint", "no-complaint")


@pytest.mark.rule("BOL-9.7.complaint")
@pytest.mark.parametrize(
    ("age", "answers", "shown"),
    [
        (14, {"other_is": "adult"}, True),
        (14, {"other_is": "under-18", "similar_age": "no"}, True),
        (14, {"other_is": "under-18", "similar_age": "yes"}, False),
        (16, {"other_is": "adult"}, False),
    ],
)
def test_an_age_gap_is_pointed_out_where_a_complaint_is_decided(
    bolton: Procedure, age: int, answers: dict[str, str], shown: bool
) -> None:
    assert (
        "age-gap" in reminded(bolton, "criminal-complaint", raised(age), made("sexual-activity", **answers))
    ) is shown


PEERS = {"other_is": "under-18", "mutual": "yes", "similar_age": "yes", "abuse": "no"}


@pytest.mark.rule("BOL-9.5.peer")
@pytest.mark.parametrize(
    ("age", "answers", "warned"),
    [
        (14, PEERS, True),
        (17, PEERS, True),
        (14, {**PEERS, "abuse": "unknown"}, True),
        (14, {**PEERS, "abuse": "yes"}, False),
        (14, {**PEERS, "mutual": "no"}, False),
        (14, {**PEERS, "similar_age": "no"}, False),
        (14, {**PEERS, "other_is": "adult"}, False),
        (12, PEERS, False),
    ],
)
def test_a_complaint_about_mutual_activity_of_teenagers_wants_a_managers_reason(
    bolton: Procedure, age: int, answers: dict[str, str], warned: bool
) -> None:
    activity = made("sexual-activity", **answers)
    assert ("BOL-9.5.peer" in missing_to(bolton, Command.DECIDE, "make-complaint", raised(age), activity)) is warned
    assert "BOL-9.5.peer" not in missing_to(bolton, Command.DECIDE, "no-complaint", raised(age), activity)


@pytest.mark.rule("BOL-9.5.peer")
def test_that_warning_can_be_overridden(bolton: Procedure) -> None:
    assert [gate.force for gate in bolton.gates if gate.id == "BOL-9.5.peer"] == [Force.SHOULD]


@pytest.mark.rule("BOL-9.11.factors")
def test_activity_asks_for_the_seven_factors_of_the_relationship(bolton: Procedure) -> None:
    activity = made("sexual-activity", other_is="adult")
    other_tool = example(events.AssessmentCompleted, tool="cse-assessment")
    considered = example(events.AssessmentCompleted, tool="exit-risk-indicators")
    assert owed(bolton, "BOL-9.11.factors", raised(15), activity, other_tool) == [State.OPEN]
    assert owed(bolton, "BOL-9.11.factors", raised(15), activity, considered) == [State.MET]


@pytest.mark.rule("BOL-9.11.factors")
def test_all_seven_factors_are_asked_and_a_childs_agreement_is_no_evidence(bolton: Procedure) -> None:
    tool = bolton.tool("exit-risk-indicators")
    assert tool is not None
    assert {"r1", "r2", "r3", "r4", "r5", "r6", "r7"} <= {item.code for item in tool.items}
    assert tool.figure is None
    assert "compliance-is-no-evidence" in reminded(bolton, "exit-risk-indicators", raised(15))


@pytest.mark.rule("BOL-9.8.protect")
@pytest.mark.parametrize(
    "offence",
    [
        "paying-for-sexual-services",
        "causing-or-inciting-exploitation",
        "controlling-a-child",
        "arranging-or-facilitating",
        "rape",
        "assault",
    ],
)
def test_offences_against_a_child_of_16_or_17_can_be_named(bolton: Procedure, offence: str) -> None:
    assert wrong_in(bolton, "offences", {"under-18": offence}, raised(17)) == set()
