"""The clocks of Leeds. What must be told or recorded stays owed when a case closes; what looks ahead ends with it."""

from __future__ import annotations

from commonward.procedure import Clock, clock, escalate_to, events, hours, months, weeks, working_days
from commonward_leeds.edition_1_4_11 import conditions as when

WORKER = "allocated-social-worker"
MANAGER = escalate_to("team-manager")


def review(rule: str, level: str, every: int) -> Clock:
    """The next assessment is due this many months after the last one."""
    return clock(
        rule,
        f"Review the risk assessment ({level} risk)",
        opens_on=(events.AssessmentCompleted, events.LevelDecided),
        when=when.review_wanted(level),
        starts=when.fact_time,
        within=months(every),
        by=WORKER,
        met_by=events.AssessmentCompleted,
        superseded_by=(events.LevelDecided, events.CaseClosed),
        superseded_when=when.level_left(level),
        remind=weeks(1),
        on_breach=MANAGER,
    )


CLOCKS = (
    clock(
        "LDS-3.coord-24h",
        "Tell the coordinator of the concern",
        opens_on=events.ConcernRaised,
        starts=when.received,
        within=hours(24),
        by="duty-and-advice",
        met_by=events.NoticeDelivered,
        meets=when.told_coordinator("referral-received"),
        occasion=when.cause,
        remind=hours(4),
        on_breach=MANAGER,
        because=("LDS-2.coord-initial",),
    ),
    clock(
        "LDS-3.form-24h",
        "Send the completed form to the coordinator",
        opens_on=events.AssessmentCompleted,
        starts=when.fact_time,
        within=hours(24),
        by=WORKER,
        met_by=events.NoticeDelivered,
        meets=when.told_coordinator("assessment-completed"),
        occasion=when.cause,
        remind=hours(4),
        on_breach=MANAGER,
    ),
    clock(
        "LDS-3.mosaic-2wd",
        "Record the activity on Mosaic",
        opens_on=events.AssessmentCompleted,
        starts=when.fact_time,
        within=working_days(2),
        by=WORKER,
        met_by=events.DecisionRecorded,
        meets=when.decided("mosaic-recorded"),
        remind=working_days(1),
        on_breach=MANAGER,
    ),
    clock(
        "LDS-2.vrmm",
        "Hold a Vulnerability & Risk Management Meeting",
        opens_on=events.ResponseCalledFor,
        when=when.newly_needs_vrmm,
        within=None,
        by=WORKER,
        met_by=events.MeetingHeld,
        meets=when.is_vrmm,
        superseded_by=(events.LevelDecided, events.CaseClosed),
        superseded_when=when.no_longer_needs_vrmm,
        on_breach=MANAGER,
        because=("LDS-5.convene",),
    ),
    clock(
        "LDS-6.template-2wd",
        "Complete the meeting and plan template",
        opens_on=events.MeetingHeld,
        when=when.is_vrmm,
        starts=when.held,
        within=working_days(2),
        by=WORKER,
        met_by=events.PlanAdopted,
        occasion=when.meeting,
        remind=working_days(1),
        on_breach=MANAGER,
    ),
    clock(
        "LDS-6.record-2wd",
        "Record the meeting and plan on Mosaic",
        opens_on=events.PlanAdopted,
        when=when.is_vrmm_plan,
        starts=when.adopted,
        within=working_days(2),
        by=WORKER,
        met_by=events.DecisionRecorded,
        meets=when.decided("vrmm-recorded"),
        remind=working_days(1),
        on_breach=MANAGER,
    ),
    clock(
        "LDS-6.share-5wd",
        "Share the plan",
        opens_on=events.MeetingHeld,
        when=when.is_vrmm,
        starts=when.held,
        within=working_days(5),
        by=WORKER,
        met_by=events.PlanShared,
        occasion=when.meeting,
        remind=working_days(1),
        on_breach=MANAGER,
    ),
    review("LDS-4.review-high", "high", every=1),
    review("LDS-4.review-med", "medium", every=3),
    review("LDS-4.review-low", "low", every=3),
)
