"""What this service tells of as new on a worker's cases."""

from __future__ import annotations

from commonward.contracts import Event
from commonward.contracts.events import (
    ActionCompleted,
    MeetingConvened,
    MeetingDecidedClosing,
    MeetingDecidedLevel,
    MeetingHeld,
    MinutesSigned,
    PlanAdopted,
)

NEWS: tuple[type[Event], ...] = (
    ActionCompleted,
    MeetingConvened,
    MeetingDecidedClosing,
    MeetingDecidedLevel,
    MeetingHeld,
    MinutesSigned,
    PlanAdopted,
)
