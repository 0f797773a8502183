"""Who is told in Leeds: the coordinator of nearly everything, others of what is theirs."""

from __future__ import annotations

from typing import Any

import pytest

from commonward.contracts import Event, events
from commonward.procedure import Procedure
from tests.core.procedure.builders import example
from tests.plugins.leeds.happenings import recorded, vrmm
from tests.plugins.listening import told

COORDINATOR = "cse-missing-coordinator"
WORKER = "allocated-social-worker"


def routed(outcome: str) -> Event:
    return example(events.ConcernRouted, outcome=outcome)


def called_for(**said: Any) -> Event:
    return example(events.ResponseCalledFor, **{"meetings": [], "consultations": [], **said})


VRMM = vrmm()


@pytest.mark.rule("LDS-2.coord-initial")
@pytest.mark.rule("LDS-3.coord-24h")
def test_the_coordinator_hears_of_a_concern(leeds: Procedure) -> None:
    assert told(leeds, example(events.ConcernRaised)) == {(COORDINATOR, "referral-received")}


@pytest.mark.rule("LDS-2.coord-decision")
@pytest.mark.rule("LDS-4.inform")
@pytest.mark.parametrize("level", ["no", "low", "medium", "high"])
def test_the_coordinator_hears_of_every_level(leeds: Procedure, level: str) -> None:
    assert told(leeds, example(events.LevelDecided, level=level)) == {(COORDINATOR, "level-decided")}


@pytest.mark.rule("LDS-2.coord-decision")
@pytest.mark.parametrize("event", [example(events.DecisionRecorded), example(events.CaseClosed)])
def test_the_coordinator_hears_of_every_decision(leeds: Procedure, event: Event) -> None:
    assert COORDINATOR in {role for role, _ in told(leeds, event)}


@pytest.mark.rule("LDS-2.coord-vrmm")
@pytest.mark.rule("LDS-5.update")
def test_after_the_meeting_the_coordinator_is_told_and_the_worker_updates_the_family(leeds: Procedure) -> None:
    assert told(leeds, VRMM) == {(COORDINATOR, "vrmm-held"), (WORKER, "update-family")}
    assert told(leeds, vrmm(present=("child", "parent-or-carer"))) == {(COORDINATOR, "vrmm-held")}


@pytest.mark.rule("LDS-3.form-24h")
@pytest.mark.rule("LDS-4.share-isu")
@pytest.mark.rule("LDS-4.inform")
def test_every_completed_assessment_reaches_coordinator_and_isu(leeds: Procedure) -> None:
    wanted = {(COORDINATOR, "assessment-completed"), ("isu", "assessment-shared")}
    assert told(leeds, example(events.AssessmentCompleted, judgement="no")) == wanted


@pytest.mark.rule("LDS-3.open-forward")
@pytest.mark.rule("LDS-3.cluster")
@pytest.mark.rule("LDS-3.cfa")
def test_a_route_tells_whoever_has_to_act(leeds: Procedure) -> None:
    held = example(events.CaseAllocated, role=WORKER)
    assert told(leeds, held, routed("pass-on")) == {(WORKER, "concern-on-open-case")}
    assert told(leeds, routed("refer")) == {("team-manager", "cluster-referral")}


@pytest.mark.rule("LDS-3.open-forward")
def test_what_nobody_holds_is_passed_on_to_the_team_manager_too(leeds: Procedure) -> None:
    heard = told(leeds, routed("pass-on"))
    assert heard == {(WORKER, "concern-on-open-case"), ("team-manager", "concern-on-unallocated-case")}


@pytest.mark.rule("LDS-2.vrmm")
@pytest.mark.rule("LDS-5.convene")
@pytest.mark.rule("LDS-4.high-notopen")
@pytest.mark.rule("LDS-4.high-open")
@pytest.mark.rule("LDS-4.high-open-cla")
def test_what_a_level_calls_for_reaches_those_who_do_it(leeds: Procedure) -> None:
    assert told(leeds, called_for(meetings=["vrmm"])) == {(WORKER, "vrmm-wanted")}
    assert told(leeds, called_for(meetings=["strategy-discussion"])) == {("team-manager", "strategy-discussion-wanted")}
    assert told(leeds, called_for(consultations=["reviewing-officer"])) == {
        ("reviewing-officer", "early-review-consultation")
    }


@pytest.mark.rule("LDS-3.lado2")
def test_lado2_hears_of_a_tool_completed_on_mosaic_and_of_nothing_else(leeds: Procedure) -> None:
    assert told(leeds, recorded("mosaic", what=["tool-completed-there"])) == {("lado2", "tool-completed-on-mosaic")}
    assert told(leeds, recorded("mosaic", what=["form"])) == set()


@pytest.mark.rule("LDS-4.review-new")
def test_news_about_a_child_whose_level_is_decided_suggests_a_review(leeds: Procedure) -> None:
    assert leeds.scale.early_review_because == ("LDS-4.review-new",)
    assert told(leeds, example(events.EarlyReviewSuggested)) == {(WORKER, "early-review-suggested")}


@pytest.mark.rule("LDS-1.perp")
def test_a_child_who_may_exploit_another_is_thought_of(leeds: Procedure) -> None:
    assert told(leeds, recorded("exploitation", perpetrators=["group", "child"])) == {(WORKER, "child-as-perpetrator")}
    assert told(leeds, recorded("exploitation", perpetrators=["adult"])) == set()


@pytest.mark.rule("LDS-4.secure")
def test_the_form_itself_is_in_no_notice(leeds: Procedure) -> None:
    [notice] = [each for each in leeds.notices if each.id == "assessment-completed"]
    assert "LDS-4.secure" in notice.because
    assert "Sign in to read it" in notice.words
