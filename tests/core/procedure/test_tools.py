"""Risk tools: what keeps an assessment from being complete, and data files that are refused with place and reason."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from commonward.procedure import Answer, Force, Problem, Tool, load_register, load_tool, problems
from tests.core.procedure.data import REGISTER, TOOL, written

TOML = TOOL.replace('title = "Yes"', 'title = "Yes"\nwants_text = true')


@pytest.fixture
def tool(tmp_path: Path) -> Tool:
    return load_tool(written(tmp_path, TOML))


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
    assert [(rule.id, rule.force) for rule in register.rules] == [
        ("EXA-1.look", Force.MUST),
        ("EXA-2.tell", Force.SHOULD),
    ]
    assert register.questions[0].rules == ("EXA-1.look",)


def test_a_register_may_have_several_files(tmp_path: Path) -> None:
    others = REGISTER.replace("EXA-1.", "EXA-3.").replace("EXA-2.", "EXA-4.").replace("EXA-Q.", "EXA-R.")
    register = load_register(written(tmp_path, REGISTER, "first.toml"), written(tmp_path, others, "second.toml"))
    assert [rule.id for rule in register.rules] == ["EXA-1.look", "EXA-2.tell", "EXA-3.look", "EXA-4.tell"]
    assert len(register.questions) == 4
