"""What this service tells of as new on a worker's cases."""

from __future__ import annotations

from commonward.contracts import Event
from commonward.contracts.events import (
    CaseAllocated,
    ConcernRaised,
    DecisionRecorded,
    FactsCorrected,
    MissingReported,
    MissingReturned,
    RecordMade,
)

NEWS: tuple[type[Event], ...] = (
    CaseAllocated,
    ConcernRaised,
    DecisionRecorded,
    FactsCorrected,
    MissingReported,
    MissingReturned,
    RecordMade,
)
