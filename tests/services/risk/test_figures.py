"""A figure is shown beside the judgement; it asks for a reason, and never sets a level."""

from __future__ import annotations

from uuid import UUID

import pytest

from commonward.identity import Actor
from commonward.procedure import events
from commonward.procedure.tools import Choice, Figure, Reading
from tests.services.boards import TOOL, Board
from tests.services.conftest import ActorOf
from tests.services.risk.bodies import ANSWERS, completion
from tests.services.stage import Stage, errors_of

CHOICES = (Choice(code="low", title="Low"), Choice(code="high", title="High", wants_text=True, points=3))
FIGURE = Figure(
    title="Shown figure",
    explains="It informs.",
    readings=(Reading(from_points=0, level="low"), Reading(from_points=5, level="high")),
)
SHOWING = Board(tools=(TOOL.model_copy(update={"choices": CHOICES, "figure": FIGURE}),))
showing = pytest.mark.parametrize("board", [SHOWING])


@pytest.fixture
def worker(actor: ActorOf) -> Actor:
    return actor("social-worker")


@showing
def test_the_figure_is_shown_with_what_it_is_and_no_level_follows(
    risk: Stage, case: UUID, asked: str, worker: Actor, board: Board
) -> None:
    risk.put(worker, f"{asked}/answers", {"answers": ANSWERS})
    assert risk.get(worker, asked).json["figure"] == {
        "title": "Shown figure",
        "explains": "It informs.",
        "points": 3,
        "reads": "low",
    }
    assert risk.published(case, events.LevelDecided) == []


@showing
def test_a_judgement_other_than_the_reading_says_why_and_stands(
    risk: Stage, case: UUID, asked: str, worker: Actor, board: Board
) -> None:
    silent = errors_of(risk.post(worker, f"{asked}/completion", completion()))
    message = "say why: you judge high, and Shown figure (3) reads low"
    assert {field: error["message"] for field, error in silent.items()} == {"divergence_reason": message}
    reasoned = completion(divergence_reason="One sign is enough here.")
    assert risk.post(worker, f"{asked}/completion", reasoned).status_code == 200
    assert risk.published(case, events.LevelDecided)[0].level == "high"
    assert risk.get(worker, asked).json["divergence_reason"] == "One sign is enough here."


@showing
def test_a_judgement_as_the_figure_reads_needs_no_reason(risk: Stage, asked: str, worker: Actor, board: Board) -> None:
    assert risk.post(worker, f"{asked}/completion", completion(judgement="low")).status_code == 200


def test_nobody_is_asked_why_a_judgement_is_not_the_highest_heading(risk: Stage, asked: str, worker: Actor) -> None:
    assert risk.post(worker, f"{asked}/completion", completion(judgement="low")).status_code == 200
    assert risk.get(worker, asked).json["figure"] is None
