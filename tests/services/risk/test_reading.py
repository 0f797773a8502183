"""Reading assessments, tools and levels."""

from __future__ import annotations

from uuid import UUID

import pytest

from commonward.identity import Actor
from commonward.procedure import events
from tests.services.conftest import ActorOf
from tests.services.risk.bodies import ANSWERS, completion, routed
from tests.services.stage import Stage


@pytest.fixture
def worker(actor: ActorOf) -> Actor:
    return actor("social-worker")


def test_an_assessment_comes_with_its_tool_as_data(risk: Stage, asked: str, worker: Actor) -> None:
    page = risk.get(worker, asked).json
    assert [item["code"] for section in page["tool"]["sections"] for item in section["items"]] == ["family", "missing"]
    assert (page["assessment"]["state"], page["previous"], page["version"]) == ("requested", None, 1)


def test_an_assessment_shows_what_was_answered_the_time_before(
    risk: Stage, case: UUID, asked: str, worker: Actor
) -> None:
    risk.post(worker, f"{asked}/completion", completion())
    risk.tell(case, routed())
    newer = risk.published(case, events.AssessmentRequested)[-1].assessment
    previous = risk.get(worker, f"/v1/assessments/{newer}").json["previous"]
    assert previous["judgement"] == "high"
    assert [answer["choice"] for answer in previous["answers"]] == [answer["choice"] for answer in ANSWERS]


def test_a_cases_assessments_are_listed(risk: Stage, case: UUID, asked: str, worker: Actor) -> None:
    risk.tell(risk.open_case(), routed())
    listed = risk.get(worker, f"/v1/assessments?case={case}").json["assessments"]
    assert [line["case"] for line in listed] == [str(case)]


def test_the_list_is_narrowed_by_state(risk: Stage, case: UUID, asked: str, worker: Actor) -> None:
    assert risk.get(worker, "/v1/assessments?state=decided").json["assessments"] == []


def test_every_read_and_write_is_in_the_audit_trail(risk: Stage, case: UUID, asked: str, worker: Actor) -> None:
    risk.get(worker, asked)
    risk.get(worker, f"/v1/assessments?case={case}")
    risk.post(worker, f"{asked}/completion", completion())
    assert risk.audited(case) == {"assessment.request", "assessment.read", "assessments.list", "assessment.complete"}


def test_the_boards_tools_and_levels_are_there_as_data(risk: Stage, worker: Actor) -> None:
    assert [tool["code"] for tool in risk.get(worker, "/v1/tools").json["tools"]] == ["mill-tool"]
    levels = risk.get(worker, "/v1/levels").json
    assert ([level["code"] for level in levels["levels"]], levels["set_by"]) == (["low", "high"], "worker")


def test_who_has_no_role_is_shown_nothing(risk: Stage, asked: str) -> None:
    nobody = Actor("mill", UUID(int=0))
    assert risk.get(nobody, asked).status_code == 403


def test_the_timeline_tells_what_the_service_has_published(risk: Stage, case: UUID, asked: str, worker: Actor) -> None:
    entries = risk.get(worker, f"/v1/cases/{case}/timeline").json["entries"]
    assert [(entry["what"], entry["because"][0]["rule"]) for entry in entries] == [
        ("assessment-requested", "MIL-2.tool")
    ]


def test_the_document_of_the_api_holds_every_route_with_its_shapes(risk: Stage, worker: Actor) -> None:
    paths = risk.get(worker, "/openapi.json").json["paths"]
    assert "requestBody" in paths["/v1/assessments/{assessment}/completion"]["post"]
    assert {"/v1/assessments", "/v1/tools", "/v1/levels"} <= paths.keys()
