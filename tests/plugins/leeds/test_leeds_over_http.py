"""Leeds' procedure in the services that run it: what they refuse, what they ask for, and by which rule."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

import commonward_meetings
import commonward_referral
import commonward_risk
from commonward.clock import utcnow
from commonward.identity import Actor
from commonward.identity.actor import person_id
from commonward.procedure import events
from commonward.runtime import Platform, Service
from commonward.settings import Settings
from commonward.store import new_id
from tests.core.procedure.builders import example
from tests.services.meetings.bodies import action, called_for, convening, decision, holding, plan
from tests.services.stage import Stage, Tokens, errors_of

StageOf = Callable[[Service], Stage]
SECTIONS = dict.fromkeys(("vulnerability-and-risk", "views", "actions", "overall-plan"), "Synthetic.")
REASON = "A synthetic reason."


@pytest.fixture
def stage_of(tmp_path: Path) -> Iterator[StageOf]:
    """A service with Leeds' procedure, as a region runs it."""
    authorities = {"leeds": {"duty_mailbox": "duty@leeds.example"}}
    given = {"environment": "development", "data_dir": tmp_path, "authorities": authorities}
    platform = Platform(Settings.model_validate(given))
    platform.verifier = Tokens()  # type: ignore[assignment]  # it answers the one question that the web app asks
    platform.ensure_topics()
    stages: list[Stage] = []

    def made(service: Service) -> Stage:
        stages.append(Stage(platform, service, "leeds"))
        return stages[-1]

    yield made
    for stage in stages:
        stage.close()
    platform.close()


def person(role: str) -> Actor:
    return Actor("leeds", person_id("leeds", role), frozenset({role}))


WORKER, MANAGER, OFFICER = person("social-worker"), person("team-manager"), person("reviewing-officer")


def raised(referral: Stage, **child: str) -> str:
    """A concern about a child; the path of its case."""
    said = {"given_name": "Synthetic", "family_name": "Child", "family_area": "cluster-east", **child}
    body = {
        "child": said,
        "agency": "school",
        "happened_on": "2026-03-01",
        "account": "A synthetic concern.",
        "immediate_danger": "no",
    }
    answer = referral.post(WORKER, "/v1/concerns", body)
    assert answer.status_code == 201, answer.text
    return f"/v1/cases/{answer.json['case']}"


def decide(referral: Stage, actor: Actor, case: str, what: str, option: str, **more: str) -> Any:
    return referral.post(actor, f"{case}/decisions", {"decision": what, "option": option, "reason": REASON, **more})


@pytest.mark.rule("LDS-1.consent")
def test_consensual_is_no_reason_to_close(stage_of: StageOf) -> None:
    referral = stage_of(commonward_referral.service)
    refused = referral.post(MANAGER, f"{raised(referral)}/closing", {"reason": "consensual"})
    assert refused.status_code == 422
    assert "consensual" not in errors_of(refused)["reason"]["allowed"]


@pytest.mark.rule("LDS-4.high-open-cla")
def test_a_review_waits_for_the_reviewing_officer_whatever_a_manager_says(stage_of: StageOf) -> None:
    referral = stage_of(commonward_referral.service)
    case = raised(referral, looked_after="yes")
    option = "looked-after-review"
    refused = decide(referral, MANAGER, case, "early-review", option, override_reason="It can't wait.")
    assert (refused.status_code, "LDS-4.high-open-cla" in refused.text) == (409, True)
    assert decide(referral, OFFICER, case, "reviewing-officer-answer", "needed").status_code == 201
    assert decide(referral, WORKER, case, "early-review", option).status_code == 201


@pytest.mark.rule("LDS-3.form-each")
def test_a_manager_may_end_an_assessment_without_the_form_for_a_reason(stage_of: StageOf) -> None:
    referral = stage_of(commonward_referral.service)
    case = raised(referral)
    refused = decide(referral, MANAGER, case, "child-and-family-assessment", "signed-off")
    assert (refused.status_code, "LDS-3.form-each" in refused.text) == (409, True)
    signed = decide(
        referral, MANAGER, case, "child-and-family-assessment", "signed-off", override_reason="It was a mistake."
    )
    assert signed.status_code == 201


@pytest.mark.rule("LDS-8.inperson")
def test_a_disclosure_by_letter_is_not_recorded(stage_of: StageOf) -> None:
    referral = stage_of(commonward_referral.service)
    answers = {
        "happened-on": ["2026-03-02"],
        "told": ["parent"],
        "in-the-childs-interests": ["yes"],
        "method": ["in-person"],
        "warned-of-purpose": ["yes"],
        "asked-to-sign": ["yes"],
        "warned-of-proceedings": ["yes"],
        "signed": ["yes"],
    }
    path = f"{raised(referral)}/records"
    letter = referral.post(WORKER, path, {"kind": "disclosure", "answers": {**answers, "method": ["letter"]}})
    assert errors_of(letter)["answers.method"]["allowed"] == ["in-person"]
    assert referral.post(WORKER, path, {"kind": "disclosure", "answers": answers}).status_code == 201


def opened(meetings: Stage) -> tuple[UUID, str]:
    """A case of which a meeting is required, and the path of that meeting."""
    case = meetings.open_case("1.4.11", WORKER)
    meetings.tell(case, called_for("vrmm"))
    return case, f"/v1/meetings/{meetings.published(case, events.MeetingRequired)[0].meeting}"


@pytest.mark.rule("LDS-5.invite-family")
@pytest.mark.rule("LDS-5.align")
def test_the_family_is_decided_about_and_the_meeting_may_be_held_with_a_core_group(stage_of: StageOf) -> None:
    meetings = stage_of(commonward_meetings.service)
    _, path = opened(meetings)
    refused = meetings.post(WORKER, f"{path}/convening", convening(aligned_with="core-group"))
    assert set(errors_of(refused)) == {"invitations.child", "invitations.parent-or-carer"}
    both = [decision("child"), decision("parent-or-carer", invited=False)]
    aligned = convening(aligned_with="core-group", invitations=both)
    assert meetings.post(WORKER, f"{path}/convening", aligned).status_code in (200, 201)


@pytest.mark.rule("LDS-5.smart")
@pytest.mark.rule("LDS-5.freq")
@pytest.mark.rule("LDS-5.refer-plan")
@pytest.mark.rule("LDS-5.views")
def test_its_plan_is_smart_says_how_often_and_names_the_other_plan(stage_of: StageOf) -> None:
    meetings = stage_of(commonward_meetings.service)
    case, path = opened(meetings)
    meetings.tell(case, example(events.ConcernRaised, concern=new_id(), plan_in_place="child-protection-plan"))
    both = [decision("child"), decision("parent-or-carer")]
    meetings.post(WORKER, f"{path}/convening", convening(invitations=both))
    unheard = meetings.post(WORKER, f"{path}/holding", holding("police", views=[]))
    assert set(errors_of(unheard)) == {"views.child", "views.parent-or-carer"}
    views = [{"of": who, "given": "Synthetic views."} for who in ("child", "parent-or-carer")]
    assert meetings.post(WORKER, f"{path}/holding", holding("police", views=views)).status_code in (200, 201)
    lacking = meetings.post(MANAGER, f"{path}/plan", plan(sections=SECTIONS))
    assert set(errors_of(lacking)) == {"other_plan", "every", "actions.0.achievable", "actions.0.realistic"}
    smart = [action(achievable=True, realistic=True)]
    whole = plan(
        sections=SECTIONS, actions=smart, every={"amount": 4, "unit": "weeks"}, other_plan="child-protection-plan"
    )
    assert meetings.post(MANAGER, f"{path}/plan", whole).status_code == 201


@pytest.mark.rule("LDS-4.high-notopen")
@pytest.mark.rule("LDS-4.high-notopen-icpc")
def test_what_the_strategy_discussion_decides_changes_the_response(stage_of: StageOf) -> None:
    risk = stage_of(commonward_risk.service)
    case = risk.open_case("1.4.11", WORKER)
    concern = example(events.ConcernRaised, concern=new_id(), open_to_social_care="no", looked_after="no")
    risk.tell(case, concern, example(events.ConcernRouted, tool="leeds-information-report"))
    tool = risk.platform.procedures.of("leeds").tool("leeds-information-report")
    assert tool is not None
    path = f"/v1/assessments/{risk.published(case, events.AssessmentRequested)[0].assessment}"
    answers = [{"item": item.code, "choice": "high", "text": "Synthetic."} for item in tool.items]
    risk.post(WORKER, f"{path}/completion", {"answers": answers, "judgement": "high", "rationale": "Synthetic."})
    assert risk.post(MANAGER, f"{path}/decision", {"level": "high"}).json["state"] == "decided"
    conference = {"decision": "strategy-discussion-outcome", "option": "initial-child-protection-conference"}
    risk.tell(case, example(events.DecisionRecorded, decided_at=utcnow(), **conference))
    first, second = risk.published(case, events.ResponseCalledFor)
    assert (first.plan, first.tasks) == (None, ("strategy-discussion-outcome",))
    assert (second.plan, second.tasks) == ("child-protection-plan", ("section-47-assessment",))
