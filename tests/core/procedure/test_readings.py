"""Where its text leaves something open, a board chooses a reading, and every hook hears of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from commonward.clock import hours
from commonward.contracts import events
from commonward.procedure import (
    Clock,
    Edition,
    Facts,
    Layer,
    Procedure,
    Procedures,
    Question,
    Readings,
    Register,
    Response,
    Route,
    UnusableProcedure,
    clock,
    escalate_to,
)
from tests.core.procedure.builders import ANSWERS, RULES, example, folded, layer

EARLY = Question("EXA-Q.early", "How early?", "A day.", ("EXA-1.look",), "a-day", ("a-day", "a-week"))
OPEN = Question("EXA-Q.open", "Who?", "Nobody knows.")


def look(readings: Readings) -> tuple[Clock, ...]:
    within = {"a-day": hours(24), "a-week": hours(168)}[readings.of("EXA-Q.early")]
    raised, held, manager = events.ConcernRaised, events.MeetingHeld, escalate_to("manager")
    made = clock("EXA-1.look", "Look", opens_on=raised, within=within, by="worker", met_by=held, on_breach=manager)
    return (made,)


def respond(level: str, facts: Facts, readings: Readings) -> Response:
    return Response(because=("EXA-1.look",), tasks=(readings.of("EXA-Q.early"),))


def route(concern: events.ConcernRaised, readings: Readings) -> Route:
    return Route(readings.of("EXA-Q.early"), response="r", outcome="assess", because=("EXA-1.look",))


HOOKS: dict[str, Any] = {
    **ANSWERS,
    "commonward_rule_register": Register(RULES, (EARLY, OPEN)),
    "commonward_clocks": look,
    "commonward_answer_level": respond,
    "commonward_route": route,
}


def board(chosen: Mapping[str, str]) -> Procedure:
    return Procedures({"example": ["local"]}, {"local": layer("local", **HOOKS)}, {"example": chosen}).of("example")


@pytest.mark.parametrize(
    ("chosen", "reading", "within"),
    [({}, "a-day", hours(24)), ({"EXA-Q.early": "a-week"}, "a-week", hours(168))],
)
def test_our_reading_holds_until_the_board_chooses_another(chosen: dict[str, str], reading: str, within: Any) -> None:
    procedure = board(chosen)
    concern = example(events.ConcernRaised)
    assert procedure.readings.of("EXA-Q.early") == reading
    assert procedure.clocks[0].within == within
    assert procedure.answer_level("high", Facts()).tasks == (reading,)
    assert procedure.route(concern, folded(concern)).team == reading


def test_a_reading_that_is_none_is_refused_with_those_that_are() -> None:
    with pytest.raises(UnusableProcedure, match=r"EXA-Q\.early can't be 'a-month'; choose one of a-day, a-week"):
        board({"EXA-Q.early": "a-month"})


@pytest.mark.parametrize("question", ["EXA-Q.open", "EXA-Q.earlier"])
def test_a_question_that_leaves_no_choice_is_refused_with_those_that_do(question: str) -> None:
    with pytest.raises(UnusableProcedure, match=rf"no reading of {question} can be chosen; it can of: EXA-Q\.early"):
        board({question: "a-day"})


def test_an_older_edition_need_not_have_the_question() -> None:
    [(_, old)], [(_, new)] = layer("old", **ANSWERS).editions, layer("new", **HOOKS).editions
    both = Layer("local", ((Edition("1", date(2020, 1, 1)), old), (Edition("2", date(2021, 1, 1)), new)))
    boards = Procedures({"example": ["local"]}, {"local": both}, {"example": {"EXA-Q.early": "a-week"}})
    assert boards.of("example", "1").readings == Readings()
    assert boards.of("example", "2").readings.of("EXA-Q.early") == "a-week"
