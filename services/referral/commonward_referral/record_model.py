"""The tables of records: a board's forms, filled in, and whom each of them names."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, Text
from sqlmodel import Field

from commonward.store import Tenant, instant, sealed
from commonward_referral.states import MADE


class Record(Tenant, table=True):
    """A form of the board's, filled in. A record is never changed: it is voided, and made anew."""

    __tablename__ = "record"
    __table_args__ = (Index("record_case", "authority", "case_id"),)
    case_id: UUID
    kind: str = Field(max_length=64)
    answers: str = sealed()
    """JSON: the values of each field, words included."""
    happened_at: datetime = instant()
    made_by: UUID
    made_at: datetime = instant()
    authorised_by: UUID | None = None
    answered_at: datetime | None = instant(default=None, nullable=True)
    """When a second person agreed or refused, as far as it was kept."""
    about: UUID | None = None
    """What it is about, where whoever made it said so: a concern, a meeting, a missing episode, an assessment."""
    override_reason: str | None = sealed(default=None)
    overridden: str = Field(default="", sa_type=Text)
    """Ids of the *should* checks that a manager has overridden, a line each."""
    state: str = Field(default=MADE, max_length=10)


class Naming(Tenant, table=True):
    """A record names another subject: an adult of concern, a place, another child's case. It need not count (yet)."""

    __tablename__ = "naming"
    __table_args__ = (Index("naming_subject", "authority", "subject"), Index("naming_case", "authority", "case_id"))
    case_id: UUID
    """The subject whose record it is."""
    record: UUID
    subject: UUID
