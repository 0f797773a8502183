"""What is owed as the board reads its text: where it leaves a figure, a kind of meeting or a need open."""

from __future__ import annotations

from commonward.procedure import Clock, Facts, Readings, clock, events, only
from commonward_bolton.edition_4_4_1 import conditions as when
from commonward_bolton.edition_4_4_1.board import ASSESSMENT_TOOL
from commonward_bolton.edition_4_4_1.clocks.framework import DUTY, HEAD, MANAGER, WORKER
from commonward_bolton.edition_4_4_1.figures import figure
from commonward_bolton.edition_4_4_1.gates.care import SOCIAL_WORKERS
from commonward_bolton.edition_4_4_1.meetings import discussion_of
from commonward_bolton.edition_4_4_1.responses import always_a_social_worker
from commonward_bolton.edition_4_4_1.routing import under_13_and_active

ACTION_PLAN = "young-persons-action-plan"


def referred_under_13(event: events.ConcernRouted, facts: Facts) -> bool:
    """The concern was referred because the child is, or may be, under 13 and sexually active."""
    return event.outcome == "refer" and under_13_and_active(facts.of_concern(event.concern))


def without_a_social_worker(event: events.ResponseCalledFor, facts: Facts) -> bool:
    """The child is at risk, and no social worker holds the case."""
    return event.level == "at-risk" and facts.worker_role not in SOCIAL_WORKERS


def to_a_social_worker(event: events.CaseAllocated, facts: Facts) -> bool:
    """The case was allocated to a social worker."""
    return event.role in SOCIAL_WORKERS


def clocks(readings: Readings) -> tuple[Clock, ...]:
    """All of them."""
    return (
        *_first_steps(readings),
        _section_47(discussion_of(readings)),
        *_plan_review(readings),
        *((_ALLOCATION,) if always_a_social_worker(readings) else ()),
    )


def _first_steps(readings: Readings) -> tuple[Clock, ...]:
    return (
        clock(
            "BOL-9.6.refer",
            "Take the referral of a child under 13",
            opens_on=only(events.ConcernRouted, referred_under_13),
            within=figure(readings, "BOL-Q.no-times"),
            by=DUTY,
            met_by=only(events.DecisionRecorded, when.decided("district-referral", "taken")),
            occasion=when.concern,
            on_breach=MANAGER,
        ),
        clock(
            "BOL-7.8.health",
            "Offer the sexual health service",
            opens_on=only(events.DecisionRecorded, when.decided("exit-acceptance", "accept")),
            within=figure(readings, "BOL-Q.speedy"),
            by="exit-worker",
            met_by=only(events.RecordMade, when.recorded("sexual-health")),
            superseded_by=events.CaseClosed,
            together=True,
            on_breach=MANAGER,
        ),
        clock(
            "BOL-10.10.review",
            "Review and update the CSE Assessment",
            opens_on=only(events.AssessmentCompleted, when.assessed_with(ASSESSMENT_TOOL)),
            within=figure(readings, "BOL-Q.review-interval"),
            by=WORKER,
            met_by=only(events.AssessmentCompleted, when.assessed_with(ASSESSMENT_TOOL)),
            superseded_by=events.CaseClosed,
            on_breach=MANAGER,
        ),
    )


def _section_47(discussion: str) -> Clock:
    return clock(
        "BOL-10.16.s47",
        "Decide whether the criteria of section 47 are met",
        opens_on=only(events.MeetingHeld, when.held(discussion)),
        within=None,
        by="team-manager",
        met_by=only(events.DecisionRecorded, when.decided("section-47")),
        on_breach=HEAD,
    )


def _plan_review(readings: Readings) -> tuple[Clock, ...]:
    """Owed where the board names an interval; else the meeting agrees the next date, and nothing is counted."""
    interval = figure(readings, "BOL-Q.regularly")
    if interval is None:
        return ()
    return (
        clock(
            "BOL-10.8.continue",
            "Review the Young Person's Action Plan",
            opens_on=only(events.PlanAdopted, when.adopted(ACTION_PLAN)),
            within=interval,
            by=WORKER,
            met_by=(
                only(events.PlanAdopted, when.adopted(ACTION_PLAN)),
                only(events.RecordMade, when.recorded("progress-review")),
            ),
            superseded_by=events.CaseClosed,
            together=True,
            on_breach=MANAGER,
        ),
    )


_ALLOCATION = clock(
    "BOL-1.1.cin",
    "Allocate a social worker: every child at risk is an open case",
    opens_on=only(events.ResponseCalledFor, without_a_social_worker),
    within=None,
    by="team-manager",
    met_by=only(events.CaseAllocated, to_a_social_worker),
    superseded_by=(only(events.LevelDecided, when.level_left("at-risk")), events.CaseClosed),
    on_breach=HEAD,
)
