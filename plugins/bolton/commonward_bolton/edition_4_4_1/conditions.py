"""The conditions that tasks and notices share: small, pure, each a sentence."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from commonward.procedure import Facts, Happened, Tri, events
from commonward_bolton.edition_4_4_1.in_care import in_care


def outcome(*wanted: str) -> Callable[[events.ConcernRouted, Facts], bool]:
    """The concern was routed to one of these outcomes."""
    return lambda event, facts: event.outcome in wanted


def is_emergency(event: events.ConcernRouted, facts: Facts) -> bool:
    """Immediate danger out of office hours, or not ruled out."""
    return event.response == "emergency"


def decided(decision: str, *options: str) -> Callable[[events.DecisionRecorded, Facts], bool]:
    """That decision was recorded, with one of the options where some are given."""
    return lambda event, facts: event.decision == decision and (not options or event.option in options)


def wants_meeting(kind: str) -> Callable[[events.ResponseCalledFor, Facts], bool]:
    """The level calls for a meeting of this kind."""
    return lambda event, facts: kind in event.meetings


def newly_at(level: str) -> Callable[[events.ResponseCalledFor, Facts], bool]:
    """The level has changed to this one; while it stays there, its task is open already."""
    return lambda event, facts: event.level == level and facts.previous_level != level


def level_left(level: str) -> Callable[[events.LevelDecided, Facts], bool]:
    """Another level was decided."""
    return lambda event, facts: event.level != level


def invited(agency: str) -> Callable[[events.MeetingConvened, Facts], bool]:
    """A meeting has its time, and this agency is among its guests."""
    return lambda event, facts: agency in event.invited


def held(kind: str) -> Callable[[events.MeetingHeld, Facts], bool]:
    """A meeting of this kind was held, with everybody without whom it is inquorate."""
    return lambda event, facts: event.kind == kind and event.quorate


def adopted(plan: str) -> Callable[[events.PlanAdopted, Facts], bool]:
    """A plan of this kind was adopted."""
    return lambda event, facts: event.kind == plan


def recorded(kind: str, field: str = "", *values: str) -> Callable[[events.RecordMade, Facts], bool]:
    """A record of this kind was made; with a field, one that answers it with one of these values."""
    return lambda event, facts: event.kind == kind and (not field or not set(values).isdisjoint(event.all(field)))


def assessed_with(tool: str, *judgements: str) -> Callable[[events.AssessmentCompleted, Facts], bool]:
    """An assessment with this tool was completed, with one of the judgements where some are given."""
    return lambda event, facts: event.tool == tool and (not judgements or event.judgement in judgements)


def looked_after(event: object, facts: Facts) -> bool:
    """The child is looked after. Where nobody knows, the route has it asked."""
    return in_care(facts)


def newly_in_care(event: events.DecisionRecorded, facts: Facts) -> bool:
    """It was decided to accommodate a child whom no concern had called looked after."""
    return decided("accommodation", "accommodate")(event, facts) and facts.looked_after is not Tri.YES


def concern(happened: Happened[events.ConcernRouted | events.DecisionRecorded], facts: Facts) -> UUID | None:
    """The concern that was routed, or that was decided about."""
    if isinstance(happened.event, events.ConcernRouted):
        return happened.event.concern
    made = facts.decision(happened.event.decision)
    return made.concern if made else None
