"""The Assessment Tool, why a response was chosen, and who works with whom until the child is safeguarded."""

from __future__ import annotations

from typing import Any

import pytest

from commonward.contracts import Event, events
from commonward.procedure import Command, Force, Procedure, State
from tests.core.procedure.builders import example
from tests.plugins.filling import Answers, made, wrong_in
from tests.plugins.listening import missing_to, owed, reminded, told

SOMEBODY, OTHER = "0198c0de-0000-7000-8000-00000000000a", "0198c0de-0000-7000-8000-00000000000b"
ACCEPTED = example(events.DecisionRecorded, decision="exit-acceptance", option="accept")
ALONE = example(events.DecisionRecorded, decision="exit-only", option="exit-only")
REFERRED = example(events.ConcernRouted, outcome="refer", response="referral")
CLOSED = example(events.CaseClosed)


def assessed(tool: str = "cse-assessment", judgement: str = "at-risk", **said: Any) -> Event:
    return example(events.AssessmentCompleted, tool=tool, judgement=judgement, **said)


def allocated(role: str, worker: str | None = SOMEBODY) -> Event:
    return example(events.CaseAllocated, role=role, worker=worker)


@pytest.mark.rule("BOL-10.10.use")
@pytest.mark.parametrize("role", ["social-worker", "allocated-social-worker", "exit-worker"])
def test_social_workers_and_exit_owe_the_assessment_tool_once_they_hold_a_case(bolton: Procedure, role: str) -> None:
    assert owed(bolton, "BOL-10.10.use", allocated(role)) == [State.OPEN]
    assert owed(bolton, "BOL-10.10.use", allocated(role), assessed("exit-risk-indicators")) == [State.OPEN]
    assert owed(bolton, "BOL-10.10.use", allocated(role), assessed()) == [State.MET]
    assert owed(bolton, "BOL-10.10.use", allocated("lead-professional")) == []


@pytest.mark.rule("BOL-10.10.use")
def test_who_takes_over_owes_what_the_one_before_owed_and_nothing_that_is_done(bolton: Procedure) -> None:
    first, second = allocated("social-worker"), allocated("exit-worker", OTHER)
    assert owed(bolton, "BOL-10.10.use", first, second) == [State.SUPERSEDED, State.OPEN]
    assert owed(bolton, "BOL-10.10.use", first, assessed(), second) == [State.MET]


@pytest.mark.rule("BOL-10.10.use")
@pytest.mark.rule("BOL-13.3.collate")
def test_the_assessment_tool_asks_for_analysis_and_can_be_reviewed_and_made_final(bolton: Procedure) -> None:
    tool = bolton.tool("cse-assessment")
    assert tool is not None
    assert set(tool.purposes) == {"initial", "review", "final"}
    assert "analysis" in tool.summary_label.lower()


@pytest.mark.rule("BOL-10.10.review")
def test_each_assessment_opens_its_review_and_no_figure_is_invented(bolton: Procedure) -> None:
    assert owed(bolton, "BOL-10.10.review", assessed()) == [State.OPEN]
    assert owed(bolton, "BOL-10.10.review", assessed(), assessed(purpose="review")) == [State.MET, State.OPEN]
    assert owed(bolton, "BOL-10.10.review", assessed(), CLOSED) == [State.SUPERSEDED]
    assert [clock.within for clock in bolton.clocks if clock.id == "BOL-10.10.review"] == [None]


@pytest.mark.rule("BOL-13.3.collate")
def test_the_district_collates_with_the_assessment_tool_after_each_referral(bolton: Procedure) -> None:
    assert owed(bolton, "BOL-13.3.collate", REFERRED) == [State.OPEN]
    assert owed(bolton, "BOL-13.3.collate", REFERRED, assessed("exit-risk-indicators")) == [State.OPEN]
    assert owed(bolton, "BOL-13.3.collate", REFERRED, assessed()) == [State.MET]
    assert [clock.by for clock in bolton.clocks if clock.id == "BOL-13.3.collate"] == ["referral-and-assessment"]


@pytest.mark.rule("BOL-10.11.record")
def test_after_an_assessment_it_is_recorded_why_the_response_was_agreed(bolton: Procedure) -> None:
    whole: Answers = {"response": "child-protection", "analysis": "A synthetic analysis."}
    assert wrong_in(bolton, "response-analysis", whole) == set()
    assert wrong_in(bolton, "response-analysis", {}) == {("response", None), ("analysis", None)}
    assert owed(bolton, "BOL-10.11.record", assessed()) == [State.OPEN]
    assert owed(bolton, "BOL-10.11.record", assessed(), made("response-analysis")) == [State.MET]
    assert owed(bolton, "BOL-10.11.record", assessed(), CLOSED) == [State.OPEN]


JOINT: Answers = {
    "contributors": ("social-care", "exit"),
    "family": "Synthetic.",
    "young-person": "Synthetic.",
    "intervention": "Synthetic.",
}


@pytest.mark.rule("BOL-13.5.confirm")
@pytest.mark.parametrize("alone", ["social-care", "exit"])
def test_a_confirmed_concern_is_analysed_by_social_work_and_exit_together(bolton: Procedure, alone: str) -> None:
    assert wrong_in(bolton, "joint-analysis", JOINT) == set()
    one_sided = wrong_in(bolton, "joint-analysis", {**JOINT, "contributors": alone})
    assert one_sided == {("contributors", "BOL-13.5.confirm")}


@pytest.mark.rule("BOL-13.5.confirm")
@pytest.mark.parametrize(
    ("judgement", "wanted"), [("at-risk", True), ("significant-harm", True), ("not-identified", False)]
)
def test_the_joint_analysis_is_owed_once_an_assessment_confirms(
    bolton: Procedure, judgement: str, wanted: bool
) -> None:
    assert owed(bolton, "BOL-13.5.confirm", assessed(judgement=judgement)) == [State.OPEN] * wanted
    history = (assessed(judgement=judgement), made("joint-analysis"))
    assert owed(bolton, "BOL-13.5.confirm", *history) == [State.MET] * wanted


@pytest.mark.rule("BOL-10.12.split")
@pytest.mark.parametrize(
    ("before", "free"),
    [
        ((), False),
        ((allocated("exit-worker"),), False),
        ((allocated("social-worker", None),), False),
        ((allocated("social-worker"),), True),
        ((ALONE,), True),
        ((example(events.DecisionRecorded, decision="exit-only", option="social-work"),), False),
        ((made("exit-support"),), True),
    ],
)
def test_exit_takes_a_child_beside_a_social_worker_unless_it_is_authorised_or_only_support(
    bolton: Procedure, before: tuple[Event, ...], free: bool
) -> None:
    assert ("BOL-10.12.split" not in missing_to(bolton, Command.DECIDE, "accept", *before)) is free
    assert "BOL-10.12.split" not in missing_to(bolton, Command.DECIDE, "decline", *before)


@pytest.mark.rule("BOL-10.12.split")
def test_nobody_overrides_that_and_who_does_what_is_agreed_then(bolton: Procedure) -> None:
    assert [gate.force for gate in bolton.gates if gate.id == "BOL-10.12.split"] == [Force.MUST]
    history = (allocated("social-worker"), ACCEPTED)
    assert owed(bolton, "BOL-10.12.split", *history) == [State.OPEN]
    assert owed(bolton, "BOL-10.12.split", *history, made("co-working")) == [State.MET]
    assert owed(bolton, "BOL-10.12.split", ALONE, ACCEPTED) == []


@pytest.mark.rule("BOL-10.12.split")
def test_co_working_names_both_and_what_each_does(bolton: Procedure) -> None:
    whole: Answers = {"social-worker": SOMEBODY, "exit-worker": OTHER, "family": "This.", "young-person": "That."}
    assert wrong_in(bolton, "co-working", whole) == set()
    assert wrong_in(bolton, "co-working", {}) == {(field, None) for field in whole}


@pytest.mark.rule("BOL-13.4.lowadvice")
def test_a_lead_professional_who_asks_has_exits_support(bolton: Procedure) -> None:
    asked = made("exit-support-wanted", support="information")
    assert ("exit-worker", "exit-support-wanted") in told(bolton, asked)
    assert owed(bolton, "BOL-13.4.lowadvice", asked) == [State.OPEN]
    assert owed(bolton, "BOL-13.4.lowadvice", asked, made("exit-support")) == [State.MET]


@pytest.mark.rule("BOL-13.4.lowadvice")
def test_support_is_with_assessment_information_or_interventions_and_says_whether_the_plan_has_it(
    bolton: Procedure,
) -> None:
    assert wrong_in(bolton, "exit-support-wanted", {"support": "interventions"}) == set()
    assert wrong_in(bolton, "exit-support-wanted", {}) == {("support", None)}
    whole: Answers = {"support": "risk-assessment", "in-the-plan": "yes", "advice": "Synthetic."}
    assert wrong_in(bolton, "exit-support", whole) == set()
    assert wrong_in(bolton, "exit-support", {}) == {(field, None) for field in whole}


@pytest.mark.rule("BOL-10.8.continue")
def test_a_case_closes_as_safeguarded_only_after_a_review_that_found_so(bolton: Procedure) -> None:
    safe, unsafe = made("progress-review", safeguarded="yes"), made("progress-review", safeguarded="no")

    def held_up(reason: str, *history: Event) -> bool:
        return "BOL-10.8.continue" in missing_to(bolton, Command.CLOSE_CASE, reason, *history)

    assert held_up("safeguarded")
    assert held_up("safeguarded", safe, unsafe)
    assert not held_up("safeguarded", unsafe, safe)
    assert not held_up("moved-to-another-authority")


@pytest.mark.rule("BOL-10.8.continue")
def test_until_then_each_review_names_the_next(bolton: Procedure) -> None:
    going_on: Answers = {"reviewed-with": "School and EXIT", "safeguarded": "no"}
    assert wrong_in(bolton, "progress-review", going_on) == {("next-review", None)}
    assert wrong_in(bolton, "progress-review", {**going_on, "next-review": "2026-04-01"}) == set()
    assert wrong_in(bolton, "progress-review", {**going_on, "safeguarded": "yes"}) == set()


@pytest.mark.rule("BOL-13.5.confirm")
def test_who_analyses_a_family_is_reminded_of_the_siblings(bolton: Procedure) -> None:
    linked = example(events.SiblingsLinked)
    taken_away = example(events.SiblingsUnlinked)
    assert "siblings" in reminded(bolton, "joint-analysis", linked)
    assert "siblings" not in reminded(bolton, "joint-analysis")
    assert "siblings" not in reminded(bolton, "joint-analysis", linked, taken_away)
    notice = ("allocated-social-worker", "concern-in-a-family")
    assert notice in told(bolton, linked, example(events.ConcernRaised))
    assert notice not in told(bolton, example(events.ConcernRaised))


@pytest.mark.rule("BOL-10.19.plan")
def test_who_plans_for_one_child_in_a_family_is_reminded_of_the_others(bolton: Procedure) -> None:
    assert "siblings" in reminded(bolton, "cse-safeguarding-plan", example(events.SiblingsLinked))
