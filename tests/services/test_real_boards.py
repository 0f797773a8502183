"""The same services under the boards' own procedures: only the plugin differs."""

from __future__ import annotations

from collections.abc import Iterator
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
from commonward.procedure import Tool, events
from commonward.runtime import Platform
from commonward.settings import Settings
from tests.plugins.filling import made
from tests.services.meetings.bodies import called_for, convening, holding, plan
from tests.services.referral.bodies import child, report, today
from tests.services.stage import Stage, Tokens, errors_of

pytestmark = pytest.mark.thorough


@pytest.fixture
def platform(tmp_path: Path) -> Iterator[Platform]:
    """A region of the real boards, with the installed plugins."""
    authorities = {code: {"duty_mailbox": f"duty@{code}.example"} for code in ("bolton", "leeds")}
    given = {"environment": "development", "data_dir": tmp_path, "authorities": authorities}
    made = Platform(Settings.model_validate(given))
    made.verifier = Tokens()  # type: ignore[assignment]  # it answers the one question that the web app asks
    made.ensure_topics()
    yield made
    made.close()


def person(authority: str, role: str) -> Actor:
    return Actor(authority, person_id(authority, role), frozenset({role}))


def whole_answers(tool: Tool) -> list[dict[str, str]]:
    """The tool's last choice for every item, with words."""
    return [{"item": item.code, "choice": tool.choices[-1].code, "text": "Synthetic."} for item in tool.items]


def routed(tool: str, rule: str) -> events.ConcernRouted:
    """A concern was routed with this tool."""
    return events.ConcernRouted.model_construct(
        concern=person_id("synthetic", "concern"),
        team="duty-and-advice",
        response="assessment",
        outcome="refer",
        tasks=(),
        tool=tool,
        because=(rule,),
    )


@pytest.mark.rule("LDS-3.decide")
@pytest.mark.rule("LDS-4.high-notopen")
def test_at_leeds_worker_and_manager_decide_and_high_calls_for_both_meetings(platform: Platform) -> None:
    risk = Stage(platform, commonward_risk.service, "leeds")
    worker, manager = person("leeds", "social-worker"), person("leeds", "team-manager")
    case = risk.open_case("1.4.11", worker)
    tool = platform.procedures.of("leeds").tools[0]
    risk.tell(case, routed(tool.code, "LDS-3.form-each"))
    path = f"/v1/assessments/{risk.published(case, events.AssessmentRequested)[0].assessment}"
    body = {"answers": whole_answers(tool), "judgement": "high", "rationale": "Synthetic."}
    assert risk.post(worker, f"{path}/completion", body).json["state"] == "completed"
    assert risk.post(manager, f"{path}/decision", {"level": "high"}).json["state"] == "decided"
    assert risk.published(case, events.ResponseCalledFor)[0].meetings == ("strategy-discussion", "vrmm")
    risk.close()


@pytest.mark.rule("BOL-10.15.quorum")
def test_at_bolton_a_strategy_meeting_without_exit_adopts_no_plan(platform: Platform) -> None:
    meetings = Stage(platform, commonward_meetings.service, "bolton")
    case = meetings.open_case(platform.procedures.of("bolton").edition)
    manager = person("bolton", "team-manager")
    meetings.tell(case, called_for("strategy-meeting"))
    path = f"/v1/meetings/{meetings.published(case, events.MeetingRequired)[0].meeting}"
    meetings.post(manager, f"{path}/convening", convening())
    meetings.post(manager, f"{path}/holding", holding("police", "investigating-social-worker", views=[]))
    answer = meetings.post(manager, f"{path}/plan", plan(next_meeting=None))
    assert (answer.status_code, "exit missing" in errors_of(answer)["quorum"]["message"]) == (409, True)
    meetings.close()


@pytest.mark.rule("BOL-6.1.cp")
def test_at_bolton_no_risk_stands_before_it_was_considered_as_child_protection(platform: Platform) -> None:
    procedure = platform.procedures.of("bolton")
    risk, worker = Stage(platform, commonward_risk.service, "bolton"), person("bolton", "social-worker")
    tool, case = procedure.tool("exit-risk-indicators"), risk.open_case(procedure.edition, worker)
    assert tool is not None
    risk.tell(case, routed(tool.code, "BOL-10.6.tool"))
    path = f"/v1/assessments/{risk.published(case, events.AssessmentRequested)[0].assessment}/completion"
    body = {
        "answers": whole_answers(tool),
        "entries": [{"entry": entry.code, "text": "Synthetic."} for entry in tool.all_entries],
        "judgement": "at-risk",
        "rationale": "Synthetic.",
    }
    refused = risk.post(worker, path, body)
    assert (refused.status_code, set(errors_of(refused))) == (409, {"BOL-6.1.cp"})
    considered = made("child-protection", risks="violence", outcome="child-action")
    risk.tell(case, considered.model_copy(update={"happened_at": utcnow()}))
    assert risk.post(worker, path, body).json["state"] == "decided"
    risk.close()


@pytest.mark.rule("BOL-9.6.refer")
def test_at_bolton_a_child_under_13_is_closed_by_nobody_before_the_district_has_taken_the_referral(
    platform: Platform,
) -> None:
    referral = Stage(platform, commonward_referral.service, "bolton")
    manager = person("bolton", "team-manager")
    born = today().replace(year=today().year - 12, day=1).isoformat()
    concern = report(child=child(born=born), sexually_active="yes", immediate_danger="no")
    case = f"/v1/cases/{referral.post(manager, '/v1/concerns', concern).json['case']}"
    referral.settle()
    less = {"decision": "lower-level-result", "option": "neither-needed", "reason": "Synthetic."}
    assert referral.post(manager, f"{case}/decisions", less).status_code == 409
    override = {"reason": "no-ongoing-social-work", "override_reason": "Synthetic."}
    missing = closed(referral, manager, case, override)["missing"]
    assert [each["gate"] for each in missing] == ["BOL-9.6.refer"]
    taken = {"decision": "district-referral", "option": "taken", "reason": "Synthetic."}
    assert referral.post(manager, f"{case}/decisions", taken).status_code == 201
    assert closed(referral, manager, case, override)["state"] == "closed"
    referral.close()


@pytest.mark.rule("BOL-9.6.refer")
def test_at_bolton_a_child_who_turns_out_to_be_under_13_is_referred_as_one(platform: Platform) -> None:
    referral = Stage(platform, commonward_referral.service, "bolton")
    manager, head = person("bolton", "team-manager"), person("bolton", "head-of-service")
    about_14, about_12 = (today().replace(year=today().year - age, day=1).isoformat() for age in (14, 12))
    concern = report(child=child(born=about_14), sexually_active="yes", significant_harm="yes")
    case = referral.post(manager, "/v1/concerns", concern).json["case"]
    body = {"corrections": {"born": about_12}, "reason": "Synthetic."}
    proposal = referral.post(manager, f"/v1/cases/{case}/corrections", body).json["id"]
    referral.post(head, f"/v1/proposals/{proposal}/authorisation", {"agree": True})
    before, after = referral.published(UUID(case), events.ConcernRouted)
    assert (before.response, before.team) == (after.response, after.team)
    assert ("BOL-9.6.refer" in before.because, "BOL-9.6.refer" in after.because) == (False, True)
    referral.close()


def test_at_bolton_a_case_that_nobody_holds_yet_goes_to_the_district_where_the_family_really_lives(
    platform: Platform,
) -> None:
    referral = Stage(platform, commonward_referral.service, "bolton")
    manager, head = person("bolton", "team-manager"), person("bolton", "head-of-service")
    concern = report(child=child(family_area="bolton-north"), significant_harm="yes")
    case = f"/v1/cases/{referral.post(manager, '/v1/concerns', concern).json['case']}"

    def live_in(area: str) -> str:
        body = {"corrections": {"family_area": area}, "reason": "Synthetic."}
        proposal = referral.post(manager, f"{case}/corrections", body).json["id"]
        referral.post(head, f"/v1/proposals/{proposal}/authorisation", {"agree": True})
        referral.settle()
        team: str = referral.get(manager, case).json["case"]["team"]
        return team

    assert live_in("bolton-south") == "referral-and-assessment-south"
    held = {"role": "team-manager", "team": "referral-and-assessment-west"}
    assert referral.post(manager, f"{case}/allocation", held).status_code == 200
    assert live_in("bolton-north") == "referral-and-assessment-west"
    referral.close()


def closed(referral: Stage, manager: Actor, case: str, body: dict[str, str]) -> dict[str, Any]:
    """What becomes of a request to close."""
    asked = referral.post(manager, f"{case}/closing", body)
    assert asked.status_code == 202, asked.text
    referral.settle()
    outcome: dict[str, Any] = referral.get(manager, f"/v1/closings/{asked.json['request']}").json
    return outcome


def test_a_preview_names_the_clocks_that_would_begin_and_who_would_be_told(platform: Platform) -> None:
    worker = person("leeds", "social-worker")
    referral = Stage(platform, commonward_referral.service, "leeds")
    told = referral.post(worker, "/v1/concerns/preview", report(significant_harm="yes")).json
    begun = {line["title"]: line for line in told["begins"]}
    assert begun["Tell the coordinator of the concern"]["due"] is not None
    assert "LDS-3.coord-24h" in begun["Tell the coordinator of the concern"]["because"]
    assert all(line["because"] and line["role"] for line in (*told["begins"], *told["tells"]))
    referral.close()


def test_a_preview_goes_on_to_what_the_route_itself_begins(platform: Platform) -> None:
    referral = Stage(platform, commonward_referral.service, "bolton")
    told = referral.post(person("bolton", "social-worker"), "/v1/concerns/preview", report(significant_harm="yes")).json
    assert "Follow the referral with an Early Help Assessment (CAF) and the tool" in {
        b["title"] for b in told["begins"]
    }
    referral.close()
