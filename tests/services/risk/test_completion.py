"""Completing an assessment: every fault at once, and a person's judgement."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from commonward.clock import utcnow
from commonward.procedure import Command, Force, Tri, events, gate
from tests.services.boards import TOOL, Board
from tests.services.conftest import ActorOf
from tests.services.risk.bodies import ANSWERS, completion
from tests.services.stage import Stage, errors_of

pytestmark = pytest.mark.thorough


def _gate(force: Force, unless: bool = False) -> object:
    return gate(
        "MIL-7.gate",
        on=Command.COMPLETE_ASSESSMENT,
        force=force,
        unless=lambda facts: Tri.of(unless or None),
        missing="The child was seen",
        supplied_by="social-worker",
    )


def test_a_completed_assessment_is_published_because_of_the_tools_rules(
    risk: Stage, case: UUID, asked: str, actor: ActorOf
) -> None:
    worker = actor("social-worker")
    assert risk.post(worker, f"{asked}/completion", completion()).status_code == 200
    (done,) = risk.published(case, events.AssessmentCompleted)
    assert (done.judgement, done.completed_by, done.because) == ("high", worker.person, TOOL.because)


def test_every_fault_of_the_answers_is_named_at_once(risk: Stage, asked: str, actor: ActorOf) -> None:
    answers = [
        {"item": "family", "choice": "low"},
        {"item": "family", "choice": "medium"},
        {"item": "missing", "choice": "high"},
        {"item": "school", "choice": "low"},
    ]
    answer = risk.post(actor("social-worker"), f"{asked}/completion", completion(answers=answers))
    assert answer.status_code == 422
    assert [(error["field"], error["message"].rpartition(": ")[2]) for error in answer.json["errors"]] == [
        ("answers.school", "Mill tool has no item school"),
        ("answers.family", "choose only one answer"),
        ("answers.family", "medium is not an answer of this tool"),
        ("answers.missing", "give the analysis"),
    ]


def test_an_item_that_nobody_considered_keeps_it_open(risk: Stage, case: UUID, asked: str, actor: ActorOf) -> None:
    answer = risk.post(actor("social-worker"), f"{asked}/completion", completion(answers=ANSWERS[:1]))
    assert errors_of(answer)["answers.missing"]["allowed"] == ["low", "high"]
    assert risk.published(case, events.AssessmentCompleted) == []


def test_a_judgement_must_be_a_level_of_the_boards_scale(risk: Stage, asked: str, actor: ActorOf) -> None:
    answer = risk.post(actor("social-worker"), f"{asked}/completion", completion(judgement="grave"))
    assert errors_of(answer)["judgement"]["allowed"] == ["low", "high"]


def test_a_judgement_needs_its_rationale(risk: Stage, asked: str, actor: ActorOf) -> None:
    answer = risk.post(actor("social-worker"), f"{asked}/completion", completion(rationale="  "))
    assert (answer.status_code, list(errors_of(answer))) == (422, ["rationale"])


def test_nobody_completes_an_assessment_in_the_future(risk: Stage, asked: str, actor: ActorOf) -> None:
    tomorrow = (utcnow() + timedelta(days=1)).isoformat()
    answer = risk.post(actor("social-worker"), f"{asked}/completion", completion(completed_at=tomorrow))
    assert errors_of(answer)["completed_at"]["message"] == "is in the future"


def test_an_assessment_recorded_later_keeps_the_time_at_which_it_was_made(
    risk: Stage, case: UUID, asked: str, actor: ActorOf
) -> None:
    earlier = utcnow()
    risk.post(actor("social-worker"), f"{asked}/completion", completion(completed_at=earlier.isoformat()))
    assert risk.published(case, events.AssessmentCompleted)[0].completed_at == earlier
    assert risk.published(case, events.LevelDecided)[0].decided_at == earlier


def test_an_assessment_was_not_completed_before_it_was_asked_for(risk: Stage, asked: str, actor: ActorOf) -> None:
    yesterday = (utcnow() - timedelta(days=1)).isoformat()
    error = errors_of(risk.post(actor("social-worker"), f"{asked}/completion", completion(completed_at=yesterday)))
    assert error["completed_at"]["message"] == "is before it was asked for"
    assert error["completed_at"]["allowed"]


def test_an_assessment_is_completed_once(risk: Stage, asked: str, actor: ActorOf) -> None:
    worker = actor("social-worker")
    risk.post(worker, f"{asked}/completion", completion())
    answer = risk.post(worker, f"{asked}/completion", completion())
    assert errors_of(answer)["assessment"]["message"] == "is completed already"


@pytest.mark.parametrize("board", [Board(gates=(_gate(Force.MUST),))])
def test_a_must_gate_blocks_even_a_managers_override(risk: Stage, asked: str, actor: ActorOf, board: Board) -> None:
    body = completion(override_reason="It can't wait.")
    answer = risk.post(actor("team-manager"), f"{asked}/completion", body)
    assert answer.status_code == 409
    assert "The child was seen (must; social-worker can supply it)" in errors_of(answer)["MIL-7.gate"]["message"]


@pytest.mark.parametrize("board", [Board(gates=(_gate(Force.SHOULD),))])
def test_a_should_gate_blocks_until_a_manager_gives_a_reason(
    risk: Stage, asked: str, actor: ActorOf, board: Board
) -> None:
    reasoned = completion(override_reason="It can't wait.")
    assert risk.post(actor("social-worker"), f"{asked}/completion", completion()).status_code == 409
    assert risk.post(actor("social-worker"), f"{asked}/completion", reasoned).status_code == 403
    manager = actor("team-manager")
    assert risk.post(manager, f"{asked}/completion", reasoned).status_code == 200
    shown = risk.get(actor("social-worker"), asked).json
    assert (shown["overridden"], shown["override_reason"]) == (["MIL-7.gate"], "It can't wait.")
    assert shown["overridden_by"] == [str(manager.person)]


@pytest.mark.parametrize("board", [Board(gates=(_gate(Force.MAY),))])
def test_a_may_gate_does_not_block(risk: Stage, asked: str, actor: ActorOf, board: Board) -> None:
    assert risk.post(actor("social-worker"), f"{asked}/completion", completion()).status_code == 200


def test_who_may_only_read_completes_nothing(risk: Stage, asked: str, actor: ActorOf) -> None:
    assert risk.post(actor("unheard-of"), f"{asked}/completion", completion()).status_code == 403
