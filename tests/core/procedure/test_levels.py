"""A board's own levels: their order, which falls are guarded, and what is refused at load."""

from __future__ import annotations

from typing import Any

import pytest

from commonward.contracts.events import Fall
from commonward.procedure import FallGuard, Level, Scale, SetBy, Tool, UnusableProcedure, events
from tests.core.procedure.builders import ANSWERS, board, example, folded, layer, stacked

LEVELS = (
    Level("none", "None", 0, monitored=False),
    Level("low", "Low", 1),
    Level("mid", "Mid", 2),
    Level("top", "Top", 3),
)
GUARDED = Scale(LEVELS, SetBy.WORKER, guard=FallGuard(most_steps=1, most_in_a_day=2))


@pytest.mark.parametrize(
    ("old", "new", "falls_today", "found"),
    [
        ("top", "mid", 0, ()),
        ("top", "low", 0, (Fall.STEPS,)),
        ("low", "none", 0, (Fall.UNMONITORED,)),
        ("mid", "none", 0, (Fall.STEPS, Fall.UNMONITORED)),
        ("top", "mid", 1, ()),
        ("top", "mid", 2, (Fall.SEVERAL,)),
        ("top", "none", 5, (Fall.STEPS, Fall.UNMONITORED, Fall.SEVERAL)),
        ("low", "top", 5, ()),
        ("mid", "mid", 5, ()),
        (None, "none", 5, ()),
    ],
)
def test_which_falls_want_a_second_person(old: str | None, new: str, falls_today: int, found: tuple[Fall, ...]) -> None:
    assert GUARDED.guarded(old, new, falls_today) == found


def test_a_scale_without_a_guard_guards_nothing() -> None:
    assert Scale(LEVELS, SetBy.WORKER).guarded("top", "none", 9) == ()


def test_ranks_need_not_be_neighbours() -> None:
    sparse = Scale((Level("a", "A", 10), Level("b", "B", 20), Level("c", "C", 90)), SetBy.WORKER)
    assert (sparse.steps_down("c", "a"), sparse.steps_down("c", "b"), sparse.steps_down("a", "c")) == (2, 1, 0)


def test_commonward_fall_guard_of_a_general_layer_holds_where_the_scale_says_nothing() -> None:
    general = layer("general", **{**ANSWERS, "commonward_fall_guard": FallGuard(most_steps=3)})
    silent, own = Scale(LEVELS, SetBy.WORKER), Scale(LEVELS, SetBy.WORKER, guard=FallGuard(most_steps=2))
    assert stacked(general, layer("local", commonward_levels=silent)).scale.guard == FallGuard(most_steps=3)
    assert stacked(general, layer("local", commonward_levels=own)).scale.guard == FallGuard(most_steps=2)


def test_commonward_fall_guard_from_nobody_guards_nothing() -> None:
    assert board().scale.guard is None


def test_facts_keep_the_last_confirmed_level_beside_a_provisional_one() -> None:
    first = example(events.LevelDecided, level="high", provisional=False)
    newer = example(events.LevelDecided, level="low", provisional=True)
    facts = folded(first, newer)
    assert (facts.level, facts.provisional, facts.confirmed_level) == ("low", True, "high")
    assert folded(first, newer, example(events.LevelDecided, level="low", provisional=False)).confirmed_level == "low"


def test_facts_know_what_an_assessment_was_made_for() -> None:
    facts = folded(example(events.AssessmentCompleted, purpose="final"))
    assert [done.purpose for done in facts.assessments] == ["final"]


def tool(**parts: Any) -> Tool:
    shape: dict[str, Any] = {
        "code": "checklist",
        "version": "1",
        "title": "Synthetic",
        "source": "made up",
        "text_label": "why",
        "choices": [{"code": "yes", "title": "Yes"}, {"code": "no", "title": "No"}],
        "sections": [{"code": "home", "title": "Home", "items": [{"code": "missing", "title": "Missing"}]}],
    }
    return Tool.model_validate({**shape, **parts})


@pytest.mark.parametrize(
    ("answers", "reason"),
    [
        (
            {"commonward_tools": (tool(floors=[{"at_least": "red", "says": "-", "under_age": 13}]),)},
            "tool checklist 1: a floor names the level red, which is none of low, high",
        ),
        (
            {
                "commonward_tools": (
                    tool(figure={"title": "F", "explains": "-", "readings": [{"from_points": 1, "level": "red"}]}),
                )
            },
            "tool checklist 1: the figure names the level red",
        ),
        (
            {
                "commonward_tools": (
                    tool(
                        stages=[{"code": "first", "title": "First", "completed_by": "nobody"}],
                        sections=[{"code": "home", "title": "Home", "stage": "first"}],
                    ),
                )
            },
            "tool checklist 1: stage first names the role nobody",
        ),
        (
            {
                "commonward_tools": (
                    tool(floors=[{"at_least": "high", "says": "-", "under_age": 13, "because": ["EXA-9.no"]}]),
                )
            },
            "checklist 1 cites EXA-9.no",
        ),
        ({"commonward_levels": Scale((Level("a", "A", 1), Level("b", "B", 1)), SetBy.WORKER)}, "each its own rank"),
        ({"commonward_levels": Scale((), SetBy.WORKER)}, "at least one level"),
        ({"commonward_levels": Scale(LEVELS, SetBy.WORKER, confirmed_by="nobody")}, "names the role nobody"),
        (
            {"commonward_levels": Scale(LEVELS, SetBy.WORKER, guard=FallGuard(second_role="nobody"))},
            "the guard of falls names the role nobody",
        ),
        (
            {"commonward_levels": Scale(LEVELS, SetBy.WORKER, early_review_because=("EXA-9.no",))},
            "the scale of levels cites EXA-9.no",
        ),
    ],
)
def test_levels_and_tools_that_do_not_fit_are_refused_at_load(answers: dict[str, Any], reason: str) -> None:
    with pytest.raises(UnusableProcedure, match=reason):
        board(**answers)
