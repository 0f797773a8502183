"""What must be there before a meeting is held, and who beside the agencies."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from commonward.clock import utcnow
from commonward.identity import Actor
from commonward.procedure import RecordKind, events
from commonward.store import new_id
from tests.core.procedure.builders import example
from tests.services.boards import PANEL, Board
from tests.services.meetings.bodies import called_for, convening, holding, plan
from tests.services.stage import Stage, errors_of

pytestmark = pytest.mark.thorough

REPORT = RecordKind("report", "Report", because=("MIL-5.meet",), made_by=(), fields=())
WITH_REPORT = Board(meetings=(replace(PANEL, records_before=("report",)),), records=(REPORT,))
OFFICER = Board(meetings=(replace(PANEL, quorum_roles=("coordinator",)),))


def made(record: UUID) -> Any:
    return example(events.RecordMade, record=str(record), kind="report", answers=[])


def with_officer() -> dict[str, Any]:
    """A panel at which the coordinator spoke for the police."""
    body = holding()
    body["attendance"][0]["role"] = "coordinator"
    return body


@pytest.mark.parametrize("board", [WITH_REPORT])
def test_a_meeting_is_not_held_without_a_record_that_is_due_before_it(
    meetings: Stage, case: UUID, convened: str, worker: Actor, board: Board
) -> None:
    answer = meetings.post(worker, f"{convened}/holding", holding())
    assert (answer.status_code, list(errors_of(answer))) == (409, ["records.report"])
    meetings.tell(case, made(new_id()))
    assert meetings.post(worker, f"{convened}/holding", holding()).status_code == 200


@pytest.mark.parametrize("board", [WITH_REPORT])
def test_the_papers_of_one_meeting_are_not_those_of_the_next(
    meetings: Stage, case: UUID, convened: str, worker: Actor, board: Board
) -> None:
    meetings.tell(case, made(new_id()))
    meetings.post(worker, f"{convened}/holding", holding())
    meetings.tell(case, called_for("panel"))
    again = f"/v1/meetings/{meetings.published(case, events.MeetingRequired)[-1].meeting}"
    meetings.post(worker, f"{again}/convening", convening())
    assert list(errors_of(meetings.post(worker, f"{again}/holding", holding()))) == ["records.report"]
    meetings.tell(case, made(new_id()).model_copy(update={"happened_at": utcnow()}))
    assert meetings.post(worker, f"{again}/holding", holding()).status_code == 200


@pytest.mark.parametrize("board", [WITH_REPORT])
def test_a_voided_record_is_no_record(meetings: Stage, case: UUID, convened: str, worker: Actor, board: Board) -> None:
    report = new_id()
    voided = example(events.RecordVoided, record=str(report), kind="report")
    meetings.tell(case, made(report), voided)
    assert meetings.post(worker, f"{convened}/holding", holding()).status_code == 409


@pytest.mark.parametrize("board", [OFFICER])
def test_a_meeting_without_a_role_of_its_quorum_is_inquorate(
    meetings: Stage, case: UUID, convened: str, worker: Actor, manager: Actor, board: Board
) -> None:
    answer = meetings.post(worker, f"{convened}/holding", holding())
    assert answer.json["missing_agencies"] == ["coordinator"]
    refused = meetings.post(manager, f"{convened}/plan", plan())
    assert errors_of(refused)["quorum"]["allowed"] == ["police", "health", "coordinator"]


@pytest.mark.parametrize("board", [OFFICER])
def test_a_meeting_with_agencies_and_role_is_quorate(
    meetings: Stage, case: UUID, convened: str, worker: Actor, board: Board
) -> None:
    assert meetings.post(worker, f"{convened}/holding", with_officer()).json["missing_agencies"] == []
    assert meetings.get(worker, convened).json["attendance"][0]["role"] == "coordinator"


def test_a_role_that_the_board_does_not_have_is_refused(meetings: Stage, convened: str, worker: Actor) -> None:
    body = holding()
    body["attendance"][1]["role"] = "mayor"
    answer = meetings.post(worker, f"{convened}/holding", body)
    assert "coordinator" in errors_of(answer)["attendance.1.role"]["allowed"]


@pytest.mark.parametrize("board", [OFFICER])
def test_an_inquorate_meeting_can_be_convened_again_and_adopt(
    meetings: Stage, case: UUID, convened: str, worker: Actor, manager: Actor, board: Board
) -> None:
    meetings.post(worker, f"{convened}/holding", holding())
    again = f"/v1/meetings/{meetings.published(case, events.MeetingRequired)[-1].meeting}"
    meetings.post(worker, f"{again}/convening", convening())
    meetings.post(worker, f"{again}/holding", with_officer())
    assert meetings.post(manager, f"{again}/plan", plan()).status_code == 201
