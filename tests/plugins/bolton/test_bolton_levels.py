"""What a level calls for, and who decides what along the way."""

from __future__ import annotations

from typing import Any

import pytest

from commonward.contracts import events
from commonward.procedure import DecisionPoint, Facts, Procedure, SetBy
from tests.core.procedure.builders import example, folded


def point(bolton: Procedure, code: str) -> DecisionPoint:
    found = bolton.decision(code)
    assert found is not None
    return found


@pytest.mark.rule("BOL-10.14.convene")
@pytest.mark.rule("BOL-10.11.response")
@pytest.mark.rule("BOL-10.16.s47")
def test_significant_harm_calls_for_a_strategy_meeting_and_a_safeguarding_plan(bolton: Procedure) -> None:
    answer = bolton.answer_level("significant-harm", Facts())
    assert (answer.meetings, answer.plan) == (("strategy-meeting",), "cse-safeguarding-plan")
    assert answer.tasks == ("section-47-consideration",)


@pytest.mark.rule("BOL-10.5.cam")
@pytest.mark.rule("BOL-10.1.eha")
@pytest.mark.rule("BOL-10.11.response")
def test_at_risk_calls_for_a_child_action_meeting_and_an_action_plan(bolton: Procedure) -> None:
    answer = bolton.answer_level("at-risk", Facts())
    assert (answer.meetings, answer.plan) == (("child-action-meeting",), "young-persons-action-plan")
    assert answer.tasks == ("early-help-assessment",)


@pytest.mark.rule("BOL-7.4.lowlevel")
def test_a_risk_that_is_not_identified_wants_an_early_response_or_a_reason(bolton: Procedure) -> None:
    answer = bolton.answer_level("not-identified", Facts())
    assert (answer.meetings, answer.plan, answer.tasks) == ((), None, ("early-response-or-reason",))


def test_no_level_has_a_cadence_that_the_text_does_not_state(bolton: Procedure) -> None:
    assert {bolton.answer_level(level.code, Facts()).review_months for level in bolton.scale.levels} == {None}


@pytest.mark.rule("BOL-10.6.tool")
def test_a_worker_sets_the_level(bolton: Procedure) -> None:
    assert bolton.scale.set_by is SetBy.WORKER
    assert [level.code for level in bolton.scale.levels] == ["not-identified", "at-risk", "significant-harm"]


@pytest.mark.rule("BOL-7.5.exclude")
def test_exit_itself_accepts_or_declines(bolton: Procedure) -> None:
    acceptance = point(bolton, "exit-acceptance")
    assert acceptance.decided_by == ("exit-worker",)
    assert acceptance.options == ("accept", "decline")


@pytest.mark.rule("BOL-13.3.exitonly")
@pytest.mark.rule("BOL-13.3.reason")
@pytest.mark.rule("BOL-13.3.authorise")
def test_exit_without_a_social_worker_needs_a_manager(bolton: Procedure) -> None:
    exit_only = point(bolton, "exit-only")
    assert "referral-and-assessment" in exit_only.decided_by
    assert exit_only.second_role == "team-manager"
    assert [option for option in exit_only.options if exit_only.needs_second(option)] == ["exit-only"]


@pytest.mark.rule("BOL-10.16.s47")
def test_managers_decide_whether_the_criteria_of_section_47_are_met(bolton: Procedure) -> None:
    assert point(bolton, "section-47").decided_by == ("team-manager", "head-of-service")


@pytest.mark.rule("BOL-10.18.hos")
def test_managers_decide_whether_a_situation_is_complex(bolton: Procedure) -> None:
    assert point(bolton, "complexity").decided_by == ("team-manager", "head-of-service")


def chair(bolton: Procedure, **decided: Any) -> str:
    kind = bolton.meeting_kind("strategy-meeting")
    assert kind is not None
    return kind.chair_for(folded(example(events.DecisionRecorded, **decided)) if decided else Facts())


@pytest.mark.rule("BOL-10.14.convene")
@pytest.mark.rule("BOL-10.18.hos")
def test_a_head_of_service_chairs_a_complex_situation_and_a_team_manager_any_other(bolton: Procedure) -> None:
    assert chair(bolton) == "team-manager"
    assert chair(bolton, decision="complexity", option="not-complex") == "team-manager"
    assert chair(bolton, decision="complexity", option="complex") == "head-of-service"


@pytest.mark.rule("BOL-10.15.quorum")
@pytest.mark.rule("BOL-10.15.info")
@pytest.mark.rule("BOL-10.15.plan")
def test_a_strategy_meeting_needs_police_exit_and_social_care_and_plans_police_activity(bolton: Procedure) -> None:
    kind = bolton.meeting_kind("strategy-meeting")
    assert kind is not None
    assert set(kind.quorum) == {"police", "exit", "investigating-social-worker"}
    assert set(kind.invited) > set(kind.quorum)
    assert "police-activity" in kind.plan_sections


@pytest.mark.rule("BOL-10.5.cam")
@pytest.mark.rule("BOL-10.5.plan")
@pytest.mark.rule("BOL-10.7.planmin")
def test_an_action_plan_has_its_four_parts_and_a_next_date(bolton: Procedure) -> None:
    kind = bolton.meeting_kind("child-action-meeting")
    assert kind is not None
    assert len(kind.plan_sections) == 4
    assert kind.agree_next


@pytest.mark.rule("BOL-10.14.convene")
def test_bolton_holds_its_strategy_meeting_in_place_of_the_national_discussion(bolton: Procedure) -> None:
    assert bolton.meeting_kind("strategy-discussion") is None
    assert [removed.id for removed in bolton.removed] == ["strategy-discussion"]
