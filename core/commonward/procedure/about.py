"""What an event is about: a concern, a meeting, an episode, an assessment. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from commonward.contracts import Event
from commonward.contracts import events as e
from commonward.procedure.facts import Facts

_NAMED_IN: Mapping[type[Event], str] = {
    e.ConcernRaised: "concern",
    e.ConcernRouted: "concern",
    e.MissingReported: "episode",
    e.MissingReturned: "episode",
    e.MissingAnswered: "episode",
    e.AssessmentRequested: "assessment",
    e.AssessmentCompleted: "assessment",
    e.MeetingRequired: "meeting",
    e.MeetingConvened: "meeting",
    e.MeetingHeld: "meeting",
    e.PlanAdopted: "meeting",
}


def about(event: Event, facts: Facts) -> UUID | None:
    """The one of these that the event names, or that a record was tied to; None where it is about the whole subject."""
    if isinstance(event, e.RecordMade):
        return facts.matters.get(event.record)
    field = _NAMED_IN.get(type(event))
    named: UUID | None = None if field is None else getattr(event, field)
    return named
