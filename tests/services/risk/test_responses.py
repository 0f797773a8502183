"""What a level calls for is asked again when a decision may change it; and a decision may open a tool."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest

from commonward.identity import Actor
from commonward.procedure import Command, DecisionPoint, Facts, Force, Opens, Response, events, gate, impl
from tests.core.procedure.builders import example
from tests.services.boards import TOOL, Board
from tests.services.conftest import ActorOf
from tests.services.risk.bodies import completion
from tests.services.stage import Stage, errors_of

OTHER = TOOL.model_copy(update={"code": "other-tool"})
POINTS = (
    DecisionPoint("outcome", "Outcome", ("team-manager",), ("conference", "support"), response_again=True),
    DecisionPoint("other", "Other", ("team-manager",), ("conference",)),
    DecisionPoint(
        "look-closer",
        "Look closer",
        ("team-manager",),
        ("yes", "no", "wrong"),
        opens=(Opens("yes", tool="other-tool", because=("MIL-4.response",)), Opens("wrong", tool="unheard-of")),
    ),
)


@dataclass(frozen=True)
class Deciding(Board):
    """Its response depends on what was decided."""

    @impl
    def commonward_answer_level(self, level: str, facts: Facts) -> Response | None:
        made = facts.decision("outcome")
        return Response(
            because=("MIL-4.response",), plan="conference-plan" if made and made.option == "conference" else None
        )


BOARD = Deciding(tools=(TOOL, OTHER), decisions=POINTS)
deciding = pytest.mark.parametrize("board", [BOARD])


def recorded(decision: str, option: str) -> events.DecisionRecorded:
    example: dict[str, Any] = {**events.DecisionRecorded.example, "decision": decision, "option": option, "because": []}
    return events.DecisionRecorded.model_validate_json(json.dumps(example))


@pytest.fixture
def worker(actor: ActorOf) -> Actor:
    return actor("social-worker")


@pytest.fixture
def judged(risk: Stage, asked: str, worker: Actor) -> str:
    risk.post(worker, f"{asked}/completion", completion())
    return asked


def plans(risk: Stage, case: UUID) -> list[str | None]:
    return [response.plan for response in risk.published(case, events.ResponseCalledFor)]


@deciding
def test_a_decision_on_which_the_response_depends_asks_again(
    risk: Stage, case: UUID, judged: str, board: Board
) -> None:
    risk.tell(case, recorded("outcome", "conference"))
    assert plans(risk, case) == [None, "conference-plan"]


@deciding
def test_the_same_response_is_not_called_for_twice(risk: Stage, case: UUID, judged: str, board: Board) -> None:
    risk.tell(case, recorded("outcome", "support"))
    risk.tell(case, recorded("outcome", "conference"), recorded("outcome", "conference"))
    assert plans(risk, case) == [None, "conference-plan"]


@deciding
def test_other_decisions_ask_nothing_again(risk: Stage, case: UUID, judged: str, board: Board) -> None:
    risk.tell(case, recorded("other", "conference"), recorded("unheard-of", "conference"))
    assert plans(risk, case) == [None]


@deciding
def test_before_a_level_there_is_nothing_to_ask_again(risk: Stage, case: UUID, board: Board) -> None:
    risk.tell(case, recorded("outcome", "conference"))
    assert plans(risk, case) == []


@deciding
def test_an_option_that_opens_a_tool_asks_for_it_once_with_its_reasons(risk: Stage, case: UUID, board: Board) -> None:
    risk.tell(case, recorded("look-closer", "no"), recorded("look-closer", "yes"), recorded("look-closer", "yes"))
    wanted = [each for each in risk.published(case, events.AssessmentRequested) if each.tool == "other-tool"]
    assert [each.because for each in wanted] == [("MIL-4.response", "MIL-2.tool")]


@deciding
def test_an_option_that_opens_a_tool_nobody_has_parks_the_event(risk: Stage, case: UUID, board: Board) -> None:
    risk.tell(case, recorded("look-closer", "wrong"))
    assert risk.parked() == ["unknown-tool"]


@deciding
def test_a_missing_episode_may_call_for_a_tool_which_is_asked_for_once(risk: Stage, case: UUID, board: Board) -> None:
    answered = example(events.MissingAnswered, tool="other-tool", because=[])
    risk.tell(case, answered, answered)
    assert [each.tool for each in risk.published(case, events.AssessmentRequested)].count("other-tool") == 1


LEVEL_GATE = gate(
    "MIL-7.gate",
    on=Command.DECIDE_LEVEL,
    force=Force.SHOULD,
    unless=lambda facts: False,
    missing="The child was seen",
    supplied_by="social-worker",
    at="low",
)


@pytest.mark.parametrize("board", [Board(gates=(LEVEL_GATE,))])
def test_a_gate_may_stand_before_one_level_only(risk: Stage, asked: str, actor: ActorOf, board: Board) -> None:
    manager = actor("team-manager")
    low = completion(judgement="low")
    assert "MIL-7.gate" in errors_of(risk.post(manager, f"{asked}/completion", low))
    reasoned = {**low, "override_reason": "The family is abroad."}
    assert risk.post(actor("social-worker"), f"{asked}/completion", reasoned).status_code == 403
    assert risk.post(manager, f"{asked}/completion", reasoned).status_code == 200
