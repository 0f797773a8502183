"""What is owed under paragraphs 7 and 9: referral, assessment and advice, without a figure in the text."""

from __future__ import annotations

from commonward.procedure import Clock, Facts, Tri, clock, events, only
from commonward_bolton.edition_4_4_1 import ages
from commonward_bolton.edition_4_4_1 import conditions as when
from commonward_bolton.edition_4_4_1.clocks.framework import MANAGER, WORKER
from commonward_bolton.edition_4_4_1.records import orders

EXIT = "exit-worker"


def active_with_concerns(event: events.ConcernRouted, facts: Facts) -> bool:
    """A child of 13 to 15 is known to be sexually active, and there are additional concerns."""
    then = facts.of_concern(event.concern)
    concerns = bool(then.indicators) or Tri.YES in (then.significant_harm, then.immediate_danger)
    return ages.from_13_to_15(then) and then.sexually_active is Tri.YES and concerns


CLOCKS: tuple[Clock, ...] = (
    *orders.CLOCKS,
    clock(
        "BOL-7.4.lowlevel",
        "Say what the tool leads to at a lower level",
        opens_on=only(events.ResponseCalledFor, when.newly_at("not-identified")),
        within=None,
        by=WORKER,
        met_by=only(events.DecisionRecorded, when.decided("lower-level-result")),
        superseded_by=(only(events.LevelDecided, when.level_left("not-identified")), events.CaseClosed),
        on_breach=MANAGER,
    ),
    clock(
        "BOL-9.7.assess",
        "Assess the needs of a sexually active child of 13 to 15",
        opens_on=only(events.ConcernRouted, active_with_concerns),
        within=None,
        by=WORKER,
        met_by=events.AssessmentCompleted,
        superseded_by=events.CaseClosed,
        on_breach=MANAGER,
    ),
    clock(
        "BOL-9.11.factors",
        "Consider whether the relationship is a risk",
        opens_on=only(events.RecordMade, when.recorded("sexual-activity")),
        within=None,
        by=WORKER,
        met_by=only(events.AssessmentCompleted, when.assessed_with("exit-risk-indicators")),
        superseded_by=events.CaseClosed,
        on_breach=MANAGER,
    ),
    clock(
        "BOL-7.5.advise",
        "Give the advice that EXIT was asked for",
        opens_on=only(events.RecordMade, when.recorded("advice-wanted")),
        within=None,
        by=EXIT,
        met_by=only(events.RecordMade, when.recorded("advice-given")),
        on_breach=MANAGER,
    ),
)
