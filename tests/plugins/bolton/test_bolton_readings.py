"""What Bolton's text leaves open, and what changes where the board reads it otherwise."""

from __future__ import annotations

from typing import Any

import pytest

from commonward.contracts import Event, events
from commonward.procedure import (
    CLOSING,
    Clock,
    Command,
    Facts,
    Limit,
    MeetingKind,
    Procedure,
    Route,
    State,
    months,
    weeks,
    working_days,
)
from commonward.procedure import hours as h
from tests.core.procedure.builders import example, folded
from tests.plugins.bolton.test_bolton_routes import KNOWN
from tests.plugins.filling import form_of, made, wrong_in
from tests.plugins.listening import missing_to, missing_to_close, owed, told
from tests.plugins.reading import reading

HEARS = ("exit-worker", "exploitation-suspected")
FINAL = example(events.AssessmentCompleted, tool="cse-assessment", purpose="final")
UPDATED = example(events.AssessmentCompleted, tool="cse-assessment", purpose="review")


def bolton_reads(question: str, choice: str) -> Procedure:
    return reading("bolton", question, choice)


def routed(board: Procedure, **said: Any) -> Route:
    concern = example(events.ConcernRaised, **{**KNOWN, **said})
    return board.route(concern, folded(concern))


def clock_of(board: Procedure, rule: str) -> Clock:
    return next(clock for clock in board.clocks if clock.id == rule)


def meeting_of(board: Procedure, code: str) -> MeetingKind:
    kind = board.meeting_kind(code)
    assert kind is not None
    return kind


def young(age: int) -> Event:
    return example(events.ConcernRaised, age_at_event=age, age_at_referral=age)


def test_exits_team_can_keep_a_concern_of_the_framework(bolton: Procedure) -> None:
    by_exit = bolton_reads("BOL-Q.holder", "exit-team")
    assert (routed(bolton).team, routed(by_exit).team) == ("referral-and-assessment-north", "exit")
    assert routed(by_exit, significant_harm="yes").team == "referral-and-assessment-north"


def test_only_the_two_reasons_of_the_text_can_close(bolton: Procedure) -> None:
    ours, two = bolton.decision(CLOSING), bolton_reads("BOL-Q.closing-reasons", "only-the-two-named").decision(CLOSING)
    assert ours is not None
    assert two is not None
    assert two.options == ("safeguarded", "no-ongoing-social-work")
    assert set(ours.options) > set(two.options)


@pytest.mark.parametrize(
    ("event", "by_us", "then"),
    [
        (example(events.ConcernRouted, outcome="assess"), True, False),
        (example(events.ConcernRouted, outcome="refer"), True, True),
        (made("exploitation", exploitation="suspected"), False, True),
        (made("exploitation", exploitation="at-risk"), False, False),
    ],
)
def test_exit_can_be_told_of_exploited_children_only(bolton: Procedure, event: Event, by_us: bool, then: bool) -> None:
    exploited = bolton_reads("BOL-Q.exit-at-risk", "exploited-or-immediate")
    assert (HEARS in told(bolton, event), HEARS in told(exploited, event)) == (by_us, then)


def test_telling_exit_of_a_child_at_risk_is_then_offered(bolton: Procedure) -> None:
    exploited = bolton_reads("BOL-Q.exit-at-risk", "exploited-or-immediate")
    assert "offer-exit" not in routed(bolton).tasks
    assert "offer-exit" in routed(exploited).tasks


@pytest.mark.parametrize(
    ("question", "choice", "rule", "within"),
    [
        ("BOL-Q.speedy", "2-working-days", "BOL-7.8.health", working_days(2)),
        ("BOL-Q.speedy", "5-working-days", "BOL-7.8.health", working_days(5)),
        ("BOL-Q.speedy", "10-working-days", "BOL-7.8.health", working_days(10)),
        ("BOL-Q.no-times", "24-hours", "BOL-9.6.refer", h(24)),
        ("BOL-Q.no-times", "1-working-day", "BOL-9.6.refer", working_days(1)),
        ("BOL-Q.review-interval", "every-month", "BOL-10.10.review", months(1)),
        ("BOL-Q.review-interval", "every-three-months", "BOL-10.10.review", months(3)),
        ("BOL-Q.review-interval", "every-six-months", "BOL-10.10.review", months(6)),
    ],
)
def test_a_figure_is_counted_once_the_board_has_named_it(
    bolton: Procedure, question: str, choice: str, rule: str, within: Limit
) -> None:
    assert clock_of(bolton, rule).within is None
    assert clock_of(bolton_reads(question, choice), rule).within == within


@pytest.mark.parametrize(
    ("question", "choice", "within"),
    [
        ("BOL-Q.regularly", "every-month", months(1)),
        ("BOL-Q.regularly", "every-six-weeks", weeks(6)),
        ("BOL-Q.regularly", "every-three-months", months(3)),
    ],
)
def test_an_action_plan_is_reviewed_at_the_interval_that_the_board_has_named(
    bolton: Procedure, question: str, choice: str, within: Limit
) -> None:
    board, rule = bolton_reads(question, choice), "BOL-10.8.continue"
    plan = example(events.PlanAdopted, kind="young-persons-action-plan")
    assert owed(bolton, rule, plan) == []
    assert clock_of(board, rule).within == within
    assert owed(board, rule, plan) == [State.OPEN]
    assert owed(board, rule, example(events.PlanAdopted, kind="cse-safeguarding-plan")) == []
    assert owed(board, rule, plan, made("progress-review", safeguarded="no")) == [State.MET]
    assert owed(board, rule, plan, plan) == [State.MET, State.OPEN]


@pytest.mark.rule("BOL-9.5.peer")
@pytest.mark.parametrize(
    ("choice", "years", "wrong"),
    [
        (("BOL-Q.similar-age", "people-judge"), "5-or-more", False),
        (("BOL-Q.similar-age", "up-to-2-years"), "2", False),
        (("BOL-Q.similar-age", "up-to-2-years"), "3", True),
        (("BOL-Q.similar-age", "up-to-3-years"), "3", False),
        (("BOL-Q.similar-age", "up-to-3-years"), "5-or-more", True),
        (("BOL-Q.similar-age", "up-to-3-years"), "not-known", False),
    ],
)
def test_the_board_can_say_how_many_years_apart_is_a_similar_age(
    choice: tuple[str, str], years: str, wrong: bool
) -> None:
    answers = {"other-is": "under-18", "offence": "no", "similar-age": "yes", "years-apart": years}
    found = wrong_in(bolton_reads(*choice), "sexual-activity", answers, young(14))
    assert (("similar-age", "BOL-9.5.peer") in found) is wrong


@pytest.mark.parametrize(("age", "asked"), [(12, False), (13, True), (15, True), (16, False)])
def test_a_complaint_can_be_considered_for_every_active_child_of_13_to_15(
    bolton: Procedure, age: int, asked: bool
) -> None:
    every = bolton_reads("BOL-Q.as-set-out-above", "every-child-of-13-to-15")
    answers = {"other-is": "under-18", "similar-age": "yes", "offence": "yes"}
    missing = ("complaint", "BOL-9.7.complaint")
    assert missing not in wrong_in(bolton, "sexual-activity", answers, young(age))
    assert (missing in wrong_in(every, "sexual-activity", answers, young(age))) is asked


def test_the_early_help_assessment_can_be_demanded_whatever_social_work_assesses(bolton: Procedure) -> None:
    both = bolton_reads("BOL-Q.eha-and-tool", "always-both")
    fields = [form_of(board, "early-help-assessment").field("assessment") for board in (bolton, both)]
    assert [field.choices for field in fields if field] == [
        ("early-help-assessment", "social-work-assessment"),
        ("early-help-assessment",),
    ]


def test_a_social_worker_can_be_allocated_to_every_child_at_risk(bolton: Procedure) -> None:
    always, rule = bolton_reads("BOL-Q.in-need-at-lower-levels", "always-a-social-worker"), "BOL-1.1.cin"
    called = example(events.ResponseCalledFor, level="at-risk")
    assert "allocate-a-social-worker" in always.answer_level("at-risk", Facts()).tasks
    assert "allocate-a-social-worker" not in bolton.answer_level("at-risk", Facts()).tasks
    assert owed(bolton, rule, called) == []
    assert owed(always, rule, called, example(events.CaseAllocated, role="lead-professional")) == [State.OPEN]
    assert owed(always, rule, called, example(events.CaseAllocated, role="social-worker")) == [State.MET]
    assert owed(always, rule, example(events.ResponseCalledFor, level="significant-harm")) == []


@pytest.mark.parametrize(
    ("question", "choice", "kind", "ours"),
    [
        ("BOL-Q.cam-chair", "lead-professional", "child-action-meeting", "social-worker"),
        ("BOL-Q.cam-chair", "team-manager", "child-action-meeting", "social-worker"),
        ("BOL-Q.conference-chair", "team-manager", "child-protection-conference", "reviewing-officer"),
        ("BOL-Q.conference-chair", "head-of-service", "child-protection-conference", "reviewing-officer"),
    ],
)
def test_the_board_says_who_chairs(bolton: Procedure, question: str, choice: str, kind: str, ours: str) -> None:
    assert meeting_of(bolton, kind).chair == ours
    assert meeting_of(bolton_reads(question, choice), kind).chair == choice


@pytest.mark.parametrize(
    ("known", "team", "told_of_it"),
    [
        ({"significant_harm": "no"}, "referral-and-assessment-south", "tell-family-district"),
        ({"significant_harm": "yes"}, "referral-and-assessment-north", "tell-placement-district"),
        (
            {"significant_harm": "no", "immediate_danger": "yes"},
            "referral-and-assessment-north",
            "tell-placement-district",
        ),
    ],
)
def test_a_placed_child_under_13_can_go_to_the_placements_district_where_10_9_says_nothing(
    bolton: Procedure, known: dict[str, str], team: str, told_of_it: str
) -> None:
    placed = {"age_at_event": 12, "sexually_active": "yes", "placement_area": "bolton-south", **known}
    board = bolton_reads("BOL-Q.family-or-placement", "placement-district-where-open")
    route = routed(board, **placed)
    assert (route.team, route.outcome) == (team, "refer")
    assert told_of_it in route.tasks
    assert routed(bolton, **placed).team == "referral-and-assessment-north"


def test_a_final_assessment_can_be_demanded_before_closing(bolton: Procedure) -> None:
    final, rule = bolton_reads("BOL-Q.closing", "final-assessment"), "BOL-10.10.close"
    assert [rule in missing_to_close(bolton, done) for done in (UPDATED, FINAL)] == [False, False]
    assert [rule in missing_to_close(final, done) for done in (UPDATED, FINAL)] == [True, False]


@pytest.mark.parametrize("rule", ["BOL-10.13.plan", "BOL-10.13.lp"])
@pytest.mark.parametrize(
    ("reason", "wanted"), [("no-ongoing-social-work", True), ("safeguarded", False), ("reached-18", False)]
)
def test_plan_and_lead_professional_can_be_left_to_the_closing_that_10_13_speaks_of(
    bolton: Procedure, rule: str, reason: str, wanted: bool
) -> None:
    board = bolton_reads("BOL-Q.closing-conditions", "no-ongoing-social-work")
    assert rule in missing_to(bolton, Command.CLOSE_CASE, reason)
    assert (rule in missing_to(board, Command.CLOSE_CASE, reason)) is wanted


def test_a_strategy_discussion_can_be_held_beside_the_strategy_meeting(bolton: Procedure) -> None:
    two, rule = bolton_reads("BOL-Q.one-meeting", "two-kinds"), "BOL-10.16.s47"
    assert bolton.meeting_kind("strategy-discussion") is None
    assert meeting_of(two, "strategy-discussion").quorum == ("social-care", "police", "health")
    assert bolton.answer_level("significant-harm", Facts()).meetings == ("strategy-meeting",)
    assert two.answer_level("significant-harm", Facts()).meetings == ("strategy-discussion", "strategy-meeting")
    discussed = example(events.MeetingHeld, kind="strategy-discussion", quorate=True)
    met = example(events.MeetingHeld, kind="strategy-meeting", quorate=True)
    assert (owed(bolton, rule, met), owed(bolton, rule, discussed)) == ([State.OPEN], [])
    assert (owed(two, rule, met), owed(two, rule, discussed)) == ([], [State.OPEN])


@pytest.mark.parametrize(
    ("question", "choice", "too"),
    [
        ("BOL-Q.sharing", "police-too", "police-officer"),
        ("BOL-Q.sharing", "lead-professional-too", "lead-professional"),
    ],
)
@pytest.mark.parametrize("kind", ["strategy-meeting", "child-action-meeting", "safeguarding-plan-review"])
def test_the_board_says_with_whom_plans_are_shared(
    bolton: Procedure, question: str, choice: str, too: str, kind: str
) -> None:
    ours = meeting_of(bolton, kind).shared_with
    assert meeting_of(bolton_reads(question, choice), kind).shared_with == (*ours, too)


def test_a_concern_can_be_referred_while_harm_is_not_ruled_out(bolton: Procedure) -> None:
    board = bolton_reads("BOL-Q.unsure", "refer-while-unknown")
    assert [routed(bolton, significant_harm=said).outcome for said in ("unknown", "no")] == ["assess", "assess"]
    assert [routed(board, significant_harm=said).outcome for said in ("unknown", "no")] == ["refer", "assess"]


def test_turning_visitors_away_can_want_the_same_consultation_as_calls(bolton: Procedure) -> None:
    board, answers = bolton_reads("BOL-Q.visitors", "as-for-calls"), {"what": "visitors", "how": "Synthetic."}
    assert wrong_in(bolton, "monitoring", answers) == set()
    assert len(wrong_in(board, "monitoring", answers)) == 4


def test_out_of_hours_without_danger_the_emergency_team_need_not_be_offered(bolton: Procedure) -> None:
    board, calm = bolton_reads("BOL-Q.calm-out-of-hours", "district-only"), {"out_of_hours": True}
    assert "offer-emergency-duty-team" in routed(bolton, **calm).tasks
    assert "offer-emergency-duty-team" not in routed(board, **calm).tasks
    assert "offer-emergency-duty-team" not in routed(bolton).tasks
    assert routed(board, out_of_hours=True, immediate_danger="yes").response == "emergency"
