"""Reading meetings and what the procedure wants of them."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from commonward.identity import Actor
from commonward.store import new_id
from tests.services.boards import PANEL, Board
from tests.services.meetings.bodies import called_for, convening, holding, plan, ruling
from tests.services.stage import Stage


def test_a_meeting_comes_with_what_the_procedure_wants_of_it(meetings: Stage, required: str, worker: Actor) -> None:
    page = meetings.get(worker, required).json
    assert (page["kind"]["chair"], page["kind"]["quorum"]) == ("team-manager", ["police", "health"])
    assert (page["meeting"]["state"], page["plan"], page["version"]) == ("required", None, 1)


def test_a_held_meeting_shows_attendance_views_and_plan(
    meetings: Stage, held: str, worker: Actor, manager: Actor
) -> None:
    made = meetings.post(manager, f"{held}/plan", plan()).json
    meetings.post(worker, f"/v1/plans/{made['id']}/sharing", {})
    page = meetings.get(worker, held).json
    assert [present["agency"] for present in page["attendance"]] == ["police", "health"]
    assert page["views"][0]["given"] == "I want to go home."
    assert (page["plan"]["actions"][0]["owner"], page["plan"]["shared"][0]["recipients"]) == (
        "Synthetic worker",
        ["coordinator"],
    )


def test_a_cases_meetings_are_listed(meetings: Stage, case: UUID, worker: Actor) -> None:
    meetings.tell(meetings.open_case(), called_for("panel"))
    listed = meetings.get(worker, f"/v1/meetings?case={case}").json["meetings"]
    assert [line["case"] for line in listed] == [str(case)]


def test_a_meeting_of_nobody_is_not_found(meetings: Stage, worker: Actor) -> None:
    assert meetings.get(worker, f"/v1/meetings/{new_id()}").status_code == 404


def test_the_boards_kinds_of_meeting_are_there_as_data(meetings: Stage, worker: Actor) -> None:
    (kind,) = meetings.get(worker, "/v1/meeting-kinds").json["kinds"]
    assert (kind["id"], kind["plan_sections"], kind["because"]) == ("panel", ["risks", "aims"], ["MIL-5.meet"])


def test_every_read_and_write_is_in_the_audit_trail(
    meetings: Stage, case: UUID, required: str, worker: Actor, manager: Actor
) -> None:
    meetings.get(worker, f"/v1/meetings?case={case}")
    meetings.get(worker, required)
    meetings.post(worker, f"{required}/convening", convening())
    meetings.post(worker, f"{required}/holding", holding())
    made = meetings.post(manager, f"{required}/plan", plan()).json
    meetings.post(manager, f"/v1/plans/{made['id']}/sharing", {})
    assert meetings.audited(case) == {
        "meetings.list",
        "meeting.require",
        "meeting.read",
        "meeting.convene",
        "meeting.hold",
        "plan.adopt",
        "plan.share",
    }


def test_who_has_no_role_is_shown_nothing(meetings: Stage, required: str) -> None:
    assert meetings.get(Actor("mill", UUID(int=0)), required).status_code == 403


def test_a_meeting_says_what_the_caller_may_do_with_it(
    meetings: Stage, convened: str, worker: Actor, manager: Actor
) -> None:
    told = {role: meetings.get(them, convened).json["may"] for role, them in (("worker", worker), ("chair", manager))}
    assert told == {
        "worker": ["convene", "hold", "minute", "share"],
        "chair": ["convene", "hold", "minute", "sign", "decide", "adopt", "share"],
    }


def test_the_list_of_a_case_says_which_meetings_the_caller_may_call(
    meetings: Stage, case: UUID, required: str, worker: Actor, manager: Actor
) -> None:
    listed = f"/v1/meetings?case={case}"
    assert meetings.get(manager, listed).json["may_call"] == [], "one is still to be held"
    other = meetings.open_case()
    assert meetings.get(manager, f"/v1/meetings?case={other}").json["may_call"] == ["panel"]


@pytest.mark.parametrize("board", [Board(meetings=(replace(PANEL, decides=("level",)),))])
def test_a_meeting_says_what_it_decides_until_it_has(meetings: Stage, held: str, manager: Actor, board: Board) -> None:
    [wanted] = meetings.get(manager, held).json["to_decide"]
    assert (wanted["about"], [choice["code"] for choice in wanted["choices"]]) == ("level", ["low", "high"])
    meetings.post(manager, f"{held}/decisions", ruling())
    assert meetings.get(manager, held).json["to_decide"] == []
