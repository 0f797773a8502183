"""The notify service's tables: what is owed, who must be told, and each attempt to tell them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, Index, Text, text
from sqlmodel import Field

from commonward.procedure import State
from commonward.store import CORE_TABLES, Tenant, instant

WAITING, SENT, FAILED = "waiting", "sent", "failed"

_TO_WAKE = text("wakes_at IS NOT NULL")
_TO_SEND = text("state = 'waiting'")


class Owed(Tenant, table=True):
    """An obligation of the clock engine, with what people need to see of it; it stays when it is no longer owed."""

    __tablename__ = "obligation"
    __table_args__ = (
        Index("obligation_case", "authority", "case_id"),
        Index("obligation_role", "authority", "role", "due"),
        Index("obligation_wakes", "authority", "wakes_at", postgresql_where=_TO_WAKE, sqlite_where=_TO_WAKE),
    )
    case_id: UUID
    clock: str = Field(max_length=64)
    title: str = Field(max_length=200)
    because: list[str] = Field(sa_type=JSON)
    role: str = Field(max_length=64)
    worker: UUID | None = None
    """The case's worker, by whom the obligations of the allocated worker's role are listed."""
    cause: UUID
    """The event that opened it."""
    started_at: datetime = instant()
    due: datetime | None = instant(default=None, nullable=True)
    remind_at: datetime | None = instant(default=None, nullable=True)
    state: str = Field(default=State.OPEN, max_length=12)
    reminded: bool = False
    wakes_at: datetime | None = instant(default=None, nullable=True)
    """When time itself changes it next; empty while that time is under way as an event."""
    breached_at: datetime | None = instant(default=None, nullable=True)
    """Stays when it is done later: a breach remains in the ledger."""
    ended_by: UUID | None = None
    ended_at: datetime | None = instant(default=None, nullable=True)
    acknowledged_by: UUID | None = None
    acknowledged_at: datetime | None = instant(default=None, nullable=True)
    acknowledged_reason: str | None = Field(default=None, max_length=64)
    acknowledged_note: str | None = Field(default=None, sa_type=Text)
    acknowledged_effect: str | None = Field(default=None, sa_type=Text)
    """What the delay meant for the child."""


class Notice(Tenant, table=True):
    """Somebody must be told. The mailbox is looked up when it is sent, so that it goes to who holds the role then."""

    __tablename__ = "notice"
    __table_args__ = (
        Index("notice_case", "authority", "case_id"),
        Index("notice_cause", "authority", "cause"),
        Index("notice_waiting", "authority", "next_attempt_at", postgresql_where=_TO_SEND, sqlite_where=_TO_SEND),
    )
    case_id: UUID
    about: str = Field(max_length=64)
    role: str = Field(max_length=64)
    words: str = Field(sa_type=Text)
    urgent: bool = False
    cause: UUID
    because: list[str] = Field(sa_type=JSON)
    raised_at: datetime = instant()
    state: str = Field(default=WAITING, max_length=10)
    attempts: int = 0
    next_attempt_at: datetime = instant()
    duty: bool = False
    """It goes, or went, to the duty mailbox: nobody holds the role, or their mailbox refuses post for good."""
    trace: str | None = Field(default=None, max_length=60)


class Attempt(Tenant, table=True):
    """One attempt to send a notice, and what became of it."""

    __tablename__ = "attempt"
    __table_args__ = (Index("attempt_notice", "authority", "notice"),)
    notice: UUID
    at: datetime = instant()
    outcome: str = Field(max_length=20)
    smtp_code: int | None = None


TABLES = (*CORE_TABLES, Owed, Notice, Attempt)
