"""What is owed after a concern and after a completed form: paragraphs 2 to 4."""

from __future__ import annotations

from commonward.procedure import Clock, Readings, clock, events, hours, only, working_days
from commonward.procedure.clocks import at_event
from commonward_leeds.edition_1_4_11 import conditions as when
from commonward_leeds.edition_1_4_11.clocks.owing import COORDINATOR, MANAGER, WORKER
from commonward_leeds.edition_1_4_11.decisions import IMMEDIACY
from commonward_leeds.edition_1_4_11.records.mosaic import FORM, MOSAIC, TOOL
from commonward_leeds.edition_1_4_11.records.response import FIRST_ACTION, POLICE_LIAISON

AFTER_A_CONCERN = (
    clock(
        "LDS-2.immediate",
        "Act on the child's own needs, at once",
        opens_on=events.ConcernRaised,
        within=None,
        by=WORKER,
        met_by=only(events.RecordMade, when.recorded(FIRST_ACTION)),
        superseded_by=events.CaseClosed,
        on_breach=MANAGER,
    ),
    clock(
        "LDS-2.psu",
        "Share what is known with the Police Safeguarding Unit",
        opens_on=events.ConcernRaised,
        within=None,
        by=COORDINATOR,
        met_by=only(events.RecordMade, when.recorded(POLICE_LIAISON)),
        on_breach=MANAGER,
    ),
)

AFTER_A_FORM = (
    clock(
        "LDS-3.decide",
        "Decide with the team manager how immediate the concern is",
        opens_on=events.AssessmentCompleted,
        within=None,
        by=WORKER,
        met_by=only(events.DecisionRecorded, when.decided(IMMEDIACY)),
        superseded_by=events.CaseClosed,
        on_breach=MANAGER,
    ),
    clock(
        "LDS-3.mosaic-2wd",
        "Record the activity on Mosaic",
        opens_on=events.AssessmentCompleted,
        starts=when.fact_time,
        within=working_days(2),
        by=WORKER,
        met_by=only(events.RecordMade, when.recorded(MOSAIC, "what", FORM, TOOL)),
        remind=working_days(1),
        on_breach=MANAGER,
    ),
)


def clocks(readings: Readings) -> tuple[Clock, ...]:
    """All of them; from when 24 hours run, and whether the office has to be open, is the board's reading."""
    from_receipt = readings.of("LDS-Q.clock-starts") == "receipt"
    from_opening = readings.of("LDS-Q.hours-and-days") == "from-next-opening"
    return (*AFTER_A_CONCERN, *AFTER_A_FORM, *_within_24_hours(from_receipt=from_receipt, from_opening=from_opening))


def _within_24_hours(*, from_receipt: bool, from_opening: bool) -> tuple[Clock, ...]:
    return (
        clock(
            "LDS-3.coord-24h",
            "Tell the coordinator of the concern",
            opens_on=events.ConcernRaised,
            starts=when.received if from_receipt else at_event,
            within=hours(24),
            from_opening=from_opening,
            by="duty-and-advice",
            met_by=only(events.NoticeDelivered, when.told_coordinator("referral-received")),
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
            from_opening=from_opening,
            by=WORKER,
            met_by=only(events.NoticeDelivered, when.told_coordinator("assessment-completed")),
            occasion=when.cause,
            remind=hours(4),
            on_breach=MANAGER,
        ),
    )
