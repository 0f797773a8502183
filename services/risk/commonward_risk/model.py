"""The risk service's tables. Answers and reasons live here and are never published."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, Text, text
from sqlmodel import Field

from commonward.store import CORE_TABLES, Tenant, instant

REQUESTED, COMPLETED, DECIDED = "requested", "completed", "decided"
_STILL_OPEN = text("state = 'requested'")


class Assessment(Tenant, table=True):
    """One use of a risk tool: asked for, completed by a person, its level decided by whoever the board says."""

    __tablename__ = "assessment"
    __table_args__ = (
        Index("assessment_case", "authority", "case_id"),
        Index(
            "assessment_open",
            "authority",
            "case_id",
            "tool",
            unique=True,
            postgresql_where=_STILL_OPEN,
            sqlite_where=_STILL_OPEN,
        ),
    )
    case_id: UUID
    tool: str = Field(max_length=64)
    tool_version: str = Field(max_length=20)
    state: str = Field(default=REQUESTED, max_length=10)
    requested_by: UUID
    requested_at: datetime = instant()
    answers: str = Field(default="[]", sa_type=Text)
    """The tool's answers as JSON."""
    rationale: str = Field(default="", sa_type=Text)
    judgement: str | None = Field(default=None, max_length=64)
    """The level that the person who completed it judged."""
    completed_by: UUID | None = None
    completed_at: datetime | None = instant(default=None, nullable=True)
    override_reason: str | None = Field(default=None, sa_type=Text)
    overridden: str = Field(default="", sa_type=Text)
    """Ids of the *should* gates that a manager has overridden, a line each."""
    level: str | None = Field(default=None, max_length=64)
    decided_by: UUID | None = None
    """Who decided last: the second person, where the board wants two."""
    decided_at: datetime | None = instant(default=None, nullable=True)
    decision_reason: str | None = Field(default=None, sa_type=Text)
    """Why the second person decided otherwise than the first one judged."""


TABLES = (*CORE_TABLES, Assessment)
