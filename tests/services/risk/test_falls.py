"""A level that falls under guard waits for a second person and a reason, whoever sets levels otherwise."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from commonward.contracts.events import Fall
from commonward.identity import Actor
from commonward.procedure import FallGuard, Level, SetBy, events
from tests.services.boards import SCALE, Board
from tests.services.conftest import ActorOf
from tests.services.risk.bodies import completion, routed
from tests.services.stage import Stage, errors_of

pytestmark = pytest.mark.thorough

LEVELS = (
    Level("none", "None", 0, monitored=False),
    Level("low", "Low", 1),
    Level("medium", "Medium", 2),
    Level("high", "High", 3),
)
GUARD = FallGuard(most_steps=1, most_in_a_day=2, because=("MIL-4.response",))
GUARDED = Board(scale=replace(SCALE, levels=LEVELS, guard=GUARD))
TOGETHER = GUARDED.but(scale=replace(GUARDED.scale, set_by=SetBy.TWO_PEOPLE, second_role="team-manager"))
BY_HEAD = GUARDED.but(scale=replace(GUARDED.scale, guard=replace(GUARD, second_role="head-of-service")))
guarded = pytest.mark.parametrize("board", [GUARDED])

Judge = Callable[..., str]


@pytest.fixture
def worker(actor: ActorOf) -> Actor:
    return actor("social-worker")


@pytest.fixture
def judge(risk: Stage, worker: Actor) -> Judge:
    """Complete a new assessment of a case at a level, and return its path."""

    def complete(case: UUID, level: str, by: Actor = worker) -> str:
        risk.tell(case, routed())
        path = f"/v1/assessments/{risk.published(case, events.AssessmentRequested)[-1].assessment}"
        answer = risk.post(by, f"{path}/completion", completion(judgement=level))
        assert answer.status_code == 200, answer.json
        return path

    return complete


def levels(risk: Stage, case: UUID) -> list[str]:
    return [decided.level for decided in risk.published(case, events.LevelDecided)]


def reason(level: str) -> dict[str, Any]:
    return {"level": level, "reason": "The adult was convicted and lives far away."}


@guarded
def test_one_step_down_is_the_workers_to_set(risk: Stage, judge: Judge, board: Board) -> None:
    case = risk.open_case()
    judge(case, "high")
    judge(case, "medium")
    assert levels(risk, case) == ["high", "medium"]


@guarded
def test_two_steps_down_one_after_the_other_on_one_day_are_as_steep_as_at_once(
    risk: Stage, judge: Judge, board: Board
) -> None:
    case = risk.open_case()
    for level in ("high", "medium", "low"):
        judge(case, level)
    assert levels(risk, case) == ["high", "medium"]
    assert risk.published(case, events.SecondPersonWanted)[0].falls == (Fall.STEPS,)


@guarded
@pytest.mark.parametrize(
    ("before", "after", "falls"),
    [("high", "low", (Fall.STEPS,)), ("low", "none", (Fall.UNMONITORED,)), ("high", "none", tuple(Fall)[:2])],
)
def test_a_guarded_fall_leaves_the_level_until_a_second_person_has_decided(
    risk: Stage,
    judge: Judge,
    actor: ActorOf,
    worker: Actor,
    before: str,
    after: str,
    falls: tuple[Fall, ...],
    board: Board,
) -> None:
    case, manager = risk.open_case(), actor("team-manager")
    judge(case, before)
    path = judge(case, after)
    (wanted,) = risk.published(case, events.SecondPersonWanted)
    assert (wanted.falls, wanted.previous, wanted.level) == (falls, before, after)
    assert (wanted.judged_by, wanted.because) == (worker.person, GUARD.because)
    assert levels(risk, case) == [before]
    assert risk.get(worker, path).json["waits_because"] == list(falls)
    silent = risk.post(manager, f"{path}/decision", {"level": after})
    assert errors_of(silent)["reason"]["message"].startswith("say why: ")
    assert risk.post(manager, f"{path}/decision", reason(after)).status_code == 200
    assert levels(risk, case) == [before, after]
    assert risk.published(case, events.LevelDecided)[-1].decided_by == (worker.person, manager.person)


@guarded
def test_nobody_is_their_own_second_person_for_a_fall(risk: Stage, judge: Judge, actor: ActorOf, board: Board) -> None:
    case, both = risk.open_case(), actor("social-worker", "team-manager")
    judge(case, "high", by=both)
    path = judge(case, "low", by=both)
    assert risk.post(both, f"{path}/decision", reason("low")).status_code == 403
    assert levels(risk, case) == ["high"]


@guarded
def test_the_second_person_may_leave_the_level_where_it_was(
    risk: Stage, judge: Judge, actor: ActorOf, board: Board
) -> None:
    case = risk.open_case()
    judge(case, "high")
    path = judge(case, "low")
    assert risk.post(actor("team-manager"), f"{path}/decision", reason("high")).status_code == 200
    assert levels(risk, case) == ["high", "high"]


@guarded
def test_several_falls_on_one_day_by_one_person_are_too_many(
    risk: Stage, judge: Judge, actor: ActorOf, board: Board
) -> None:
    cases = [risk.open_case() for _ in range(3)]
    for case in cases:
        judge(case, "high")
        judge(case, "medium")
    assert [levels(risk, case)[-1] for case in cases] == ["medium", "medium", "high"]
    assert risk.published(cases[-1], events.SecondPersonWanted)[0].falls == (Fall.SEVERAL,)
    other = risk.open_case()
    judge(other, "high")
    judge(other, "medium", by=actor("social-worker", name="another"))
    assert levels(risk, other)[-1] == "medium"


@pytest.mark.parametrize("board", [TOGETHER])
def test_where_two_people_decide_anyway_a_fall_wants_their_reason(
    risk: Stage, judge: Judge, actor: ActorOf, board: Board
) -> None:
    case, manager = risk.open_case(), actor("team-manager")
    risk.post(manager, f"{judge(case, 'high')}/decision", {"level": "high"})
    path = judge(case, "low")
    silent = risk.post(manager, f"{path}/decision", {"level": "low"})
    assert errors_of(silent)["reason"]["message"] == "say why: it falls by more steps than one person decides"
    assert risk.post(manager, f"{path}/decision", reason("low")).status_code == 200


@pytest.mark.parametrize("board", [BY_HEAD])
def test_the_guard_may_name_the_role_of_the_second(risk: Stage, judge: Judge, actor: ActorOf, board: Board) -> None:
    case = risk.open_case()
    judge(case, "high")
    path = judge(case, "low")
    assert risk.post(actor("team-manager"), f"{path}/decision", reason("low")).status_code == 403
    assert risk.post(actor("head-of-service"), f"{path}/decision", reason("low")).status_code == 200


@guarded
def test_a_newer_assessment_overtakes_one_that_waits(risk: Stage, judge: Judge, actor: ActorOf, board: Board) -> None:
    case = risk.open_case()
    judge(case, "high")
    old = judge(case, "low")
    judge(case, "high")
    answer = risk.post(actor("team-manager"), f"{old}/decision", reason("low"))
    assert "a newer one was completed" in errors_of(answer)["assessment"]["message"]
    assert levels(risk, case) == ["high", "high"]


@pytest.mark.parametrize("board", [Board(scale=replace(SCALE, levels=LEVELS))])
def test_a_board_without_a_guard_lets_one_person_do_it(risk: Stage, judge: Judge, board: Board) -> None:
    case = risk.open_case()
    judge(case, "high")
    judge(case, "none")
    assert levels(risk, case) == ["high", "none"]


def test_the_scale_shows_its_guard(risk: Stage, worker: Actor) -> None:
    assert risk.get(worker, "/v1/levels").json["guard"] is None


@guarded
def test_the_guard_is_there_as_data(risk: Stage, worker: Actor, board: Board) -> None:
    shown = risk.get(worker, "/v1/levels").json
    assert (shown["guard"]["most_steps"], shown["guard"]["most_in_a_day"]) == (1, 2)
    assert [level["monitored"] for level in shown["levels"]] == [False, True, True, True]
