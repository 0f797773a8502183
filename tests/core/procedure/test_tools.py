"""Risk tools: what keeps an assessment from being complete, and data files that are refused with place and reason."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from commonward.procedure import Answer, Force, Problem, Tool, load_register, load_tool, problems

TOML = """
code = "checklist"
version = "1"
title = "Synthetic checklist"
source = "made up"
text_label = "Evidence"

[[choices]]
code = "yes"
title = "Yes"
wants_text = true

[[choices]]
code = "no"
title = "No"

[[sections]]
code = "home"
title = "Home"

[[sections.items]]
code = "missing"
title = "Goes missing"

[[sections.items]]
code = "phone"
title = "New phone"
"""
REGISTER = """
[[rules]]
id = "EXA-1.look"
paragraph = "1"
summary = "Look at it"
force = "must"
kind = "clock"

[[questions]]
id = "q1"
asks = "How long?"
reading = "No figure"
rules = ["EXA-1.look"]
"""


@pytest.fixture
def tool(tmp_path: Path) -> Tool:
    return load_tool(written(tmp_path, TOML))


def written(folder: Path, text: str) -> Path:
    path = folder / "data.toml"
    path.write_text(text, encoding="utf-8")
    return path


def found(tool: Tool, *answers: tuple[str, str, str]) -> list[Problem]:
    return problems(tool, [Answer(item=item, choice=choice, text=text) for item, choice, text in answers])


def test_a_complete_assessment_has_no_problems(tool: Tool) -> None:
    assert found(tool, ("missing", "yes", "Two nights in May"), ("phone", "no", "")) == []


def test_an_item_that_nobody_considered_is_named_with_what_may_be_answered(tool: Tool) -> None:
    (problem,) = found(tool, ("phone", "no", ""))
    assert (problem.field, problem.kind, problem.allowed) == ("answers.missing", "no-answer", ("yes", "no"))


def test_two_answers_for_an_item_are_one_too_many(tool: Tool) -> None:
    (problem,) = found(tool, ("missing", "no", ""), ("missing", "no", ""), ("phone", "no", ""))
    assert (problem.field, problem.kind, problem.allowed) == ("answers.missing", "two-answers", ("yes", "no"))


def test_a_level_that_the_tool_does_not_know_is_refused(tool: Tool) -> None:
    (problem,) = found(tool, ("missing", "perhaps", ""), ("phone", "no", ""))
    assert (problem.field, problem.kind, problem.allowed) == ("answers.missing", "unknown-choice", ("yes", "no"))


@pytest.mark.parametrize("text", ["", "  \n"])
def test_an_answer_that_wants_evidence_is_not_complete_without(tool: Tool, text: str) -> None:
    (problem,) = found(tool, ("missing", "yes", text), ("phone", "no", ""))
    assert (problem.kind, problem.message) == ("no-text", "Goes missing: give the evidence")


def test_an_item_that_the_tool_does_not_have_is_refused_with_those_it_has(tool: Tool) -> None:
    (problem,) = found(tool, ("missing", "no", ""), ("phone", "no", ""), ("shoes", "no", ""))
    assert (problem.field, problem.kind, problem.allowed) == ("answers.shoes", "unknown-item", ("missing", "phone"))


def test_everything_is_told_at_once(tool: Tool) -> None:
    kinds = [problem.kind for problem in found(tool, ("shoes", "no", ""), ("missing", "yes", ""))]
    assert kinds == ["unknown-item", "no-text", "no-answer"]


def test_an_answer_is_not_longer_than_a_page_can_hold() -> None:
    with pytest.raises(ValidationError, match="string_too_long"):
        Answer(item="missing", choice="no", text="x" * 8001)


def test_a_register_is_read_with_its_questions(tmp_path: Path) -> None:
    register = load_register(written(tmp_path, REGISTER))
    assert [(rule.id, rule.force) for rule in register.rules] == [("EXA-1.look", Force.MUST)]
    assert register.questions[0].rules == ("EXA-1.look",)


def test_a_register_may_have_several_files(tmp_path: Path) -> None:
    first, second = tmp_path / "first.toml", tmp_path / "second.toml"
    first.write_text(REGISTER)
    second.write_text(REGISTER.replace("EXA-1.look", "EXA-2.tell").replace("q1", "q2"))
    register = load_register(first, second)
    assert [rule.id for rule in register.rules] == ["EXA-1.look", "EXA-2.tell"]
    assert len(register.questions) == 2
