"""The same services under the boards' own procedures: only the plugin differs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import commonward_meetings
import commonward_risk
from commonward.identity import Actor
from commonward.identity.actor import person_id
from commonward.procedure import Tool, events
from commonward.runtime import Platform
from commonward.settings import Settings
from tests.services.meetings.bodies import called_for, convening, holding, plan
from tests.services.stage import Stage, Tokens, errors_of


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
    case, worker, manager = risk.open_case("1.4.11"), person("leeds", "social-worker"), person("leeds", "team-manager")
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
