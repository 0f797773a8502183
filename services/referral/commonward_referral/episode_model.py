"""The table of missing episodes."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field

from commonward.store import Tenant, instant, sealed


class Episode(Tenant, table=True):
    """A time when the child was missing."""

    __tablename__ = "episode"
    __table_args__ = (Index("episode_case", "authority", "case_id"),)
    case_id: UUID
    number: int
    missing_from: datetime = instant()
    returned_at: datetime | None = instant(default=None, nullable=True)
    reported_by: UUID
    agency: str = Field(max_length=64)
    account: str = sealed()
