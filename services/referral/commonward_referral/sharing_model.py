"""The referral service's tables of the sharing ledger: its lines are only ever added, and hold no words."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, Text
from sqlmodel import Field

from commonward.store import Tenant, instant, sealed


class SharingDecision(Tenant, table=True):
    """A decision to share information with somebody, or not to; or that a shared plan has arrived there."""

    __tablename__ = "sharing_decision"
    __table_args__ = (Index("sharing_decision_case", "authority", "case_id"),)
    case_id: UUID
    source: str = Field(max_length=10)
    """Where the line comes from: a `person`, a `record` of the board's, a shared `plan`, a `transfer`."""
    source_id: UUID | None = None
    """The record, the plan or the transfer."""
    outcome: str = Field(max_length=10)
    """`shared`, `declined`, or `received` for a plan that was acknowledged."""
    with_whom: str = Field(max_length=64)
    purpose: str | None = Field(default=None, max_length=64)
    basis: str = Field(default="", sa_type=Text)
    """Lawful bases, a line each."""
    what: str = Field(default="", sa_type=Text)
    """Kinds of information, a line each."""
    because: str = Field(default="", sa_type=Text)
    """Rules of the procedure that it follows, a line each."""
    informed: str | None = Field(default=None, max_length=20)
    decided_by: UUID | None = None
    """None for a plan: the meetings service shows on the plan who shared it."""
    decided_at: datetime = instant()


class SharingWords(Tenant, table=True):
    """Why it was decided so. The id is the decision's."""

    __tablename__ = "sharing_words"
    __table_args__ = (Index("sharing_words_case", "authority", "case_id"),)
    case_id: UUID
    reason: str | None = sealed(default=None)
    not_informed_because: str | None = sealed(default=None)
