"""What today's rules would decide otherwise: exactly what a changed rule touches, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonward.contracts import Happened, Tri, events
from commonward.procedure import Facts, Procedures, Response, Route
from commonward.procedure.rebuilding import redecide
from tests.core.procedure.builders import ANSWERS, example, happened, layer

pytestmark = pytest.mark.thorough

OLD = Route(team="duty", response="assessment", outcome="assess", because=("EXA-1.look",))
NEW = replace(OLD, team="out-of-hours")
PLAN = Response(plan="safety-plan", because=("EXA-2.tell",))
NOTHING = Response(because=())
CALLED_FOR = {"plan": "safety-plan", "meetings": (), "consultations": (), "tasks": (), "review_months": None}


def new_route(concern: events.ConcernRaised, facts: Facts) -> Route:
    """A changed rule: danger goes to another team."""
    return NEW if concern.immediate_danger is Tri.YES else OLD


def new_answer(level: str, facts: Facts) -> Response:
    """A changed rule: a low level no longer calls for a plan."""
    return NOTHING if level == "low" else PLAN


def at(**changed: Any) -> Procedures:
    """The board's procedure as it was, or with these hooks changed."""
    hooks = {"commonward_route": lambda: OLD, "commonward_answer_level": lambda: PLAN, **changed}
    return Procedures({"example": ["local"]}, {"local": layer("local", **{**ANSWERS, **hooks})})


def history(case: int, danger: str, level: str) -> list[Happened[Any]]:
    """One case as it was decided under the old rules."""
    told = (
        example(events.ConcernRaised, immediate_danger=danger),
        example(events.ConcernRouted, team="duty", response="assessment", outcome="assess", tasks=[]),
        example(events.LevelDecided, level=level),
        example(events.ResponseCalledFor, level=level, **CALLED_FOR),
    )
    return [replace(happened(event), subject=UUID(int=case)) for event in told]


CASES = st.lists(st.tuples(st.sampled_from(["yes", "no", "unknown"]), st.sampled_from(["low", "high"])), max_size=8)


def found(cases: Sequence[tuple[str, str]], procedures: Procedures) -> list[tuple[int, str, str]]:
    pasts = [history(number, *case) for number, case in enumerate(cases)]
    return [(each.subject.int, each.decided, each.today) for past in pasts for each in redecide(past, procedures)]


@given(cases=CASES)
def test_the_same_rules_decide_nothing_otherwise(cases: list[tuple[str, str]]) -> None:
    assert found(cases, at()) == []


@given(cases=CASES)
def test_a_changed_route_names_exactly_the_cases_that_it_touches(cases: list[tuple[str, str]]) -> None:
    decided, today = "duty: assessment, assess (no task)", "out-of-hours: assessment, assess (no task)"
    touched = [number for number, (danger, _) in enumerate(cases) if danger == "yes"]
    assert found(cases, at(commonward_route=new_route)) == [(number, decided, today) for number in touched]


@given(cases=CASES)
def test_a_changed_answer_to_a_level_names_exactly_the_cases_at_that_level(cases: list[tuple[str, str]]) -> None:
    touched = [number for number, (_, level) in enumerate(cases) if level == "low"]
    assert found(cases, at(commonward_answer_level=new_answer)) == [
        (number, "safety-plan", "nothing") for number in touched
    ]


def test_an_event_that_was_told_twice_is_decided_once() -> None:
    past = history(1, "yes", "high")
    assert len(list(redecide([*past, *past], at(commonward_route=new_route)))) == 1
