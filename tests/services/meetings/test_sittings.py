"""One sitting about many cases: convened once, held once, and each case has a record of its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from commonward.clock import utcnow
from commonward.identity import Actor
from commonward.procedure import events
from commonward.store import new_id
from tests.services.boards import PANEL, Board
from tests.services.meetings.bodies import called_for, holding, plan
from tests.services.stage import Stage, errors_of

AGENDA = replace(PANEL, agenda=True)
agenda = pytest.mark.parametrize("board", [Board(meetings=(AGENDA,))])


@pytest.fixture
def cases(meetings: Stage) -> tuple[UUID, ...]:
    """Two cases whose levels call for the panel."""
    opened = tuple(meetings.open_case() for _ in range(2))
    for case in opened:
        meetings.tell(case, called_for("panel"))
    return opened


def meeting_of(meetings: Stage, case: UUID) -> str:
    return str(meetings.published(case, events.MeetingRequired)[-1].meeting)


def sitting(meetings: Stage, cases: tuple[UUID, ...]) -> dict[str, Any]:
    """A body that convenes both for tomorrow."""
    items = [{"meeting": meeting_of(meetings, case)} for case in cases]
    return {"planned_for": (utcnow() + timedelta(days=1)).isoformat(), "cases": items}


def held(meetings: Stage, *cases: UUID, agencies: tuple[str, ...] = ()) -> dict[str, Any]:
    """A body that records the sitting for these cases."""
    body = holding(*agencies)
    record = {"attendance": body["attendance"], "views": body["views"]}
    return {"held_at": body["held_at"], "cases": [{"meeting": meeting_of(meetings, case), **record} for case in cases]}


@pytest.fixture
def convened(meetings: Stage, cases: tuple[UUID, ...], worker: Actor) -> str:
    """The path of the sitting."""
    answer = meetings.post(worker, "/v1/sittings", sitting(meetings, cases))
    assert answer.status_code == 201
    return f"/v1/sittings/{answer.json['id']}"


@agenda
def test_a_sitting_convenes_each_cases_own_meeting(
    meetings: Stage, cases: tuple[UUID, ...], convened: str, worker: Actor, board: Board
) -> None:
    times = {meetings.published(case, events.MeetingConvened)[0].planned_for for case in cases}
    assert len(times) == 1
    listed = meetings.get(worker, f"/v1/meetings?sitting={convened.rsplit('/', 1)[1]}").json["meetings"]
    assert {line["case"] for line in listed} == {str(case) for case in cases}


@agenda
def test_a_sitting_is_held_once_and_each_case_has_its_record_and_plan(
    meetings: Stage, cases: tuple[UUID, ...], convened: str, manager: Actor, board: Board
) -> None:
    assert meetings.post(manager, f"{convened}/holding", held(meetings, *cases)).status_code == 200
    for case in cases:
        path = f"/v1/meetings/{meetings.published(case, events.MeetingHeld)[0].meeting}"
        assert meetings.post(manager, f"{path}/plan", plan()).status_code == 201
        assert len(meetings.published(case, events.PlanAdopted)) == 1


@agenda
def test_a_case_that_the_sitting_did_not_come_to_is_still_to_be_held(
    meetings: Stage, cases: tuple[UUID, ...], convened: str, manager: Actor, board: Board
) -> None:
    first, second = cases
    assert meetings.post(manager, f"{convened}/holding", held(meetings, first)).status_code == 200
    assert meetings.published(second, events.MeetingHeld) == []
    assert meetings.post(manager, f"{convened}/holding", held(meetings, second)).status_code == 200


@agenda
def test_what_is_wrong_with_one_case_stops_all_and_says_which(
    meetings: Stage, cases: tuple[UUID, ...], convened: str, manager: Actor, board: Board
) -> None:
    body = held(meetings, *cases)
    body["cases"][1]["views"] = []
    answer = meetings.post(manager, f"{convened}/holding", body)
    assert list(errors_of(answer)) == ["cases.1.views.child"]
    assert [meetings.published(case, events.MeetingHeld) for case in cases] == [[], []]


@agenda
def test_a_sitting_inquorate_for_a_case_adopts_no_plan_for_it(
    meetings: Stage, cases: tuple[UUID, ...], convened: str, manager: Actor, board: Board
) -> None:
    answer = meetings.post(manager, f"{convened}/holding", held(meetings, *cases, agencies=("police",)))
    assert [done["missing_agencies"] for done in answer.json["cases"]] == [["health"], ["health"]]
    path = f"/v1/meetings/{meetings.published(cases[0], events.MeetingHeld)[0].meeting}"
    assert meetings.post(manager, f"{path}/plan", plan()).status_code == 409


@agenda
def test_a_meeting_of_another_sitting_or_named_twice_or_of_nobody_is_refused(
    meetings: Stage, cases: tuple[UUID, ...], convened: str, manager: Actor, board: Board
) -> None:
    elsewhere = meetings.post(manager, f"/v1/sittings/{new_id()}/holding", held(meetings, *cases))
    assert errors_of(elsewhere)["cases.0.meeting"]["message"] == "is not on this sitting's agenda"
    twice = meetings.post(manager, f"{convened}/holding", held(meetings, cases[0], cases[0]))
    assert errors_of(twice)["cases.1.meeting"]["message"] == "is named twice"
    nobody = sitting(meetings, cases) | {"cases": [{"meeting": str(new_id())}]}
    assert meetings.post(manager, "/v1/sittings", nobody).status_code == 404
    empty = meetings.post(manager, "/v1/sittings", sitting(meetings, cases) | {"cases": []})
    assert list(errors_of(empty)) == ["cases"]


def test_a_kind_about_one_case_has_no_sittings(meetings: Stage, cases: tuple[UUID, ...], worker: Actor) -> None:
    answer = meetings.post(worker, "/v1/sittings", sitting(meetings, cases))
    assert errors_of(answer)["cases.0.meeting"]["message"] == "is a meeting about one case alone"


@pytest.mark.parametrize("board", [Board(meetings=(replace(AGENDA, convened_by="coordinator"),))])
def test_who_may_not_convene_the_kind_convenes_no_sitting(
    meetings: Stage, cases: tuple[UUID, ...], worker: Actor, board: Board
) -> None:
    answer = meetings.post(worker, "/v1/sittings", sitting(meetings, cases))
    assert answer.json["type"] == "urn:commonward:problem:not-yours"
    assert meetings.published(cases[0], events.MeetingConvened) == []
