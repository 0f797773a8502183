"""What the risk service publishes: assessments, levels, and what a level calls for."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from pydantic import Field

from commonward.contracts.event import Event, event
from commonward.contracts.events.examples import AT, ID, PERSON, SECOND
from commonward.contracts.fields import Because, Code, Moment, Version


@event(
    "risk.assessment-requested",
    example={"assessment": ID, "tool": "leeds-information-report", "tool_version": "1", "because": ["LDS-3.form-each"]},
)
class AssessmentRequested(Event):
    """An assessment with this tool is wanted."""

    assessment: UUID
    tool: Code
    tool_version: Version
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
