"""Tables of who may see a case: each step with its reason in words, which leaves this service for nowhere."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field

from commonward.store import Tenant, instant, sealed

RESTRICTED, LIFTED, BLOCKED, UNBLOCKED, OPENED = "restricted", "lifted", "blocked", "unblocked", "opened"


class AccessStep(Tenant, table=True):
    """Somebody changed who may see a case, or opened one by break-glass. Rows are only added."""

    __tablename__ = "access_step"
    __table_args__ = (Index("access_step_case", "authority", "case_id"), Index("access_step_how", "authority", "how"))
    case_id: UUID
    how: str = Field(max_length=10)
    code: str | None = Field(default=None, max_length=64)
    reason: str = sealed()
    person: UUID | None = None
    """Who was blocked, or is no longer."""
    by: UUID
    at: datetime = instant()
    until: datetime | None = instant(default=None, nullable=True)


class Cover(Tenant, table=True):
    """Somebody stands in for a person who is away."""

    __tablename__ = "cover"
    __table_args__ = (Index("cover_person", "authority", "person"), Index("cover_cover", "authority", "cover"))
    person: UUID
    cover: UUID
    since: datetime = instant()
    until: datetime = instant()
    arranged_by: UUID
    ended_at: datetime | None = instant(default=None, nullable=True)
