"""Paragraph 4 as a table: what each level calls for, open and not open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from commonward.contracts import events
from commonward.procedure import Procedure, Response, SetBy, Tri
from tests.core.procedure.builders import example, folded

IN_PLACE = "child-protection-plan"
BOTH = ("strategy-discussion", "vrmm")


@dataclass(frozen=True)
class Row:
    level: str
    is_open: str
    plan: str | None
    meetings: tuple[str, ...]
    review: int | None
    tasks: tuple[str, ...]


ROWS = [
    pytest.param(
        Row("no", "no", None, (), None, ("consider-services-for-other-needs",)),
        id="no, not open",
        marks=pytest.mark.rule("LDS-4.none"),
    ),
    pytest.param(
        Row("no", "yes", None, (), None, ("consider-services-for-other-needs",)),
        id="no, open",
        marks=pytest.mark.rule("LDS-4.none"),
    ),
    pytest.param(
        Row("low", "no", None, (), 3, ("refer-to-service-or-early-help",)),
        id="low, not open",
        marks=pytest.mark.rule("LDS-4.low-notopen", "LDS-4.review-low"),
    ),
    pytest.param(
        Row("low", "yes", IN_PLACE, (), 3, ("consider-additional-services",)),
        id="low, open",
        marks=pytest.mark.rule("LDS-4.low-open", "LDS-4.review-low"),
    ),
    pytest.param(
        Row("medium", "no", "child-in-need-plan", ("vrmm",), 3, ("child-in-need", "section-17-assessment")),
        id="medium, not open",
        marks=pytest.mark.rule("LDS-4.med-notopen", "LDS-4.review-med"),
    ),
    pytest.param(
        Row("medium", "yes", IN_PLACE, ("vrmm",), 3, ()),
        id="medium, open",
        marks=pytest.mark.rule("LDS-4.med-open", "LDS-4.review-med"),
    ),
    pytest.param(
        Row("high", "no", None, BOTH, 1, ("strategy-discussion-outcome",)),
        id="high, not open",
        marks=pytest.mark.rule("LDS-4.high-notopen", "LDS-4.review-high"),
    ),
    pytest.param(
        Row("high", "yes", IN_PLACE, BOTH, 1, ("early-review",)),
        id="high, open",
        marks=pytest.mark.rule("LDS-4.high-open", "LDS-4.review-high"),
    ),
]


def answered(leeds: Procedure, level: str, outcome: str | None = None, **said: Any) -> Response:
    known = {"open_to_social_care": "no", "looked_after": "no", "plan_in_place": None, **said}
    history: list[Any] = [example(events.ConcernRaised, **known)]
    if outcome:
        decided = {"decision": "strategy-discussion-outcome", "option": outcome}
        history.append(example(events.DecisionRecorded, **decided))
    return leeds.answer_level(level, folded(*history))


@pytest.mark.parametrize("row", ROWS)
def test_each_level_calls_for_its_row(leeds: Procedure, row: Row) -> None:
    answer = answered(
        leeds, row.level, open_to_social_care=row.is_open, plan_in_place=IN_PLACE if row.is_open == "yes" else None
    )
    assert (answer.plan, answer.meetings, answer.review_months) == (row.plan, row.meetings, row.review)
    assert answer.tasks == row.tasks


@pytest.mark.rule("LDS-2.vrmm")
@pytest.mark.parametrize("is_open", list(Tri))
@pytest.mark.parametrize(("level", "wanted"), [("no", False), ("low", False), ("medium", True), ("high", True)])
def test_the_meeting_is_wanted_at_medium_and_high_only(
    leeds: Procedure, level: str, wanted: bool, is_open: Tri
) -> None:
    assert ("vrmm" in answered(leeds, level, open_to_social_care=is_open).meetings) is wanted


@pytest.mark.rule("LDS-4.high-notopen-icpc")
def test_a_conference_brings_a_section_47_assessment_and_a_protection_plan(leeds: Procedure) -> None:
    answer = answered(leeds, "high", "initial-child-protection-conference")
    assert (answer.plan, answer.tasks) == ("child-protection-plan", ("section-47-assessment",))


@pytest.mark.rule("LDS-4.high-notopen-cin")
def test_child_in_need_brings_a_section_17_assessment_and_its_plan(leeds: Procedure) -> None:
    answer = answered(leeds, "high", "child-in-need")
    assert (answer.plan, answer.tasks) == ("child-in-need-plan", ("section-17-assessment",))


@pytest.mark.rule("LDS-4.high-open-cla")
@pytest.mark.parametrize(
    ("looked_after", "level", "asked"),
    [("yes", "high", True), ("unknown", "high", True), ("no", "high", False), ("yes", "medium", False)],
)
def test_the_reviewing_officer_is_asked_for_a_looked_after_child_at_high_risk(
    leeds: Procedure, looked_after: str, level: str, asked: bool
) -> None:
    answer = answered(leeds, level, open_to_social_care="yes", looked_after=looked_after)
    assert (answer.consultations == ("reviewing-officer",)) is asked


@pytest.mark.rule("LDS-4.high-open-early")
@pytest.mark.rule("LDS-4.high-open-cla")
def test_the_reviewing_officer_answers_and_the_workers_decide_on_an_early_review(leeds: Procedure) -> None:
    answer, decision = leeds.decision("reviewing-officer-answer"), leeds.decision("early-review")
    assert answer is not None
    assert answer.decided_by == ("reviewing-officer",)
    assert decision is not None
    assert "reviewing-officer" not in decision.decided_by


def test_a_case_that_may_be_open_gets_the_row_that_asks_for_more(leeds: Procedure) -> None:
    assert answered(leeds, "medium", open_to_social_care="unknown") == answered(leeds, "medium")


def test_an_open_case_without_a_known_plan_gets_the_task_to_link_it(leeds: Procedure) -> None:
    assert answered(leeds, "medium", open_to_social_care="yes").tasks == ("link-existing-plan",)


@pytest.mark.rule("LDS-4.high-notopen")
def test_any_other_outcome_of_a_strategy_discussion_needs_a_manager(leeds: Procedure) -> None:
    point = leeds.decision("strategy-discussion-outcome")
    assert point is not None
    assert [option for option in point.options if point.needs_second(option)] == ["other"]


@pytest.mark.rule("LDS-3.decide")
def test_worker_and_team_manager_set_the_level_together(leeds: Procedure) -> None:
    assert (leeds.scale.set_by, leeds.scale.second_role) == (SetBy.TWO_PEOPLE, "team-manager")
    assert [level.code for level in leeds.scale.levels] == ["no", "low", "medium", "high"]
