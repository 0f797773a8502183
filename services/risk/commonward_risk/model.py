"""The risk service's tables. Answers and reasons live here and are never published."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, Text, text
from sqlmodel import Field

from commonward.contracts.events import Purpose
from commonward.store import CORE_TABLES, Tenant, instant, sealed
from commonward.store.drafts import Draft

REQUESTED, COMPLETED, DECIDED = "requested", "completed", "decided"
INFORMED = "informed"
"""Completed with a tool that sets no level: nobody decides one by it."""
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
    purpose: str = Field(default=Purpose.INITIAL, max_length=10)
    triggered_by: UUID | None = None
    """What made somebody ask: a concern, a meeting, a record."""
    state: str = Field(default=REQUESTED, max_length=10)
    requested_by: UUID
    requested_at: datetime = instant()
    answers: str = sealed(default="[]")
    """The tool's answers as JSON; a draft while the assessment is only asked for, never changed after."""
    filled: str = sealed(default="{}")
    """The rest of what was filled in, as JSON: entries and contributions."""
    draft: int = 0
    """How often the draft was saved; whoever saves may name the one that they saw."""
    stage: str | None = Field(default=None, max_length=64)
    """Whose turn it is, where the tool has stages."""
    rationale: str = sealed(default="")
    judgement: str | None = Field(default=None, max_length=64)
    """The level that the person who completed it judged."""
    completed_by: UUID | None = None
    completed_at: datetime | None = instant(default=None, nullable=True)
    divergence_reason: str | None = sealed(default=None)
    """Why the judgement is another than the tool's figure reads."""
    override_reason: str | None = sealed(default=None)
    overridden: str = Field(default="", sa_type=Text)
    """Ids of the *should* gates that a manager has overridden, a line each."""
    overridden_by: str = Field(default="", sa_type=Text)
    """The managers who did, a line each."""
    level: str | None = Field(default=None, max_length=64)
    decided_by: UUID | None = None
    """Who decided last: the second person, where the board wants two."""
    decided_at: datetime | None = instant(default=None, nullable=True)
    decision_reason: str | None = sealed(default=None)
    """Why the second person decided otherwise than the first one judged, or let the level fall."""
    provisional: bool = False
    """True while the level waits to be confirmed."""
    meeting: UUID | None = None
    """The meeting that decided the level, or proposed one that waits for a second person."""
    proposed: str | None = Field(default=None, max_length=64)
    """The level of that meeting, while it waits."""
    fell_at: datetime | None = instant(default=None, nullable=True)
    """When the level fell, if it did: by the clock of this service, whatever day the people wrote."""

    @property
    def waits_for(self) -> str | None:
        """The level that waits for a second person: the meeting's, or what the first one judged."""
        return self.proposed or self.judgement


TABLES = (*CORE_TABLES, Draft, Assessment)
