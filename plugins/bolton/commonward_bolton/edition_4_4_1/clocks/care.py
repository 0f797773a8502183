"""What is owed for looked-after children and by their carers: paragraph 12 and Appendix 3. No figure is stated;
people name the day on which a restriction is looked at again.
"""

from __future__ import annotations

from datetime import date

from commonward.procedure import Clock, Facts, Happened, Tri, by_day, clock, escalate_to, events, only
from commonward_bolton.edition_4_4_1 import conditions as when

WORKER = "allocated-social-worker"
MANAGER = escalate_to("team-manager")


def at_immediate_risk(event: events.ConcernRouted, facts: Facts) -> bool:
    """A looked-after child who is exploited, or at immediate risk."""
    then = facts.of_concern(event.concern)
    return when.looked_after(event, then) and Tri.YES in (then.significant_harm, then.immediate_danger)


def needs_package(event: events.RecordMade, facts: Facts) -> bool:
    """A Care Plan was brought up to date, and exploitation was not ruled out."""
    return when.recorded("care-plan")(event, facts) and facts.level != "not-identified"


def to_be_reviewed(event: events.RecordMade, facts: Facts) -> bool:
    """A restriction, or its going on, with the day on which somebody will look at it again."""
    return when.recorded("restriction")(event, facts) or when.recorded("restriction-review", "outcome", "goes-on")(
        event, facts
    )


def _day_of_review(happened: Happened[events.RecordMade], facts: Facts) -> date | None:
    return next(map(date.fromisoformat, happened.event.all("review-on")), None)


INTO_CARE = (only(events.ConcernRouted, when.looked_after), only(events.DecisionRecorded, when.newly_in_care))

CLOCKS: tuple[Clock, ...] = (
    clock(
        "BOL-12.1.carers",
        "Make sure that the carers know the guidance and the Joint Missing Protocol",
        opens_on=INTO_CARE,
        within=None,
        by=WORKER,
        met_by=only(events.RecordMade, when.recorded("carers-briefed")),
        superseded_by=events.CaseClosed,
        together=True,
        on_breach=MANAGER,
    ),
    clock(
        "BOL-12.2.careplan",
        "Bring the Care Plan up to date",
        opens_on=INTO_CARE,
        within=None,
        by=WORKER,
        met_by=only(events.RecordMade, when.recorded("care-plan")),
        superseded_by=events.CaseClosed,
        together=True,
        on_breach=MANAGER,
    ),
    clock(
        "BOL-12.2.review",
        "Review what the Care Plan says of exploitation, with the team manager",
        opens_on=only(events.RecordMade, when.recorded("care-plan")),
        within=None,
        by="reviewing-officer",
        met_by=only(events.RecordMade, when.recorded("care-plan-review")),
        superseded_by=events.CaseClosed,
        together=True,
        on_breach=MANAGER,
    ),
    clock(
        "BOL-A3.immediate",
        "Update the Care Plan: the child is exploited or at immediate risk",
        opens_on=only(events.ConcernRouted, at_immediate_risk),
        within=None,
        by=WORKER,
        met_by=only(events.RecordMade, when.recorded("care-plan")),
        superseded_by=events.CaseClosed,
        together=True,
        on_breach=MANAGER,
    ),
    clock(
        "BOL-A3.package",
        "Agree a package of support",
        opens_on=only(events.RecordMade, needs_package),
        within=None,
        by=WORKER,
        met_by=only(events.RecordMade, when.recorded("support-package")),
        superseded_by=events.CaseClosed,
        together=True,
        on_breach=MANAGER,
    ),
    clock(
        "BOL-A3.restrict",
        "Look at the restriction again",
        opens_on=only(events.RecordMade, to_be_reviewed),
        within=by_day(_day_of_review),
        by=WORKER,
        met_by=only(events.RecordMade, when.recorded("restriction-review")),
        superseded_by=events.CaseClosed,
        together=True,
        on_breach=MANAGER,
    ),
)
