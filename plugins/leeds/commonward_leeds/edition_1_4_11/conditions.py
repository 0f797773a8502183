"""The conditions that clocks and notices share: small, pure, each a sentence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, TypeAlias
from uuid import UUID

from commonward.procedure import Facts, Happened, events
from commonward.procedure.facts import AssessmentFact

COORDINATOR = "cse-missing-coordinator"
LEVELS = ("no", "low", "medium", "high")
NEEDS_VRMM = ("medium", "high")
SHARING_DAY = "plan-sharing-day"
Reviewed: TypeAlias = events.AssessmentCompleted | events.LevelDecided | events.RecordMade
"""What a review counts from: an assessment, a decided level, or the record of an assessment elsewhere."""
_ABOUT_PLANS = (
    events.PlanAdopted,
    events.PlanLinked,
    events.ActionIncorporated,
    events.ActionCompleted,
    events.SignedCopyPlaced,
)


def told_coordinator(about: str) -> Callable[[events.NoticeDelivered, Facts], bool]:
    """The coordinator was reached about this. What only reached the duty mailbox does not count."""
    return lambda event, facts: event.about == about and event.to == COORDINATOR and not event.reached_duty


def decided(decision: str, *options: str) -> Callable[[events.DecisionRecorded, Facts], bool]:
    """That decision was recorded, with one of the options where some are given."""
    return lambda event, facts: event.decision == decision and (not options or event.option in options)


def decided_at_this_level(facts: Facts, decision: str) -> str | None:
    """The option of a decision, if it was made since the level of risk came to be what it is."""
    made = facts.decision(decision)
    if made is None:
        return None
    since = None if facts.previous_level == facts.level else facts.level_decided_at
    return made.option if since is None or made.decided_at >= since else None


def recorded(kind: str, field: str | None = None, *values: str) -> Callable[[events.RecordMade, Facts], bool]:
    """A record of this kind was made, with one of the values in the field where some are given."""

    def condition(event: events.RecordMade, facts: Facts) -> bool:
        given = {value for answer in event.answers if answer.field == field for value in answer.values}
        return event.kind == kind and (field is None or not given.isdisjoint(values))

    return condition


def above_no_risk(event: events.LevelDecided, facts: Facts) -> bool:
    """The decided level is any but that of no risk."""
    return event.level != "no"


def outcome(wanted: str) -> Callable[[events.ConcernRouted, Facts], bool]:
    """The concern was routed to this outcome."""
    return lambda event, facts: event.outcome == wanted


def passed_on_to_nobody(event: events.ConcernRouted, facts: Facts) -> bool:
    """It is passed on, and no worker holds the case."""
    return event.outcome == "pass-on" and facts.worker is None


def wants_meeting(kind: str) -> Callable[[events.ResponseCalledFor, Facts], bool]:
    """The level calls for a meeting of this kind."""
    return lambda event, facts: kind in event.meetings


def wants_reviewing_officer(event: events.ResponseCalledFor, facts: Facts) -> bool:
    """The level calls for a word with the reviewing officer."""
    return "reviewing-officer" in event.consultations


def is_vrmm(event: events.MeetingHeld, facts: Facts) -> bool:
    """It was a Vulnerability & Risk Management Meeting."""
    return event.kind == "vrmm"


def is_later_vrmm(event: events.MeetingHeld, facts: Facts) -> bool:
    """It was such a meeting, and not the first."""
    return is_vrmm(event, facts) and len(facts.held("vrmm")) > 1


def is_vrmm_plan(event: events.PlanAdopted, facts: Facts) -> bool:
    """It was that meeting's plan."""
    return event.kind == "vrmm-plan"


def without_family(event: events.MeetingHeld, facts: Facts) -> bool:
    """It was that meeting, and the child or the parent or carer was not there."""
    return is_vrmm(event, facts) and not {"child", "parent-or-carer"} <= set(event.present)


def newly_needs_vrmm(event: events.LevelDecided, facts: Facts) -> bool:
    """The level has risen to medium or high; a level that stays there has opened its task before."""
    return event.level in NEEDS_VRMM and event.previous not in NEEDS_VRMM


def wants_a_vrmm(event: events.LevelDecided, facts: Facts) -> bool:
    """The same, or it has risen to high after the meeting at medium; while that one is owed, it is for both levels."""
    to_high = (event.previous, event.level) == ("medium", "high")
    return newly_needs_vrmm(event, facts) or (to_high and bool(facts.held("vrmm")))


def from_vrmm(event: events.PlanLinked, facts: Facts) -> bool:
    """The plan that refers to another one is the meeting's."""
    return any(plan.id == event.plan and plan.kind == "vrmm-plan" for plan in facts.plans)


def all_incorporated(event: events.ActionIncorporated | events.ActionCompleted, facts: Facts) -> bool:
    """Every action of the plan is in the other plan, or no longer needed."""
    return all(
        action.incorporated_in is not None or action.outcome == "no-longer-needed"
        for action in facts.actions
        if action.plan == event.plan
    )


def no_longer_needs_vrmm(event: events.LevelDecided, facts: Facts) -> bool:
    """The level is low or none."""
    return event.level not in NEEDS_VRMM


def assessed_at(level: str) -> Callable[[events.AssessmentCompleted, Facts], bool]:
    """The completed assessment leaves the child at this level."""
    return lambda event, facts: _higher(event.judgement, facts.level) == level


def newly_decided(level: str) -> Callable[[events.LevelDecided, Facts], bool]:
    """This level was decided, and no review at its cadence runs yet."""
    return lambda event, facts: event.level == level and _higher(_judgement(event, facts), event.previous) != level


def _higher(judgement: str | None, decided: str | None) -> str | None:
    """A judgement alone loosens no cadence: until two people have decided, the higher of the two levels holds."""
    return max(judgement, decided, key=lambda level: LEVELS.index(level) if level in LEVELS else -1)


def decided_level(level: str) -> Callable[[events.LevelDecided, Facts], bool]:
    """This level was decided."""
    return lambda event, facts: event.level == level


def _assessment(event: events.LevelDecided, facts: Facts) -> AssessmentFact | None:
    return next((each for each in facts.assessments if each.id == event.assessment), None)


def _judgement(event: events.LevelDecided, facts: Facts) -> str | None:
    judged = _assessment(event, facts)
    return judged.judgement if judged else None


def level_left(level: str) -> Callable[[events.LevelDecided, Facts], bool]:
    """Another level was decided."""
    return lambda event, facts: event.level != level


def fact_time(happened: Happened[Reviewed], facts: Facts) -> datetime:
    """When the assessment was completed or the level decided, not when it was recorded."""
    event = happened.event
    if isinstance(event, events.RecordMade):
        return event.happened_at
    return event.completed_at if isinstance(event, events.AssessmentCompleted) else event.decided_at


def last_assessed(happened: Happened[Reviewed], facts: Facts) -> datetime:
    """When the assessment was completed; where the decided level is not its judgement, when it was decided."""
    event = happened.event
    if isinstance(event, events.LevelDecided):
        judged = _assessment(event, facts)
        return judged.completed_at if judged and judged.judgement == event.level else event.decided_at
    return fact_time(happened, facts)


def received(happened: Happened[events.ConcernRaised], facts: Facts) -> datetime:
    """When the concern was received."""
    return happened.event.received_at


def held_at_high(happened: Happened[events.MeetingHeld], facts: Facts) -> datetime | None:
    """When the meeting was held, at high risk; at any other this sets no time."""
    return happened.event.held_at if facts.level == "high" else None


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


def plan(happened: Happened[Any], facts: Facts) -> UUID | None:
    """The plan that an event is about."""
    return happened.event.plan if isinstance(happened.event, _ABOUT_PLANS) else None


def day_before_sharing(happened: Happened[events.RecordMade], facts: Facts) -> datetime | None:
    """The day before the one by which the plan is shared, so that one day later is the end of that day."""
    made = facts.record(SHARING_DAY)
    day = made.one("share-by") if made else None
    return datetime.fromisoformat(day).replace(hour=12, tzinfo=UTC) - timedelta(days=1) if day else None


def shared_early(happened: Happened[events.RecordMade | events.PlanShared], facts: Facts) -> UUID | None:
    """The meeting whose plan a sharing day is for; a plan counts for its own meeting's day, or the last before it."""
    event = happened.event
    if isinstance(event, events.RecordMade):
        return _with_the_plan(event.record, event.happened_at, facts)
    held = [each.id for each in facts.held("vrmm")]
    up_to_it = held[: held.index(event.meeting) + 1] if event.meeting in held else []
    days = {_with_the_plan(made.id, made.happened_at, facts) for made in facts.records.get(SHARING_DAY, ())}
    return next((id for id in reversed(up_to_it) if id in days), None)


def held_with_the_plan(happened: Happened[events.RecordMade], facts: Facts) -> datetime | None:
    """When the meeting was held whose plan the sharing day is for."""
    meeting = _with_the_plan(happened.event.record, happened.event.happened_at, facts)
    return next((each.held_at for each in facts.held("vrmm") if each.id == meeting), None)


def _with_the_plan(record: UUID, at: datetime, facts: Facts) -> UUID | None:
    """The meeting that a record names; where it names none, the last one before it."""
    held = {each.id: each.held_at for each in facts.held("vrmm")}
    named = facts.matters.get(record)
    before = [id for id, since in held.items() if since is not None and since <= at]
    return named if named in held else next(reversed(before), None)
