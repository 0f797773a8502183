"""When a fact itself happened, which is what counts for being in time; not when it was heard of."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from commonward.clock import end_of_day
from commonward.contracts import Event, Happened
from commonward.contracts import events as e

_SAID_IN: Mapping[type[Event], str] = {
    e.AssessmentCompleted: "completed_at",
    e.LevelDecided: "decided_at",
    e.DecisionRecorded: "decided_at",
    e.MeetingHeld: "held_at",
    e.PlanAdopted: "adopted_at",
    e.PlanShared: "shared_at",
    e.PlanReceived: "received_at",
    e.SignedCopyPlaced: "placed_on",
    e.ActionCompleted: "completed_on",
    e.NoticeDelivered: "delivered_at",
    e.RecordMade: "happened_at",
    e.MissingReported: "reported_at",
    e.MissingReturned: "returned_at",
    e.AgeReached: "reached_at",
}


def occurred(happened: Happened[Event]) -> datetime:
    """When the fact itself happened, where the event says so; else when it was recorded.

    Of an event that says a day, the end of that day: the latest that it can have been, and no later than it was told.
    """
    field = _SAID_IN.get(type(happened.event))
    at: datetime | date = happened.at if field is None else getattr(happened.event, field)
    return at if isinstance(at, datetime) else min(happened.at, end_of_day(at) - datetime.resolution)
