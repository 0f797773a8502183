"""The assessment tool of social work teams and EXIT: made at first, reviewed, and made once more before closing."""

from __future__ import annotations

from datetime import date

import pytest

from commonward.contracts.events import Purpose
from commonward.procedure import Answer, Contribution, Entered, Filled, Procedure, Tool, all_problems, problems

TODAY = date(2026, 3, 2)
TWO = (Contribution(agency="social-care"), Contribution(agency="exit"))


@pytest.fixture
def assessment(bolton: Procedure) -> Tool:
    found = bolton.tool("cse-assessment")
    assert found is not None
    return found


def filled(tool: Tool, *left_out: str, contributions: tuple[Contribution, ...] = TWO) -> Filled:
    """Everything answered with not known and everything written, but for these entries."""
    answers = tuple(Answer(item=item.code, choice="not-known") for item in tool.items)
    entries = tuple(Entered(entry=each.code, text="Synthetic.") for each in tool.all_entries)
    kept = tuple(each for each in entries if each.entry not in left_out)
    return Filled(answers=answers, entries=kept, contributions=contributions)


def missing(tool: Tool, given: Filled) -> list[str]:
    return [problem.field for problem in all_problems(tool, given, TODAY)]


@pytest.mark.rule("BOL-10.10.use")
def test_it_looks_at_the_young_person_the_family_harm_and_protection_apart(assessment: Tool) -> None:
    about = {section.code: section.about for section in assessment.sections if section.items}
    assert about == {"child": "risk", "family": "risk", "harm": "harm", "protection": "protection"}
    assert assessment.figure is None


@pytest.mark.rule("BOL-10.10.review")
@pytest.mark.parametrize("left_out", ["progress-made", "concerns-remaining"])
def test_a_review_says_what_progress_was_made_and_what_remains(assessment: Tool, left_out: str) -> None:
    review, initial = assessment.for_purpose(Purpose.REVIEW), assessment.for_purpose(Purpose.INITIAL)
    assert missing(review, filled(review, left_out)) == [f"entries.{left_out}"]
    assert missing(initial, filled(initial)) == []


@pytest.mark.rule("BOL-10.10.close")
def test_a_final_one_says_why_the_young_person_is_safeguarded(assessment: Tool) -> None:
    final = assessment.for_purpose(Purpose.FINAL)
    assert missing(final, filled(final, "why-safe", "who-goes-on")) == ["entries.why-safe", "entries.who-goes-on"]
    assert missing(final, filled(final)) == []


@pytest.mark.rule("BOL-10.12.split")
def test_it_wants_two_agencies_or_a_reason_and_their_joint_analysis(assessment: Tool) -> None:
    initial = assessment.for_purpose(Purpose.INITIAL)
    assert missing(initial, filled(initial, contributions=TWO[:1])) == ["contributions"]
    assert missing(initial, filled(initial, "joint-analysis")) == ["entries.joint-analysis"]


@pytest.mark.rule("BOL-9.11.factors")
def test_the_risk_indicator_tool_considers_each_of_the_seven_factors_of_a_relationship(bolton: Procedure) -> None:
    tool = bolton.tool("exit-risk-indicators")
    assert tool is not None
    (factors,) = [section for section in tool.sections if section.code == "relationship"]
    assert [item.code for item in factors.items] == ["r1", "r2", "r3", "r4", "r5", "r6", "r7"]
    others = [Answer(item=item.code, choice="not-known") for item in tool.items if item.code != "r7"]
    assert [(each.field, each.kind) for each in problems(tool, others)] == [("answers.r7", "no-answer")]
