"""Tables of disposals: who proposed and who signed off, and what each service has erased since. A tombstone is both."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field

from commonward.store import Tenant, instant, sealed
from commonward_referral.states import WAITING

_STANDS = text("state <> 'refused'")


class Disposal(Tenant, table=True):
    """A case that is proposed for disposal; once signed off, all that is left of it."""

    __tablename__ = "disposal"
    __table_args__ = (
        Index("disposal_stands", "authority", "case_id", unique=True, postgresql_where=_STANDS, sqlite_where=_STANDS),
    )
    case_id: UUID
    schedule: str = Field(max_length=64)
    """The category by which it was due."""
    source: str = Field(max_length=200)
    """Who says so, as the procedure declared it then."""
    due_on: date
    reason: str | None = sealed(default=None)
    """Why it was proposed, or refused; it goes when the disposal is signed off."""
    proposed_by: UUID
    proposed_at: datetime = instant()
    answered_by: UUID | None = None
    """Who signed it off, or refused."""
    answered_at: datetime | None = instant(default=None, nullable=True)
    state: str = Field(default=WAITING, max_length=10)


class Erasure(Tenant, table=True):
    """A service has erased what it held."""

    __tablename__ = "erasure"
    __table_args__ = (Index("erasure_disposal", "authority", "disposal"),)
    disposal: UUID
    service: str = Field(max_length=40)
    rows: int
    at: datetime = instant()
