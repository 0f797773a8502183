"""Provisional levels: confirmed by another person, or decided by a meeting."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from commonward.contracts.events import Fall, LevelRefusal
from commonward.identity import Actor
from commonward.procedure import FallGuard, Floor, Level, SetBy, events
from commonward.store import new_id
from tests.services.boards import PANEL, SCALE, TOOL, Board
from tests.services.conftest import ActorOf
from tests.services.risk.bodies import ANSWERS, completion, routed
from tests.services.stage import Stage, errors_of

pytestmark = pytest.mark.thorough

LEVELS = (Level("low", "Low", 1), Level("medium", "Medium", 2), Level("high", "High", 3))
SCALE_3 = replace(SCALE, levels=LEVELS, guard=FallGuard(because=("MIL-3.level",)))
FLOOR = Floor(at_least="medium", says="Going missing is never low", item="missing", choices=("high",))
PROVISIONAL = Board(scale=replace(SCALE_3, provisional=True, confirmed_by="team-manager"))
DECIDING = (replace(PANEL, decides=("level",)),)
BY_MEETING = Board(scale=replace(SCALE_3, set_by=SetBy.MEETING), meetings=DECIDING)
FLOORED = BY_MEETING.but(tools=(TOOL.model_copy(update={"floors": (FLOOR,)}),))
provisional = pytest.mark.parametrize("board", [PROVISIONAL])
by_meeting = pytest.mark.parametrize("board", [BY_MEETING])


def decided(level: str, **changes: Any) -> events.MeetingDecidedLevel:
    example = {**events.MeetingDecidedLevel.example, "level": level, "because": ["MIL-5.meet"], **changes}
    return events.MeetingDecidedLevel.model_validate_json(json.dumps(example))


def levels(risk: Stage, case: UUID) -> list[tuple[str, bool]]:
    return [(each.level, each.provisional) for each in risk.published(case, events.LevelDecided)]


@pytest.fixture
def worker(actor: ActorOf) -> Actor:
    return actor("social-worker")


@pytest.fixture
def manager(actor: ActorOf) -> Actor:
    return actor("team-manager")


@pytest.fixture
def judged(risk: Stage, asked: str, worker: Actor) -> str:
    risk.post(worker, f"{asked}/completion", completion())
    return asked


# --- by a person


@provisional
def test_a_provisional_level_is_confirmed_by_the_role_that_the_board_names(
    risk: Stage, case: UUID, judged: str, worker: Actor, manager: Actor, board: Board
) -> None:
    assert risk.post(manager, f"{judged}/confirmation", {}).json["provisional"] is False
    assert levels(risk, case) == [("high", True), ("high", False)]
    assert risk.published(case, events.LevelDecided)[-1].decided_by == (worker.person, manager.person)


@pytest.mark.parametrize("board", [Board(scale=replace(SCALE_3, provisional=True), meetings=DECIDING), BY_MEETING])
def test_where_a_meeting_decides_levels_no_person_confirms_one(
    risk: Stage, judged: str, manager: Actor, board: Board
) -> None:
    refused = risk.post(manager, f"{judged}/confirmation", {})
    assert (refused.status_code, refused.json["detail"]) == (403, "the level is the meeting's to confirm")


@provisional
def test_a_confirmation_alone_calls_for_nothing_a_second_time(
    risk: Stage, case: UUID, judged: str, manager: Actor, board: Board
) -> None:
    risk.post(manager, f"{judged}/confirmation", {})
    assert len(risk.published(case, events.ResponseCalledFor)) == 1


@provisional
def test_another_level_in_its_place_needs_a_reason(
    risk: Stage, case: UUID, judged: str, manager: Actor, board: Board
) -> None:
    silent = risk.post(manager, f"{judged}/confirmation", {"level": "medium"})
    assert errors_of(silent)["reason"]["message"] == "say why: the first person judged high, and you decide medium"
    body = {"level": "medium", "reason": "The police know more."}
    assert risk.post(manager, f"{judged}/confirmation", body).status_code == 200
    assert levels(risk, case)[-1] == ("medium", False)
    assert len(risk.published(case, events.ResponseCalledFor)) == 2


@provisional
def test_nobody_confirms_their_own_level_nor_out_of_role_nor_twice(
    risk: Stage, case: UUID, asked: str, actor: ActorOf, manager: Actor, board: Board
) -> None:
    both = actor("social-worker", "team-manager")
    risk.post(both, f"{asked}/completion", completion())
    assert risk.post(both, f"{asked}/confirmation", {}).status_code == 403
    assert risk.post(actor("coordinator"), f"{asked}/confirmation", {}).status_code == 403
    risk.post(manager, f"{asked}/confirmation", {})
    again = risk.post(actor("team-manager", name="another"), f"{asked}/confirmation", {})
    assert errors_of(again)["assessment"]["message"] == "its level is confirmed already"


@provisional
def test_there_is_nothing_to_confirm_before_completion(risk: Stage, asked: str, manager: Actor, board: Board) -> None:
    answer = risk.post(manager, f"{asked}/confirmation", {})
    assert errors_of(answer)["assessment"]["message"] == "is not completed yet"


@provisional
def test_a_fall_in_provisional_steps_is_held_against_the_last_confirmed_level(
    risk: Stage, case: UUID, judged: str, worker: Actor, manager: Actor, board: Board
) -> None:
    risk.post(manager, f"{judged}/confirmation", {})
    for level in ("medium", "low"):
        risk.tell(case, routed())
        path = f"/v1/assessments/{risk.published(case, events.AssessmentRequested)[-1].assessment}"
        risk.post(worker, f"{path}/completion", completion(judgement=level))
    assert levels(risk, case)[-1] == ("medium", True)
    assert risk.published(case, events.SecondPersonWanted)[0].falls == (Fall.STEPS,)


# --- by a meeting


@by_meeting
def test_a_meeting_confirms_what_was_judged(risk: Stage, case: UUID, judged: str, board: Board) -> None:
    meeting = decided("high")
    risk.tell(case, meeting)
    assert levels(risk, case) == [("high", True), ("high", False)]
    last = risk.published(case, events.LevelDecided)[-1]
    assert (last.meeting, last.decided_at) == (meeting.meeting, meeting.decided_at)
    assert len(risk.published(case, events.ResponseCalledFor)) == 1


@by_meeting
def test_a_meeting_may_decide_another_level(risk: Stage, case: UUID, judged: str, board: Board) -> None:
    risk.tell(case, decided("medium"))
    assert levels(risk, case)[-1] == ("medium", False)
    assert len(risk.published(case, events.ResponseCalledFor)) == 2


@by_meeting
def test_no_person_confirms_what_is_the_meetings(
    risk: Stage, case: UUID, judged: str, manager: Actor, board: Board
) -> None:
    answer = risk.post(manager, f"{judged}/confirmation", {})
    assert answer.json["detail"] == "the level is the meeting's to confirm"


@by_meeting
def test_even_a_meetings_guarded_fall_waits_for_a_second_person_with_a_reason(
    risk: Stage, case: UUID, judged: str, manager: Actor, board: Board
) -> None:
    risk.tell(case, decided("high"), decided("low"))
    assert levels(risk, case)[-1] == ("high", False)
    assert risk.published(case, events.SecondPersonWanted)[0].level == "low"
    assert risk.post(manager, f"{judged}/decision", {"level": "low"}).status_code == 422
    reasoned = {"level": "low", "reason": "The meeting has seen that the danger is gone."}
    assert risk.post(manager, f"{judged}/decision", reasoned).status_code == 200
    assert levels(risk, case)[-1] == ("low", False)


@by_meeting
def test_a_meeting_sets_no_level_without_a_completed_assessment(
    risk: Stage, case: UUID, asked: str, board: Board
) -> None:
    risk.tell(case, decided("high"))
    (refused,) = risk.published(case, events.LevelRefused)
    assert (refused.refusal, levels(risk, case)) == (LevelRefusal.NO_ASSESSMENT, [])


@by_meeting
def test_a_level_off_the_scale_and_a_closed_case_are_refused_with_the_reason(
    risk: Stage, case: UUID, judged: str, board: Board
) -> None:
    risk.tell(case, decided("grave"))
    risk.tell(case, events.CaseClosed(request=new_id(), reason="safeguarded", because=()), decided("high"))
    refused = [each.refusal for each in risk.published(case, events.LevelRefused)]
    assert refused == [LevelRefusal.NOT_ON_THE_SCALE, LevelRefusal.CASE_CLOSED]


# --- floors


@pytest.mark.parametrize("board", [FLOORED])
def test_no_floor_gives_way_to_a_meeting(risk: Stage, case: UUID, judged: str, board: Board) -> None:
    risk.tell(case, decided("low"))
    (refused,) = risk.published(case, events.LevelRefused)
    assert (refused.refusal, refused.at_least) == (LevelRefusal.BELOW_FLOOR, "medium")


@pytest.mark.parametrize("board", [FLOORED])
def test_a_level_below_a_floor_is_not_available_and_the_reason_is_shown(
    risk: Stage, asked: str, worker: Actor, board: Board
) -> None:
    risk.put(worker, f"{asked}/answers", {"answers": ANSWERS})
    assert [floor["says"] for floor in risk.get(worker, asked).json["floors"]] == ["Going missing is never low"]
    error = errors_of(risk.post(worker, f"{asked}/completion", completion(judgement="low")))["judgement"]
    assert error["message"] == "is not available: Going missing is never low"
    assert error["allowed"] == ["medium", "high"]
