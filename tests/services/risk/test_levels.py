"""Who sets a level, and what it calls for."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from commonward.procedure import SetBy, events
from tests.services.boards import PANEL, SCALE, Board
from tests.services.conftest import ActorOf
from tests.services.risk.bodies import completion, routed
from tests.services.stage import Stage, errors_of

TOGETHER = Board(scale=replace(SCALE, set_by=SetBy.TWO_PEOPLE, second_role="team-manager"))
BY_MEETING = Board(scale=replace(SCALE, set_by=SetBy.MEETING), meetings=(replace(PANEL, decides=("level",)),))
together = pytest.mark.parametrize("board", [TOGETHER])


@pytest.fixture
def judged(risk: Stage, asked: str, actor: ActorOf) -> str:
    """The path of an assessment that a social worker has completed as high."""
    risk.post(actor("social-worker"), f"{asked}/completion", completion())
    return asked


def test_where_a_worker_sets_the_level_the_judgement_is_the_level(
    risk: Stage, case: UUID, judged: str, actor: ActorOf
) -> None:
    (decided,) = risk.published(case, events.LevelDecided)
    assert (decided.level, decided.provisional, decided.because) == ("high", False, SCALE.because)
    assert decided.decided_by == (actor("social-worker").person,)


def test_a_decided_level_calls_for_what_the_procedure_wants(risk: Stage, case: UUID, judged: str) -> None:
    (response,) = risk.published(case, events.ResponseCalledFor)
    assert (response.level, response.meetings, response.review_months) == ("high", ("panel",), 3)
    assert response.because == ("MIL-4.response",)


def test_a_new_level_says_which_one_was_before(risk: Stage, case: UUID, judged: str, actor: ActorOf) -> None:
    risk.tell(case, routed())
    again = risk.published(case, events.AssessmentRequested)[-1].assessment
    risk.post(actor("social-worker"), f"/v1/assessments/{again}/completion", completion(judgement="low"))
    assert [(level.previous, level.level) for level in risk.published(case, events.LevelDecided)] == [
        (None, "high"),
        ("high", "low"),
    ]


@pytest.mark.parametrize("board", [BY_MEETING])
def test_where_a_meeting_sets_the_level_the_judgement_is_provisional(
    risk: Stage, case: UUID, judged: str, board: Board
) -> None:
    assert risk.published(case, events.LevelDecided)[0].provisional


@together
def test_where_two_people_decide_the_first_judgement_sets_no_level(
    risk: Stage, case: UUID, judged: str, board: Board
) -> None:
    assert risk.published(case, events.LevelDecided, events.ResponseCalledFor) == []


@together
def test_the_second_person_decides_and_both_are_named(
    risk: Stage, case: UUID, judged: str, actor: ActorOf, board: Board
) -> None:
    manager = actor("team-manager")
    assert risk.post(manager, f"{judged}/decision", {"level": "high"}).status_code == 200
    (decided,) = risk.published(case, events.LevelDecided)
    assert decided.decided_by == (actor("social-worker").person, manager.person)
    assert risk.published(case, events.ResponseCalledFor)[0].level == "high"


@together
def test_another_level_than_the_first_persons_needs_a_reason_that_shows_both(
    risk: Stage, judged: str, actor: ActorOf, board: Board
) -> None:
    manager = actor("team-manager")
    answer = risk.post(manager, f"{judged}/decision", {"level": "low"})
    assert errors_of(answer)["reason"]["message"] == "say why: the first person judged high, and you decide low"
    reasoned: dict[str, Any] = {"level": "low", "reason": "The family has moved away."}
    assert risk.post(manager, f"{judged}/decision", reasoned).json["level"] == "low"


@together
def test_nobody_is_their_own_second_person(risk: Stage, asked: str, actor: ActorOf, board: Board) -> None:
    both = actor("social-worker", "team-manager")
    risk.post(both, f"{asked}/completion", completion())
    answer = risk.post(both, f"{asked}/decision", {"level": "high"})
    assert (answer.status_code, answer.json["type"]) == (403, "urn:commonward:problem:not-yours")


@together
def test_the_second_person_has_the_role_that_the_board_names(
    risk: Stage, case: UUID, judged: str, actor: ActorOf, board: Board
) -> None:
    answer = risk.post(actor("coordinator"), f"{judged}/decision", {"level": "high"})
    assert answer.json["detail"] == "the level is decided together with the team-manager"
    assert risk.published(case, events.LevelDecided) == []


@together
def test_a_level_off_the_scale_is_no_decision(risk: Stage, judged: str, actor: ActorOf, board: Board) -> None:
    answer = risk.post(actor("team-manager"), f"{judged}/decision", {"level": "grave"})
    assert errors_of(answer)["level"]["allowed"] == ["low", "high"]


@together
def test_there_is_nothing_to_decide_before_completion_nor_twice(
    risk: Stage, asked: str, actor: ActorOf, board: Board
) -> None:
    manager = actor("team-manager")
    early = risk.post(manager, f"{asked}/decision", {"level": "high"})
    risk.post(actor("social-worker"), f"{asked}/completion", completion())
    risk.post(manager, f"{asked}/decision", {"level": "high"})
    late = risk.post(manager, f"{asked}/decision", {"level": "high"})
    assert errors_of(early)["assessment"]["message"] == "is not completed yet"
    assert errors_of(late)["assessment"]["message"] == "is decided already"
