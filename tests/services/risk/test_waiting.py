"""A level that waits is shown to those who may decide it."""

from __future__ import annotations

from typing import Any

import pytest

from commonward.identity import Actor
from tests.services.conftest import ActorOf
from tests.services.risk.bodies import completion
from tests.services.risk.test_levels import TOGETHER
from tests.services.stage import Stage

pytestmark = pytest.mark.parametrize("board", [TOGETHER])


def waiting(risk: Stage, actor: Actor) -> list[dict[str, Any]]:
    answer = risk.get(actor, "/v1/waiting")
    assert answer.status_code == 200, answer.text
    assert answer.json is not None
    found: list[dict[str, Any]] = answer.json["assessments"]
    return found


def test_a_judgement_waits_for_the_second_person_and_not_for_who_made_it(
    risk: Stage, asked: str, actor: ActorOf
) -> None:
    worker, both = actor("social-worker"), actor("social-worker", "team-manager")
    risk.post(both, f"{asked}/completion", completion())
    assert [line["judgement"] for line in waiting(risk, actor("team-manager"))] == ["high"]
    assert waiting(risk, both) == []
    assert waiting(risk, worker) == []


def test_a_level_that_was_decided_waits_no_longer(risk: Stage, asked: str, actor: ActorOf) -> None:
    risk.post(actor("social-worker"), f"{asked}/completion", completion())
    manager = actor("team-manager")
    risk.post(manager, f"{asked}/decision", {"level": "high"})
    assert waiting(risk, manager) == []


def test_an_assessment_says_to_whom_it_offers_its_level(risk: Stage, asked: str, actor: ActorOf) -> None:
    worker, manager = actor("social-worker"), actor("team-manager")

    def may(them: Actor) -> list[str]:
        line: dict[str, list[str]] = risk.get(them, asked).json["assessment"]
        return line["may"]

    assert may(worker) == ["fill"]
    risk.post(worker, f"{asked}/completion", completion())
    assert (may(worker), may(manager)) == ([], ["decide"])
    assert risk.get(worker, asked).json["decided_by"] == "team-manager"
    risk.post(manager, f"{asked}/decision", {"level": "high"})
    assert may(manager) == []
