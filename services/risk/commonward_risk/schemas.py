"""Shapes that cross the risk service's API."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from commonward.contracts import Code, Moment
from commonward.contracts.text import PROSE, VISIBLE
from commonward.procedure import Answer, SetBy, Tool

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=8000), PROSE, VISIBLE]
Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=4000), PROSE, VISIBLE]


class _Input(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Ask(_Input):
    """A new assessment; without a tool, with the one that was used last."""

    tool: Code | None = None
    version: int | None = None


class Complete(_Input):
    """A completed tool, and the person's own judgement."""

    answers: tuple[Answer, ...]
    judgement: Code
    rationale: Words
    completed_at: Moment | None = None
    """By default now."""
    override_reason: Reason | None = None
    """A manager's reason to go on against unmet *should* gates."""
    version: int | None = None


class DecideLevel(_Input):
    """The second person's decision."""

    level: Code
    reason: Reason | None = None
    """Needed where the level is not what the first person judged."""
    version: int | None = None


class Previous(BaseModel):
    """What was answered the last time with the same tool; to look at, never filled in by itself."""

    assessment: UUID
    tool_version: str
    completed_at: datetime
    judgement: Code
    answers: tuple[Answer, ...]


class AssessmentLine(BaseModel):
    """An assessment in a list."""

    id: UUID
    case: UUID
    tool: Code
    tool_version: str
    state: str
    requested_at: datetime
    judgement: Code | None
    completed_by: UUID | None
    completed_at: datetime | None
    level: Code | None
    decided_by: UUID | None
    decided_at: datetime | None


class AssessmentPage(BaseModel):
    """An assessment, the tool it is made with, and what was answered before."""

    assessment: AssessmentLine
    tool: Tool
    answers: tuple[Answer, ...]
    rationale: str
    decision_reason: str | None
    previous: Previous | None
    version: int
    """The case's version here; commands may name it as the one they expect."""


class Assessments(BaseModel):
    """Assessments, the newest first."""

    assessments: tuple[AssessmentLine, ...]


class AssessmentFilter(BaseModel):
    """How to narrow the list."""

    model_config = ConfigDict(extra="forbid")

    case: UUID | None = None
    state: Annotated[str, Field(pattern="^(requested|completed|decided)$")] | None = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class Tools(BaseModel):
    """The board's tools, each at its newest version."""

    tools: tuple[Tool, ...]


class LevelLine(BaseModel):
    """A step of the scale; a higher rank is a higher risk."""

    model_config = ConfigDict(from_attributes=True)

    code: Code
    title: str
    rank: int


class Levels(BaseModel):
    """The board's scale of risk, and who sets a level."""

    model_config = ConfigDict(from_attributes=True)

    levels: tuple[LevelLine, ...]
    set_by: SetBy
    second_role: Code | None
    provisional: bool
    because: tuple[str, ...]


class Done(BaseModel):
    """A command took effect; the case is at this version now."""

    id: UUID
    version: int
    state: str
    level: Code | None = None
