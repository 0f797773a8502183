"""Assessments are asked for by routes and by people."""

from __future__ import annotations

from uuid import UUID

import pytest

from commonward.procedure import events
from commonward.store import new_id
from tests.services.boards import TOOL, Board
from tests.services.conftest import ActorOf
from tests.services.risk.bodies import completion, routed
from tests.services.stage import Stage, errors_of

OTHER_TOOL = TOOL.model_copy(update={"code": "other-tool"})
NEWER_TOOL = TOOL.model_copy(update={"version": "2"})


def test_a_route_that_names_a_tool_asks_for_an_assessment_because_of_the_tools_rules(risk: Stage, case: UUID) -> None:
    (wanted,) = risk.published(case, events.AssessmentRequested)
    assert (wanted.tool, wanted.tool_version, wanted.because) == ("mill-tool", "1", TOOL.because)


def test_a_route_without_a_tool_asks_for_nothing(risk: Stage) -> None:
    case = risk.open_case()
    risk.tell(case, routed(tool=None))
    assert risk.published(case) == []


def test_a_second_concern_adds_no_assessment_while_one_is_open(risk: Stage, case: UUID) -> None:
    risk.tell(case, routed())
    assert len(risk.published(case, events.AssessmentRequested)) == 1


def test_two_concerns_in_one_batch_ask_once(risk: Stage) -> None:
    case = risk.open_case()
    risk.tell(case, routed(), routed())
    assert len(risk.published(case, events.AssessmentRequested)) == 1


def test_after_completion_a_new_concern_asks_again(risk: Stage, case: UUID, asked: str, actor: ActorOf) -> None:
    risk.post(actor("social-worker"), f"{asked}/completion", completion())
    risk.tell(case, routed())
    assert len(risk.published(case, events.AssessmentRequested)) == 2


def test_a_tool_that_the_edition_does_not_have_parks_the_event(risk: Stage) -> None:
    risk.tell(risk.open_case(), routed(tool="unheard-of"))
    assert risk.parked() == ["unknown-tool"]


def test_a_person_asks_for_a_new_assessment_with_the_tool_used_last(
    risk: Stage, case: UUID, asked: str, actor: ActorOf
) -> None:
    worker = actor("social-worker")
    risk.post(worker, f"{asked}/completion", completion())
    answer = risk.post(worker, f"/v1/cases/{case}/assessments", {})
    assert answer.status_code == 201
    assert risk.published(case, events.AssessmentRequested)[-1].tool == "mill-tool"


@pytest.mark.parametrize("board", [Board(tools=(TOOL, OTHER_TOOL))])
def test_a_person_names_the_tool_where_none_was_used_and_there_are_several(
    risk: Stage, actor: ActorOf, board: Board
) -> None:
    answer = risk.post(actor("social-worker"), f"/v1/cases/{risk.open_case()}/assessments", {})
    assert errors_of(answer)["tool"]["allowed"] == ["mill-tool", "other-tool"]


def test_a_person_does_not_ask_twice_while_one_is_open(risk: Stage, case: UUID, actor: ActorOf) -> None:
    answer = risk.post(actor("social-worker"), f"/v1/cases/{case}/assessments", {"tool": "mill-tool"})
    assert "asked for already" in errors_of(answer)["tool"]["message"]


@pytest.mark.parametrize("board", [Board(tools=(TOOL, NEWER_TOOL))])
def test_a_new_assessment_takes_the_tools_newest_version(risk: Stage, case: UUID, board: Board) -> None:
    assert risk.published(case, events.AssessmentRequested)[0].tool_version == "2"


def test_nothing_is_asked_of_a_closed_case(risk: Stage, actor: ActorOf) -> None:
    case = risk.open_case()
    risk.tell(case, events.CaseClosed(request=new_id(), reason="safeguarded", because=()))
    answer = risk.post(actor("social-worker"), f"/v1/cases/{case}/assessments", {})
    assert errors_of(answer)["case"]["message"] == "is closed"


def test_a_case_that_this_authority_does_not_know_is_not_found(risk: Stage, actor: ActorOf) -> None:
    assert risk.post(actor("social-worker"), f"/v1/cases/{new_id()}/assessments", {}).status_code == 404


def test_a_stale_version_is_answered_and_changes_nothing(risk: Stage, case: UUID, asked: str, actor: ActorOf) -> None:
    answer = risk.post(actor("social-worker"), f"{asked}/completion", completion(version=0))
    assert answer.status_code == 409
    assert risk.published(case, events.AssessmentCompleted) == []
