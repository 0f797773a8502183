"""A tool that sets no level: its judgement informs people, and the level stays with the tools that set one."""

from __future__ import annotations

from uuid import UUID

import pytest

from commonward.identity import Actor
from commonward.procedure import Command, Force, Scale, SetBy, events, gate
from tests.services.boards import SCALE, TOOL, Board
from tests.services.conftest import ActorOf
from tests.services.risk.bodies import completion
from tests.services.stage import Stage, errors_of

ASIDE = TOOL.model_copy(update={"code": "aside-tool", "sets_level": False})
BLOCKED = gate(
    "MIL-7.gate",
    on=Command.DECIDE_LEVEL,
    force=Force.MUST,
    unless=lambda facts: facts.level is not None,
    missing="Somebody looked at it before",
    supplied_by="social-worker",
)
TWO = Scale(SCALE.levels, SetBy.TWO_PEOPLE, second_role="team-manager")


@pytest.fixture
def worker(actor: ActorOf) -> Actor:
    return actor("social-worker")


def aside(risk: Stage, case: UUID, worker: Actor) -> str:
    """The path of an assessment that only informs."""
    asked = risk.post(worker, f"/v1/cases/{case}/assessments", {"tool": "aside-tool"})
    return f"/v1/assessments/{asked.json['id']}"


@pytest.mark.parametrize("board", [Board(tools=(TOOL, ASIDE), gates=(BLOCKED,))])
def test_its_judgement_is_published_and_neither_sets_a_level_nor_waits_for_what_a_level_waits_for(
    risk: Stage, case: UUID, worker: Actor, board: Board
) -> None:
    answer = risk.post(worker, f"{aside(risk, case, worker)}/completion", completion())
    assert (answer.status_code, answer.json["state"]) == (200, "informed")
    assert [done.tool for done in risk.published(case, events.AssessmentCompleted)] == ["aside-tool"]
    assert risk.published(case, events.LevelDecided) == []


@pytest.mark.parametrize("board", [Board(tools=(TOOL, ASIDE), scale=TWO)])
def test_it_overtakes_no_assessment_that_a_second_person_decides_and_is_not_decided_itself(
    risk: Stage, case: UUID, asked: str, worker: Actor, actor: ActorOf, board: Board
) -> None:
    risk.post(worker, f"{asked}/completion", completion())
    other = aside(risk, case, worker)
    risk.post(worker, f"{other}/completion", completion(judgement="low"))
    manager = actor("team-manager")
    refused = errors_of(risk.post(manager, f"{other}/decision", {"level": "low"}))
    assert refused["assessment"]["message"] == "informs only: its tool sets no level"
    assert risk.post(manager, f"{asked}/decision", {"level": "high"}).json["state"] == "decided"
    assert [decided.level for decided in risk.published(case, events.LevelDecided)] == ["high"]
