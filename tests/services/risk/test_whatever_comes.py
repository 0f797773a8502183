"""Whatever is sent, by whomever, in whatever order: no level without a completed form, and never one person twice."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonward.procedure import FallGuard, Level, SetBy, events
from tests.services.boards import SCALE, Board
from tests.services.conftest import ActorOf
from tests.services.risk.bodies import routed
from tests.services.stage import Stage

pytestmark = pytest.mark.thorough

LEVELS = (Level("low", "Low", 1, monitored=False), Level("medium", "Medium", 2), Level("high", "High", 3))
WORKER = Board(scale=replace(SCALE, levels=LEVELS, guard=FallGuard()))
TOGETHER = WORKER.but(scale=replace(WORKER.scale, set_by=SetBy.TWO_PEOPLE, second_role="team-manager"))

ANSWER = st.fixed_dictionaries(
    {
        "item": st.sampled_from(["family", "missing", "school"]),
        "choice": st.sampled_from(["low", "high", "grave"]),
        "text": st.sampled_from(["", "  ", "Twice this week."]),
    }
)
WHOLE = st.tuples(
    st.fixed_dictionaries({"item": st.just("family"), "choice": st.just("low"), "text": st.just("")}),
    st.fixed_dictionaries({"item": st.just("missing"), "choice": st.just("high"), "text": st.just("Twice.")}),
).map(list)
ANSWERS = WHOLE | st.lists(ANSWER, max_size=4)
LEVEL = st.sampled_from(["low", "medium", "high", "grave"])
WHO = st.sampled_from(["ash", "birch", "cedar"])
STEP = st.one_of(
    st.tuples(st.just("request"), st.none(), st.none()),
    st.tuples(st.just("draft"), WHO, ANSWERS),
    st.tuples(st.just("complete"), WHO, st.tuples(ANSWERS | st.none(), LEVEL)),
    st.tuples(st.just("decide"), WHO, st.tuples(LEVEL, st.sampled_from([None, "The danger is gone."]))),
    st.tuples(st.just("confirm"), WHO, LEVEL),
)
ROUND = st.tuples(
    st.tuples(st.just("complete"), WHO, st.tuples(WHOLE, st.sampled_from(["low", "medium", "high"]))),
    st.tuples(st.just("decide"), WHO, st.tuples(st.sampled_from(["low", "medium", "high"]), st.just("It is so."))),
    st.tuples(st.just("request"), st.none(), st.none()),
).map(list)
"""What people mean to do, so that the steps in between have something to break."""
STEPS = st.lists(ROUND | ROUND | STEP.map(lambda step: [step]), min_size=1, max_size=6).map(
    lambda rounds: list(chain.from_iterable(rounds))
)
ALL = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def play(risk: Stage, actor: ActorOf, steps: list[Any]) -> UUID:
    """Take these steps in a new case, each on the assessment that was asked for last. All are the two roles at once."""
    case = risk.open_case()
    risk.tell(case, routed())
    for step, who, what in steps:
        path = f"/v1/assessments/{risk.published(case, events.AssessmentRequested)[-1].assessment}"
        if step == "request":
            risk.tell(case, routed())
            continue
        person = actor("social-worker", "team-manager", name=who)
        if step == "draft":
            answer = risk.put(person, f"{path}/answers", {"answers": what})
        elif step == "complete":
            body = {"judgement": what[1], "rationale": "Synthetic.", **({"answers": what[0]} if what[0] else {})}
            answer = risk.post(person, f"{path}/completion", body)
        elif step == "decide":
            answer = risk.post(person, f"{path}/decision", {"level": what[0], "reason": what[1]})
        else:
            answer = risk.post(person, f"{path}/confirmation", {"level": what, "reason": "Synthetic."})
        assert answer.status_code in (200, 403, 409, 422), answer.json
    return case


def holds(risk: Stage, actor: ActorOf, case: UUID) -> None:
    """What is true of every case, however it came about."""
    reader = actor("social-worker")
    completed = {each.assessment: each for each in risk.published(case, events.AssessmentCompleted)}
    for decided in risk.published(case, events.LevelDecided):
        assert decided.assessment in completed
        assert decided.level in {level.code for level in LEVELS}
        assert len(set(decided.decided_by)) == len(decided.decided_by)
    for assessment in completed:
        answers = risk.get(reader, f"/v1/assessments/{assessment}").json["answers"]
        assert sorted(answer["item"] for answer in answers) == ["family", "missing"]
        assert all(answer["choice"] in ("low", "high") for answer in answers)
        assert all(answer["text"].strip() for answer in answers if answer["choice"] == "high")


@pytest.mark.parametrize("board", [TOGETHER])
@ALL
@given(steps=STEPS)
def test_two_people_decide_every_level_and_they_differ(
    risk: Stage, actor: ActorOf, board: Board, steps: list[Any]
) -> None:
    case = play(risk, actor, steps)
    holds(risk, actor, case)
    completed = {each.assessment: each for each in risk.published(case, events.AssessmentCompleted)}
    for decided in risk.published(case, events.LevelDecided):
        first, second = decided.decided_by
        assert first == completed[decided.assessment].completed_by != second


@pytest.mark.parametrize("board", [WORKER])
@ALL
@given(steps=STEPS)
def test_no_steep_fall_and_no_removal_from_monitoring_is_one_persons(
    risk: Stage, actor: ActorOf, board: Board, steps: list[Any]
) -> None:
    case = play(risk, actor, steps)
    holds(risk, actor, case)
    for decided in risk.published(case, events.LevelDecided):
        if WORKER.scale.guarded(decided.previous, decided.level, 0):
            assert len(decided.decided_by) == 2
