"""What the risk service publishes: assessments, levels, and what a level calls for."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field

from commonward.contracts.event import Event, event
from commonward.contracts.events.examples import AT, ID, OTHER, PERSON, SECOND
from commonward.contracts.fields import Because, Code, Moment, Version


class Purpose(StrEnum):
    """What an assessment is made for."""

    INITIAL = "initial"
    REVIEW = "review"
    FINAL = "final"
    """Before the case is closed."""


class Fall(StrEnum):
    """Why a level that falls wants a reason and a second person."""

    STEPS = "steps"
    """It falls by more steps than the board lets one person decide."""
    UNMONITORED = "unmonitored"
    """Nobody would look again by themselves."""
    SEVERAL = "several"
    """The same person has brought about several falls on one day."""


class LevelRefusal(StrEnum):
    """Why a level that a meeting decided could not be taken."""

    CASE_CLOSED = "case-closed"
    NO_ASSESSMENT = "no-assessment"
    """No assessment has been completed: no level stands without one."""
    NOT_ON_THE_SCALE = "not-on-the-scale"
    BELOW_FLOOR = "below-floor"
    """What was answered, or the child's age, makes it unavailable."""


@event(
    "risk.assessment-requested",
    example={
        "assessment": ID,
        "tool": "leeds-information-report",
        "tool_version": "1",
        "because": ["LDS-3.form-each"],
        "purpose": "review",
        "triggered_by": OTHER,
    },
)
class AssessmentRequested(Event):
    """An assessment with this tool is wanted."""

    assessment: UUID
    tool: Code
    tool_version: Version
    because: Because
    purpose: Purpose = Purpose.INITIAL
    triggered_by: UUID | None = None
    """The concern, meeting or record that made somebody ask, where one did."""


@event(
    "risk.assessment-stage-completed",
    example={
        "assessment": ID,
        "stage": "first-account",
        "next": "analysis",
        "next_by": "team-manager",
        "completed_by": PERSON,
        "completed_at": AT,
        "because": ["LDS-3.form-each"],
    },
)
class AssessmentStageCompleted(Event):
    """One role has completed its part of the tool, and hands it to the next."""

    assessment: UUID
    stage: Code
    next: Code
    next_by: Code
    completed_by: UUID
    completed_at: Moment
    because: Because


@event(
    "risk.assessment-completed",
    example={
        "assessment": ID,
        "tool": "leeds-information-report",
        "tool_version": "1",
        "judgement": "medium",
        "completed_by": PERSON,
        "completed_at": AT,
        "because": ["LDS-4.all", "LDS-4.overall"],
        "purpose": "initial",
    },
)
class AssessmentCompleted(Event):
    """A person completed the tool and judged; the answers stay with the service."""

    assessment: UUID
    tool: Code
    tool_version: Version
    judgement: Code
    completed_by: UUID
    completed_at: Moment
    because: Because
    purpose: Purpose = Purpose.INITIAL


@event(
    "risk.level-decided",
    example={
        "assessment": ID,
        "level": "medium",
        "previous": None,
        "decided_by": [PERSON, SECOND],
        "decided_at": AT,
        "provisional": False,
        "because": ["LDS-3.decide"],
        "meeting": None,
    },
)
class LevelDecided(Event):
    """Whoever the board says has decided the level of risk."""

    assessment: UUID
    level: Code
    previous: Code | None
    decided_by: tuple[UUID, ...]
    decided_at: Moment
    provisional: bool
    """True while it waits to be confirmed."""
    because: Because
    meeting: UUID | None = None
    """The meeting that decided it, where one did."""


@event(
    "risk.second-person-wanted",
    example={
        "assessment": ID,
        "level": "no",
        "previous": "high",
        "falls": ["steps", "unmonitored"],
        "judged_by": PERSON,
        "because": ["LDS-3.decide"],
    },
)
class SecondPersonWanted(Event):
    """A level would fall so that a second person must decide it, with a reason. Until then the level stays."""

    assessment: UUID
    level: Code
    """The level that was judged, or that a meeting decided."""
    previous: Code
    falls: tuple[Fall, ...]
    judged_by: UUID
    because: Because


@event(
    "risk.level-refused",
    example={
        "meeting": OTHER,
        "level": "low",
        "refusal": "below-floor",
        "at_least": "medium",
        "because": ["LDS-4.one-level"],
    },
)
class LevelRefused(Event):
    """The level that a meeting decided could not be taken; the level stays as it was, and people must look at it."""

    meeting: UUID
    level: Code
    refusal: LevelRefusal
    at_least: Code | None
    """The lowest level that is available, where a floor holds."""
    because: Because


@event(
    "risk.early-review-suggested", example={"triggered_by": OTHER, "level": "medium", "because": ["LDS-4.review-new"]}
)
class EarlyReviewSuggested(Event):
    """Something new is known of a case whose level was decided: a review may be wanted before it is due.

    The review that is due stays due; it counts from the last completed assessment only.
    """

    triggered_by: UUID
    """The concern that brought it."""
    level: Code
    because: Because


@event(
    "risk.response-called-for",
    example={
        "level": "medium",
        "plan": "child-in-need-plan",
        "meetings": ["vrmm"],
        "consultations": [],
        "tasks": ["section-17-assessment"],
        "review_months": 3,
        "because": ["LDS-4.med-notopen", "LDS-2.vrmm"],
    },
)
class ResponseCalledFor(Event):
    """What the procedure wants at this level."""

    level: Code
    plan: Code | None
    meetings: tuple[Code, ...]
    consultations: tuple[Code, ...]
    tasks: tuple[Code, ...]
    review_months: Annotated[int, Field(ge=1, le=24)] | None
    """None where the procedure states no cadence."""
    because: Because
