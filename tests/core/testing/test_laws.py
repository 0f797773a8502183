"""The kit holds for both boards here, and notices each law that a plugin breaks."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import pytest

from commonward.procedure import (
    Command,
    Force,
    Procedure,
    Procedures,
    RecordKind,
    Response,
    Route,
    form,
    gate,
)
from commonward.testing import conditions, invariants, laws, purity
from tests.core.procedure.builders import board

LAWS = [getattr(laws, name) for name in laws.__all__]


@pytest.mark.parametrize("authority", ["bolton", "leeds"])
@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
def test_the_boards_here_keep_the_law(authority: str, law: Callable[[Procedure], None]) -> None:
    law(Procedures({authority: ("national", authority)}).of(authority))


def advises(**changes: Any) -> Route:
    return replace(Route("duty", "advice", "advise", ("EXA-1.look",)), **changes)


@dataclass
class Loose:
    """A value that can be changed."""

    id: str = "EXA-1.look"


def unsteady(concern: Any) -> Route:
    return advises(team=f"team-{random.random()}")


def silent(concern: Any) -> None:
    return None


def reads_a_file() -> Any:
    with open(__file__, encoding="utf-8") as file:
        return file.read()


def breaks(facts: Any) -> bool:
    return bool(facts.level.upper())


BROKEN_GATE = gate(
    "EXA-3.lp", on=Command.CLOSE_CASE, force=Force.MUST, unless=breaks, missing="Something", supplied_by="worker"
)
BAD_FORM = RecordKind(
    "note",
    "Note",
    ("EXA-1.look",),
    (),
    (form.one_of("kind", "Kind"),),
    (form.check("EXA-1.look", "other", "is missing", unless=form.offered),),
    happened="kind",
)


@pytest.mark.parametrize(
    ("check", "hooks", "says"),
    [
        (invariants.routes, {"commonward_route": silent}, "no route"),
        (invariants.routes, {"commonward_route": unsteady}, "another route when asked again"),
        (invariants.routes, {"commonward_route": lambda concern: advises()}, "under 13 is routed to advise"),
        (invariants.routes, {"commonward_route": lambda concern: advises()}, "danger is answered with advice only"),
        (invariants.routes, {"commonward_route": lambda concern: advises(because=("EXA-9.no",))}, "cites EXA-9.no"),
        (invariants.routes, {"commonward_route": lambda concern: advises(tool="none")}, "asks for the tool none"),
        (invariants.responses, {"commonward_answer_level": lambda level: None}, "the highest level calls for nothing"),
        (
            invariants.responses,
            {"commonward_answer_level": lambda level: Response((), meetings=("none",), consultations=("nobody",))},
            "calls for the meeting none",
        ),
        (
            invariants.responses,
            {"commonward_answer_level": lambda level: Response((), tasks=("look",), tool="checklist")},
            "level high: the response has tool, of which nobody would hear; leave it out here",
        ),
        (
            invariants.responses,
            {"commonward_answer_missing": lambda episode: Response((), consultations=("worker",))},
            "missing episode 1: the response has consultations, of which nobody would hear",
        ),
        (conditions.gates, {"commonward_gates": (BROKEN_GATE,)}, "gate EXA-3.lp: AttributeError"),
        (
            conditions.gates,
            {"commonward_gates": (replace(BROKEN_GATE, unless=lambda facts: facts.concerns),)},
            "gate EXA-3.lp: unless gave a tuple; give True, False or a Tri",
        ),
        (
            invariants.routes,
            {"commonward_route": lambda concern: advises(outcome="ignore")},
            "the route's outcome is 'ignore'; it must be one of refer, assess, pass-on, advise",
        ),
        (invariants.forms, {"commonward_records": (BAD_FORM,)}, "about other, which is not asked"),
        (invariants.forms, {"commonward_records": (BAD_FORM,)}, "does not say when it happened"),
        (invariants.forms, {"commonward_records": (BAD_FORM,)}, "nothing to choose from"),
        (invariants.register, {}, "nothing follows it"),
        (purity.contributed, {"commonward_words": reads_a_file}, "a hook has called open()"),
    ],
)
def test_a_broken_law_is_named(check: Callable[[Procedure], Iterator[str]], hooks: Any, says: str) -> None:
    reader = hooks.pop("commonward_words", None)
    procedure = board(**hooks)
    if reader is not None:  # loading asks it already, so it comes after
        procedure = board(commonward_words=_once_harmless(reader))
    assert any(says in fault for fault in check(procedure))


def _once_harmless(hook: Callable[[], Any]) -> Callable[[], Any]:
    calls = iter(range(100))

    def answer() -> Any:
        return None if next(calls) == 0 else hook()

    return answer


def test_what_can_be_changed_is_found_anywhere_within() -> None:
    assert list(purity.loose((Loose(), ({"a": 1},), frozenset({1})))) == ["Loose", "dict"]


def holding(what: object) -> Callable[[], object]:
    return lambda: what


def test_a_condition_that_is_made_anew_says_the_same_while_it_holds_the_same() -> None:
    assert purity.written((holding("vrmm"),)) == purity.written((holding("vrmm"),))
    assert purity.written((holding("vrmm"),)) != purity.written((holding("review"),))
    assert purity.written(partial(holding, 1)) != purity.written(partial(holding, 2))


def test_a_function_that_holds_itself_can_be_told_apart_too() -> None:
    def again() -> object:
        return again

    assert purity.written(again) != purity.written(holding(again))
