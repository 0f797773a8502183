"""What is owed until a Vulnerability & Risk Management Meeting is held, and after each: paragraphs 2, 5 and 6."""

from __future__ import annotations

from commonward.procedure import Clock, Readings, clock, events, only, working_days
from commonward_leeds.edition_1_4_11 import conditions as when
from commonward_leeds.edition_1_4_11.clocks.owing import MANAGER, WORKER
from commonward_leeds.edition_1_4_11.records.family import FAMILY_UPDATED
from commonward_leeds.edition_1_4_11.records.mosaic import MEETING, MOSAIC
from commonward_leeds.edition_1_4_11.records.plans import RISK_MANAGEMENT

CLOCKS = (
    clock(
        "LDS-2.vrmm",
        "Hold a Vulnerability & Risk Management Meeting",
        opens_on=only(events.LevelDecided, when.wants_a_vrmm),
        within=None,
        by=WORKER,
        met_by=only(events.MeetingHeld, when.is_vrmm),
        superseded_by=(only(events.LevelDecided, when.no_longer_needs_vrmm), events.CaseClosed),
        on_breach=MANAGER,
        because=("LDS-5.convene",),
    ),
    clock(
        "LDS-5.update",
        "Update whoever of the family was not at the meeting",
        opens_on=only(events.MeetingHeld, when.without_family),
        within=None,
        by=WORKER,
        met_by=only(events.RecordMade, when.recorded(FAMILY_UPDATED)),
        on_breach=MANAGER,
    ),
    clock(
        "LDS-6.mosaic",
        "Record the meeting's activity on Mosaic",
        opens_on=only(events.MeetingHeld, when.is_vrmm),
        starts=when.held,
        within=working_days(2),
        by=WORKER,
        met_by=only(events.RecordMade, when.recorded(MOSAIC, "what", MEETING)),
        remind=working_days(1),
        on_breach=MANAGER,
    ),
)


def clocks(readings: Readings) -> tuple[Clock, ...]:
    """All of them; whether an existing plan is enough, and which templates are due, is the board's reading."""
    later_only = readings.of("LDS-Q.two-clocks") == "later-meetings"
    template = clock(
        "LDS-6.template-2wd",
        "Complete the meeting and plan template, or its next version",
        opens_on=only(events.MeetingHeld, when.is_later_vrmm if later_only else when.is_vrmm),
        starts=when.held,
        within=working_days(2),
        by=WORKER,
        met_by=events.PlanAdopted,
        occasion=when.meeting,
        remind=working_days(1),
        on_breach=MANAGER,
        because=("LDS-5.plan-review",),
    )
    own_plan = only(events.PlanAdopted, when.is_vrmm_plan)
    named_plan = only(events.RecordMade, when.recorded(RISK_MANAGEMENT))
    own_always = readings.of("LDS-Q.either") == "own-plan-always"
    managed_in_a_plan = clock(
        "LDS-5.either",
        "Complete the meeting's plan, or say which existing plan manages the risk",
        opens_on=only(events.LevelDecided, when.newly_needs_vrmm),
        within=None,
        by=WORKER,
        met_by=own_plan if own_always else (own_plan, named_plan),
        superseded_by=(only(events.LevelDecided, when.no_longer_needs_vrmm), events.CaseClosed),
        on_breach=MANAGER,
    )
    return (managed_in_a_plan, template, *CLOCKS)
