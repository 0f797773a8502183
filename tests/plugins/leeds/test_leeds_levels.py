"""Paragraph 4 as a table: what each level calls for, open and not open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from commonward.contracts import events
from commonward.procedure import Procedure, Response, SetBy, Tri
from tests.core.procedure.builders import after, example, folded
from tests.plugins.leeds.happenings import SECOND, chosen, decided, held, vrmm
from tests.plugins.listening import told

IN_PLACE = "child-protection-plan"


@dataclass(frozen=True)
class Row:
    """A row of paragraph 4, as the text has it."""

    level: str
    is_open: str
    tasks: tuple[str, ...]
    plan: str | None
    strategy_discussion: bool
    vrmm: bool
    review: int | None
    """Months."""


ROWS = [
    pytest.param(
        Row("no", "no", ("consider-services-for-other-needs",), None, False, False, None),
        id="no, not open",
        marks=pytest.mark.rule("LDS-4.none"),
    ),
    pytest.param(
        Row("no", "yes", ("consider-services-for-other-needs",), None, False, False, None),
        id="no, open",
        marks=pytest.mark.rule("LDS-4.none"),
    ),
    pytest.param(
        Row("low", "no", ("refer-to-service-or-early-help",), None, False, False, 3),
        id="low, not open",
        marks=[pytest.mark.rule("LDS-4.low-notopen"), pytest.mark.rule("LDS-4.review-low")],
    ),
    pytest.param(
        Row("low", "yes", ("consider-additional-services",), IN_PLACE, False, False, 3),
        id="low, open",
        marks=[pytest.mark.rule("LDS-4.low-open"), pytest.mark.rule("LDS-4.review-low")],
    ),
    pytest.param(
        Row("medium", "no", ("child-in-need", "section-17-assessment"), "child-in-need-plan", False, True, 3),
        id="medium, not open",
        marks=[
            pytest.mark.rule("LDS-4.med-notopen"),
            pytest.mark.rule("LDS-4.review-med"),
            pytest.mark.rule("LDS-2.vrmm"),
        ],
    ),
    pytest.param(
        Row("medium", "yes", (), IN_PLACE, False, True, 3),
        id="medium, open",
        marks=[
            pytest.mark.rule("LDS-4.med-open"),
            pytest.mark.rule("LDS-4.review-med"),
            pytest.mark.rule("LDS-2.vrmm"),
        ],
    ),
    pytest.param(
        Row("high", "no", ("strategy-discussion-outcome",), None, True, True, 1),
        id="high, not open",
        marks=[
            pytest.mark.rule("LDS-4.high-notopen"),
            pytest.mark.rule("LDS-4.review-high"),
            pytest.mark.rule("LDS-2.vrmm"),
        ],
    ),
    pytest.param(
        Row("high", "yes", ("early-review",), IN_PLACE, True, True, 1),
        id="high, open",
        marks=[
            pytest.mark.rule("LDS-4.high-open"),
            pytest.mark.rule("LDS-4.review-high"),
            pytest.mark.rule("LDS-2.vrmm"),
        ],
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
    called_for = ("strategy-discussion" in answer.meetings, "vrmm" in answer.meetings)
    assert called_for == (row.strategy_discussion, row.vrmm)
    assert (answer.tasks, answer.plan, answer.review_months) == (row.tasks, row.plan, row.review)
    assert answer.consultations == ()


@pytest.mark.rule("LDS-4.inform")
@pytest.mark.rule("LDS-2.coord-decision")
@pytest.mark.parametrize("row", ROWS)
def test_the_coordinator_is_informed_of_each_row_that_of_no_risk_too(leeds: Procedure, row: Row) -> None:
    assert ("cse-missing-coordinator", "level-decided") in told(leeds, decided(row.level))


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


@pytest.mark.rule("LDS-4.high-notopen")
def test_what_a_strategy_discussion_decides_changes_what_the_level_calls_for(leeds: Procedure) -> None:
    point = leeds.decision("strategy-discussion-outcome")
    assert point is not None
    assert point.response_again
    assert answered(leeds, "high", "other").tasks == ()


@pytest.mark.rule("LDS-4.high-notopen")
def test_an_outcome_from_before_the_risk_rose_decides_nothing_now(leeds: Procedure) -> None:
    history = (chosen("strategy-discussion-outcome", "child-in-need", at=1), decided("high", 5, previous="low"))
    assert leeds.answer_level("high", folded(*history)).plan is None
    later = chosen("strategy-discussion-outcome", "child-in-need", at=6)
    assert leeds.answer_level("high", folded(*history, later)).plan == "child-in-need-plan"


@pytest.mark.rule("LDS-4.high-notopen")
@pytest.mark.rule("LDS-2.vrmm")
def test_asked_again_a_level_does_not_call_twice_for_a_meeting_that_was_held(leeds: Procedure) -> None:
    history = [decided("high", 5), held("strategy-discussion", 6)]
    assert leeds.answer_level("high", folded(*history)).meetings == ("vrmm",)
    assert leeds.answer_level("high", folded(*history, vrmm(7, SECOND))).meetings == ()
    again = decided("high", 700, previous="high")
    assert leeds.answer_level("high", folded(*history, vrmm(7, SECOND), again)).meetings == (
        "strategy-discussion",
        "vrmm",
    )


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
    assert {"core-group", "child-protection-conference", "looked-after-review"} <= set(decision.options)


def test_a_case_that_may_be_open_gets_the_row_that_asks_for_more(leeds: Procedure) -> None:
    assert answered(leeds, "medium", open_to_social_care="unknown") == answered(leeds, "medium")


def test_an_open_case_without_a_known_plan_gets_the_task_to_link_it(leeds: Procedure) -> None:
    assert answered(leeds, "medium", open_to_social_care="yes").tasks == ("link-existing-plan",)


LINKED = [
    pytest.param("low", 3, marks=pytest.mark.rule("LDS-4.low-open")),
    pytest.param("medium", 3, marks=pytest.mark.rule("LDS-4.med-open")),
    pytest.param("high", 1, marks=pytest.mark.rule("LDS-4.high-open")),
]


@pytest.mark.parametrize(("level", "review"), LINKED)
@pytest.mark.parametrize("plan", ["child-protection-plan", "looked-after-plan", "child-in-need-plan"])
def test_a_plan_that_people_have_linked_goes_on_as_in_an_open_case(
    leeds: Procedure, level: str, review: int, plan: str
) -> None:
    point = leeds.decision("overall-plan")
    assert point is not None
    assert plan in point.options
    assert point.response_again
    concern = example(events.ConcernRaised, open_to_social_care="no", plan_in_place=None)
    answer = leeds.answer_level(level, folded(concern, chosen("overall-plan", plan)))
    assert (answer.plan, answer.review_months) == (plan, review)


@pytest.mark.rule("LDS-4.med-open")
def test_a_plan_of_another_kind_is_no_overall_plan(leeds: Procedure) -> None:
    answer = answered(leeds, "medium", open_to_social_care="yes", plan_in_place="early-help-plan")
    assert (answer.plan, answer.tasks) == (None, ("link-existing-plan",))


@pytest.mark.rule("LDS-4.med-open")
def test_what_was_linked_before_the_case_was_opened_again_is_not_taken_over(leeds: Procedure) -> None:
    linked = chosen("overall-plan", "child-in-need-plan", at=1)
    again = example(events.CaseOpened, opened_at=after(2))
    assert leeds.answer_level("medium", folded(linked)).tasks == ()
    assert leeds.answer_level("medium", folded(linked, again)).tasks == ("child-in-need", "section-17-assessment")


@pytest.mark.rule("LDS-4.high-open-cla")
def test_where_a_plan_was_linked_the_officer_is_asked_though_the_concern_knew_of_no_open_case(leeds: Procedure) -> None:
    concern = example(events.ConcernRaised, open_to_social_care="no", looked_after="unknown")
    history = (concern, chosen("overall-plan", "looked-after-plan"))
    assert leeds.answer_level("high", folded(*history)).consultations == ("reviewing-officer",)


@pytest.mark.rule("LDS-4.high-notopen")
def test_any_other_outcome_of_a_strategy_discussion_needs_a_manager(leeds: Procedure) -> None:
    point = leeds.decision("strategy-discussion-outcome")
    assert point is not None
    assert [option for option in point.options if point.needs_second(option)] == ["other"]


@pytest.mark.rule("LDS-4.low-notopen")
def test_at_low_risk_it_is_said_to_which_services_the_child_is_referred(leeds: Procedure) -> None:
    point = leeds.decision("services-at-low")
    assert point is not None
    assert {"service-referral", "early-help-assessment", "none-needed"} <= set(point.options)


@pytest.mark.rule("LDS-3.decide")
def test_worker_and_team_manager_decide_together_how_immediate_it_is(leeds: Procedure) -> None:
    point = leeds.decision("immediacy")
    assert point is not None
    assert all(point.needs_second(option) for option in point.options)
    assert point.second_role == "team-manager"


@pytest.mark.rule("LDS-3.decide")
def test_worker_and_team_manager_set_the_level_together(leeds: Procedure) -> None:
    assert (leeds.scale.set_by, leeds.scale.second_role) == (SetBy.TWO_PEOPLE, "team-manager")
    assert [level.code for level in leeds.scale.levels] == ["no", "low", "medium", "high"]
