"""What Leeds' text leaves open, and what changes where the board reads it otherwise."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from commonward.contracts import Event, events
from commonward.procedure import (
    CLOSING,
    Answer,
    Facts,
    Limit,
    MeetingKind,
    Procedure,
    State,
    Tri,
    problems,
    working_days,
)
from tests.core.procedure.builders import after, example, folded
from tests.plugins.filling import wrong_in
from tests.plugins.leeds.happenings import FIRST, SECOND, assessed, decided, owed, recorded, vrmm
from tests.plugins.listening import told
from tests.plugins.reading import reading

TOLD = ("cse-missing-coordinator", "level-decided")
CLUSTER = ("team-manager", "cluster-referral")
FRIDAY = datetime(2026, 3, 6, 18, 0, tzinfo=UTC)
"""After office hours; the office opens on Monday 9 March at 9:00."""


def leeds_reads(question: str, choice: str) -> Procedure:
    return reading("leeds", question, choice)


def vrmm_of(board: Procedure) -> MeetingKind:
    kind = board.meeting_kind("vrmm")
    assert kind is not None
    return kind


def due(board: Procedure, clock: str, *history: Event) -> datetime | None:
    """When the newest obligation of a clock is due."""
    return owed(board, clock, *history)[-1].due


@pytest.mark.parametrize(
    ("question", "choice"),
    [
        ("LDS-Q.chair", "team-manager"),
        ("LDS-Q.chair", "social-worker"),
        ("LDS-Q.chair", "cse-missing-coordinator"),
    ],
)
def test_the_board_says_who_chairs(leeds: Procedure, question: str, choice: str) -> None:
    assert (vrmm_of(leeds).chair, vrmm_of(leeds_reads(question, choice)).chair) == ("team-manager", choice)


@pytest.mark.parametrize(("level", "still"), [("no", False), ("low", True), ("medium", True), ("high", True)])
def test_the_board_says_whether_the_coordinator_hears_of_no_risk(leeds: Procedure, level: str, still: bool) -> None:
    assert TOLD in told(leeds, decided(level))
    assert (TOLD in told(leeds_reads("LDS-Q.no-risk", "low-and-above"), decided(level))) is still


def test_the_board_says_whether_an_existing_plan_is_enough(leeds: Procedure) -> None:
    own_always = leeds_reads("LDS-Q.either", "own-plan-always")
    existing = (decided("high"), recorded("risk-management", managed_in=["existing-plan"]))
    assert owed(leeds, "LDS-5.either", *existing)[0].state is State.MET
    assert owed(own_always, "LDS-5.either", *existing)[0].state is State.OPEN
    adopted = example(events.PlanAdopted, plan=FIRST, kind="vrmm-plan")
    assert owed(own_always, "LDS-5.either", decided("high"), adopted)[0].state is State.MET


@pytest.mark.parametrize(
    ("question", "choice", "recipients"),
    [
        ("LDS-Q.recipients", "isu-coordinator-worker", 3),
        ("LDS-Q.recipients", "reviewing-officer-too", 4),
        ("LDS-Q.recipients", "nobody-yet", 0),
    ],
)
def test_the_board_says_with_whom_the_plan_is_shared(question: str, choice: str, recipients: int) -> None:
    shared = vrmm_of(leeds_reads(question, choice)).shared_with
    assert (len(shared), "reviewing-officer" in shared) == (recipients, recipients == 4)


def test_the_24_hours_run_from_receipt_unless_the_board_counts_from_recording(leeds: Procedure) -> None:
    recording = leeds_reads("LDS-Q.clock-starts", "recording")
    concern = example(events.ConcernRaised, received_at=after(10))
    assert due(leeds, "LDS-3.coord-24h", concern) == after(34)
    assert due(recording, "LDS-3.coord-24h", concern) == after(54), "the test's first event is recorded at 30 hours"


def test_the_hours_can_run_from_the_next_opening(leeds: Procedure) -> None:
    opening = leeds_reads("LDS-Q.hours-and-days", "from-next-opening")
    concern = example(events.ConcernRaised, received_at=FRIDAY)
    assert due(leeds, "LDS-3.coord-24h", concern) == FRIDAY + timedelta(hours=24)
    assert due(opening, "LDS-3.coord-24h", concern) == datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
    done = example(events.AssessmentCompleted, completed_at=FRIDAY)
    assert due(opening, "LDS-3.form-24h", done) == datetime(2026, 3, 10, 9, 0, tzinfo=UTC)


def test_the_first_limit_can_be_read_as_one_for_later_meetings(leeds: Procedure) -> None:
    later, rule = leeds_reads("LDS-Q.two-clocks", "later-meetings"), "LDS-6.template-2wd"
    both = (vrmm(0, FIRST), vrmm(24, SECOND))
    assert (len(owed(leeds, rule, *both)), len(owed(later, rule, *both))) == (2, 1)
    assert owed(later, rule, vrmm(0, FIRST)) == []


def test_a_child_in_need_plan_need_not_go_on_at_high_risk(leeds: Procedure) -> None:
    named = leeds_reads("LDS-Q.high-open-cin", "only-the-named-plans")
    in_need = Facts(level="high", open_to_social_care=Tri.YES, plan_in_place="child-in-need-plan")
    assert leeds.answer_level("high", in_need).plan == "child-in-need-plan"
    answer = named.answer_level("high", in_need)
    assert (answer.plan, answer.tasks[0]) == (None, "link-existing-plan")
    protected = in_need.model_copy(update={"plan_in_place": "child-protection-plan"})
    assert named.answer_level("high", protected) == leeds.answer_level("high", protected)
    assert named.answer_level("medium", in_need) == leeds.answer_level("medium", in_need)


def test_a_strategy_discussion_can_have_the_two_outcomes_of_the_text_only(leeds: Procedure) -> None:
    two = leeds_reads("LDS-Q.other-outcome", "two-outcomes").decision("strategy-discussion-outcome")
    ours = leeds.decision("strategy-discussion-outcome")
    assert two is not None
    assert ours is not None
    assert ours.options == (*two.options, "other")
    assert (ours.needs_second("other"), two.needs_second("child-in-need")) == (True, False)


def test_the_child_and_family_assessment_can_begin_with_the_level(leeds: Procedure) -> None:
    later = leeds_reads("LDS-Q.cfa-at-low", "from-medium")
    concern = example(events.ConcernRaised, open_to_social_care="no")
    tasks = [board.route(concern, folded(concern)).tasks for board in (leeds, later)]
    assert ["child-and-family-assessment" in each for each in tasks] == [True, False]
    assert "section-17-assessment" in later.answer_level("medium", Facts()).tasks
    assert all(CLUSTER in told(board, example(events.ConcernRouted, outcome="refer")) for board in (leeds, later))


@pytest.mark.parametrize(("choice", "wanted"), [("no", False), ("low", True), ("high", True)])
def test_a_heading_of_no_risk_can_do_without_its_analysis(leeds: Procedure, choice: str, wanted: bool) -> None:
    with_risk = leeds_reads("LDS-Q.analysis", "headings-with-a-risk")
    for board, then in ((leeds, True), (with_risk, wanted)):
        tool = board.tool("leeds-information-report")
        assert tool is not None
        found = problems(tool, [Answer(item=item.code, choice=choice) for item in tool.items])
        assert {problem.kind for problem in found} == ({"no-text"} if then else set())


def test_a_case_can_be_closed_because_early_help_goes_on(leeds: Procedure) -> None:
    more = leeds_reads("LDS-Q.closing", "early-help-too").decision(CLOSING)
    ours = leeds.decision(CLOSING)
    assert more is not None
    assert ours is not None
    assert set(more.options) - set(ours.options) == {"early-help-goes-on"}


@pytest.mark.parametrize(
    ("question", "choice", "early"),
    [
        ("LDS-Q.share-earlier", "high-within-2-working-days", working_days(2)),
        ("LDS-Q.share-earlier", "high-within-1-working-day", working_days(1)),
    ],
)
def test_at_high_risk_the_board_can_set_an_earlier_day_to_share_the_plan(
    leeds: Procedure, question: str, choice: str, early: Limit
) -> None:
    board, rule = leeds_reads(question, choice), "LDS-6.share-5wd"
    assert [vrmm_of(board).share_limit(level) for level in ("high", "medium")] == [early, working_days(5)]
    assert vrmm_of(leeds).share_limit("high") == working_days(5)
    at_high, at_medium = (decided("high"), vrmm()), (decided("medium"), vrmm())
    assert due(leeds, rule, *at_high) == due(leeds, rule, *at_medium) == due(board, rule, *at_medium)
    # Held on Monday 2 March: over at the end of so many working days after it.
    assert due(board, rule, *at_high) == datetime(2026, 3, 3 + early.amount, tzinfo=UTC)


def test_the_form_can_be_allowed_out_by_the_secure_domain_only(leeds: Procedure) -> None:
    only = leeds_reads("LDS-Q.secure", "secure-domain-only")
    sent = {"sent-on": "2026-03-02", "sent-to": "unit-mailbox", "transport": "encrypted-mail"}
    assert wrong_in(leeds, "form-sent", sent) == set()
    assert {field for field, _ in wrong_in(only, "form-sent", sent)} == {"transport"}
    assert wrong_in(only, "form-sent", {**sent, "transport": "secure-domain"}) == set()


def test_a_review_can_be_counted_from_the_decision_always(leeds: Procedure) -> None:
    deciding, rule = leeds_reads("LDS-Q.review-starts", "decision"), "LDS-4.review-high"
    history = (assessed("high", at=0), decided("high", at=48))
    assert due(leeds, rule, *history) == datetime(2026, 4, 3, tzinfo=UTC) - timedelta(hours=1)
    assert due(deciding, rule, *history) == datetime(2026, 4, 5, tzinfo=UTC) - timedelta(hours=1)
    assert owed(deciding, rule, assessed("high")) == []
    [standing] = owed(deciding, rule, *history, assessed("no", at=60, id=SECOND))
    assert standing.state is State.OPEN  # a judgement alone ends nothing
    reviewed = owed(deciding, rule, *history, assessed("high", 60, SECOND), decided("high", 70, SECOND, "high"))
    assert [each.state for each in reviewed] == [State.MET, State.OPEN]


def test_a_month_can_be_counted_as_four_weeks(leeds: Procedure) -> None:
    weekly = leeds_reads("LDS-Q.every-month", "four-weeks")
    # From Monday 2 March, in summer time by then: 2 April, or four weeks later on 30 March.
    assert due(leeds, "LDS-4.review-high", assessed("high")) == datetime(2026, 4, 3, tzinfo=UTC) - timedelta(hours=1)
    assert due(weekly, "LDS-4.review-high", assessed("high")) == datetime(2026, 3, 31, tzinfo=UTC) - timedelta(hours=1)
    for level in ("medium", "low"):
        rule = {"medium": "LDS-4.review-med", "low": "LDS-4.review-low"}[level]
        assert due(weekly, rule, assessed(level)) == datetime(2026, 5, 26, tzinfo=UTC) - timedelta(hours=1)
