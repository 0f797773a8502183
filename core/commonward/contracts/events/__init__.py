"""The region's events, one module per publisher. Importing this package registers them all."""

from __future__ import annotations

from commonward.contracts.events.meetings import (
    MeetingConvened,
    MeetingHeld,
    MeetingRequired,
    PlanAdopted,
    PlanShared,
)
from commonward.contracts.events.notify import (
    NoticeDelivered,
    NoticeRaised,
    ObligationBreached,
    ObligationDischarged,
    ObligationOpened,
    ObligationReminded,
    ObligationSuperseded,
    TimeReached,
)
from commonward.contracts.events.partner import ConcernReceived, ConcernReported
from commonward.contracts.events.referral import (
    CaseAllocated,
    CaseClosed,
    CaseOpened,
    ClosingRefused,
    ClosingRequested,
    ConcernRaised,
    ConcernRouted,
    DecisionRecorded,
)
from commonward.contracts.events.risk import (
    AssessmentCompleted,
    AssessmentRequested,
    LevelDecided,
    ResponseCalledFor,
)

__all__ = [
    "AssessmentCompleted",
    "AssessmentRequested",
    "CaseAllocated",
    "CaseClosed",
    "CaseOpened",
    "ClosingRefused",
    "ClosingRequested",
    "ConcernRaised",
    "ConcernReceived",
    "ConcernReported",
    "ConcernRouted",
    "DecisionRecorded",
    "LevelDecided",
    "MeetingConvened",
    "MeetingHeld",
    "MeetingRequired",
    "NoticeDelivered",
    "NoticeRaised",
    "ObligationBreached",
    "ObligationDischarged",
    "ObligationOpened",
    "ObligationReminded",
    "ObligationSuperseded",
    "PlanAdopted",
    "PlanShared",
    "ResponseCalledFor",
    "TimeReached",
]
