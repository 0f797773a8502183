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
from commonward.contracts.events.records import (
    AgeReached,
    CaseVoided,
    CodedAnswer,
    EditionChanged,
    FactsCorrected,
    MissingAnswered,
    MissingReported,
    MissingReturned,
    RecordMade,
    RecordVoided,
)
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
    "AgeReached",
    "AssessmentCompleted",
    "AssessmentRequested",
    "CaseAllocated",
    "CaseClosed",
    "CaseOpened",
    "CaseVoided",
    "ClosingRefused",
    "ClosingRequested",
    "CodedAnswer",
    "ConcernRaised",
    "ConcernReceived",
    "ConcernReported",
    "ConcernRouted",
    "DecisionRecorded",
    "EditionChanged",
    "FactsCorrected",
    "LevelDecided",
    "MeetingConvened",
    "MeetingHeld",
    "MeetingRequired",
    "MissingAnswered",
    "MissingReported",
    "MissingReturned",
    "NoticeDelivered",
    "NoticeRaised",
    "ObligationBreached",
    "ObligationDischarged",
    "ObligationOpened",
    "ObligationReminded",
    "ObligationSuperseded",
    "PlanAdopted",
    "PlanShared",
    "RecordMade",
    "RecordVoided",
    "ResponseCalledFor",
    "TimeReached",
]
