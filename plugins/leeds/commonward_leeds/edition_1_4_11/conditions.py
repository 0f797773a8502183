"""The conditions that clocks and notices share: small, pure, each a sentence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from commonward.procedure import Facts, Happened, events

COORDINATOR = "cse-missing-coordinator"
NEEDS_VRMM = ("medium", "high")


def told_coordinator(about: str) -> Callable[[events.NoticeDelivered, Facts], bool]:
    """The coordinator was reached about this. What only reached the duty mailbox does not count."""
    return lambda event, facts: event.about == about and event.to == COORDINATOR and not event.reached_duty


def decided(decision: str, *options: str) -> Callable[[events.DecisionRecorded, Facts], bool]:
    """That decision was recorded, with one of the options where some are given."""
    return lambda event, facts: event.decision == decision and (not options or event.option in options)


def outcome(wanted: str) -> Callable[[events.ConcernRouted, Facts], bool]:
    """The concern was routed to this outcome."""
    return lambda event, facts: event.outcome == wanted


def wants_meeting(kind: str) -> Callable[[events.ResponseCalledFor, Facts], bool]:
    """The level calls for a meeting of this kind."""
    return lambda event, facts: kind in event.meetings


def wants_reviewing_officer(event: events.ResponseCalledFor, facts: Facts) -> bool:
    """The level calls for a word with the reviewing officer."""
    return "reviewing-officer" in event.consultations


def is_vrmm(event: events.MeetingHeld, facts: Facts) -> bool:
    """It was a Vulnerability & Risk Management Meeting."""
    return event.kind == "vrmm"


def is_vrmm_plan(event: events.PlanAdopted, facts: Facts) -> bool:
    """It was that meeting's plan."""
    return event.kind == "vrmm-plan"


def newly_needs_vrmm(event: events.ResponseCalledFor, facts: Facts) -> bool:
    """The level has risen to medium or high; a level that stays there has opened its task before."""
    return "vrmm" in event.meetings and facts.previous_level not in NEEDS_VRMM


def no_longer_needs_vrmm(event: events.LevelDecided | events.CaseClosed, facts: Facts) -> bool:
    """The level is low or none, or the case is closed."""
    return isinstance(event, events.CaseClosed) or event.level not in NEEDS_VRMM


def review_wanted(level: str) -> Callable[[events.AssessmentCompleted | events.LevelDecided, Facts], bool]:
    """The cadence runs from the completed assessment at its judgement; a decided level that differs takes over."""

    def condition(event: events.AssessmentCompleted | events.LevelDecided, facts: Facts) -> bool:
        if isinstance(event, events.AssessmentCompleted):
            return event.judgement == level
        return event.level == level and _judgement(event, facts) != level

    return condition


def _judgement(event: events.LevelDecided, facts: Facts) -> str | None:
    return next((each.judgement for each in facts.assessments if each.id == event.assessment), None)


def level_left(level: str) -> Callable[[events.LevelDecided | events.CaseClosed, Facts], bool]:
    """Another level was decided, or the case is closed."""
    return lambda event, facts: isinstance(event, events.CaseClosed) or event.level != level


def fact_time(happened: Happened[events.AssessmentCompleted | events.LevelDecided], facts: Facts) -> datetime:
    """When the assessment was completed or the level decided, not when it was recorded."""
    event = happened.event
    return event.completed_at if isinstance(event, events.AssessmentCompleted) else event.decided_at


def received(happened: Happened[events.ConcernRaised], facts: Facts) -> datetime:
    """When the concern was received."""
    return happened.event.received_at


def held(happened: Happened[events.MeetingHeld], facts: Facts) -> datetime:
    """When the meeting was held."""
    return happened.event.held_at


def adopted(happened: Happened[events.PlanAdopted], facts: Facts) -> datetime:
    """When the plan was adopted."""
    return happened.event.adopted_at


def cause(happened: Happened[Any], facts: Facts) -> UUID:
    """The concern or assessment that a notice is about: what one notice told does not count for another."""
    return happened.event.cause if isinstance(happened.event, events.NoticeDelivered) else happened.id


def meeting(happened: Happened[Any], facts: Facts) -> UUID | None:
    """The meeting that an event is about: the plan of one meeting does not count for another."""
    about_meetings = (events.MeetingHeld, events.PlanAdopted, events.PlanShared)
    return happened.event.meeting if isinstance(happened.event, about_meetings) else None
