"""What is owed when a plan is made: shared, recorded, filed, taken into the child's other plan: paragraphs 5 and 6."""

from __future__ import annotations

from commonward.procedure import Clock, Readings, after, clock, days, earliest, events, only, working_days
from commonward_leeds.edition_1_4_11 import conditions as when
from commonward_leeds.edition_1_4_11.clocks.owing import MANAGER, WORKER
from commonward_leeds.edition_1_4_11.meetings import early_at_high
from commonward_leeds.edition_1_4_11.records.mosaic import MOSAIC, PLAN

EARLIER = clock(
    "LDS-6.share-earlier",
    "Share the plan earlier, as the risk wants",
    opens_on=only(events.RecordMade, when.recorded(when.SHARING_DAY)),
    within=earliest(after(when.day_before_sharing, days(1)), after(when.held_with_the_plan, working_days(5))),
    by=WORKER,
    met_by=events.PlanShared,
    occasion=when.shared_early,
    superseded_by=only(events.RecordMade, when.recorded(when.SHARING_DAY)),
    on_breach=MANAGER,
)

KEEPING = (
    clock(
        "LDS-6.record-2wd",
        "Record the meeting and plan on Mosaic",
        opens_on=only(events.PlanAdopted, when.is_vrmm_plan),
        starts=when.adopted,
        within=working_days(2),
        by=WORKER,
        met_by=only(events.RecordMade, when.recorded(MOSAIC, "what", PLAN)),
        remind=working_days(1),
        on_breach=MANAGER,
    ),
    clock(
        "LDS-6.signed",
        "Place the signed copy of the plan in the paper file",
        opens_on=only(events.PlanAdopted, when.is_vrmm_plan),
        within=None,
        by=WORKER,
        met_by=events.SignedCopyPlaced,
        occasion=when.plan,
        on_breach=MANAGER,
    ),
    clock(
        "LDS-5.incorporate",
        "Take the plan's actions into the child's other plan",
        opens_on=only(events.PlanLinked, when.from_vrmm),
        within=None,
        by=WORKER,
        met_by=(
            only(events.ActionIncorporated, when.all_incorporated),
            only(events.ActionCompleted, when.all_incorporated),
        ),
        occasion=when.plan,
        superseded_by=events.CaseClosed,
        on_breach=MANAGER,
    ),
)


def clocks(readings: Readings) -> tuple[Clock, ...]:
    """All of them; at high risk the plan may be shared earlier, as the board reads its text."""
    early = early_at_high(readings)
    within = earliest(working_days(5), after(when.held_at_high, early)) if early else working_days(5)
    share = clock(
        "LDS-6.share-5wd",
        "Share the plan",
        opens_on=only(events.MeetingHeld, when.is_vrmm),
        starts=when.held,
        within=within,
        by=WORKER,
        met_by=events.PlanShared,
        occasion=when.meeting,
        remind=working_days(1),
        on_breach=MANAGER,
    )
    return (share, EARLIER, *KEEPING)
