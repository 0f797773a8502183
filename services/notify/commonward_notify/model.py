"""The notify service's tables: what is owed, what was missed, who must be told, and each attempt to tell them."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Index, Text, text
from sqlmodel import Field

from commonward.procedure import State
from commonward.store import CORE_TABLES, Tenant, instant, sealed

WAITING, SENT, FAILED = "waiting", "sent", "failed"
HELD, HISTORY = "held", "history"
"""Held: of a case that is not live yet, and sent when it is. History: kept, and never sent."""

_TO_WAKE = text("wakes_at IS NOT NULL")
_TO_SEND = text("state = 'waiting'")


class Owed(Tenant, table=True):
    """An obligation of the clock engine, with what people need to see of it; it stays when it is no longer owed."""

    __tablename__ = "obligation"
    __table_args__ = (
        Index("obligation_case", "authority", "case_id"),
        Index("obligation_role", "authority", "role", "due"),
        Index("obligation_counted", "authority", "calendar_seen"),
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
    occasion: UUID | None = None
    about: UUID | None = None
    live: bool = True
    """False while its case is history that no manager has made live."""
    started_at: datetime = instant()
    counted_from: list[str | None] = Field(default=[], sa_type=JSON)
    pauses: list[dict[str, Any]] = Field(default=[], sa_type=JSON)
    first_due: datetime | None = instant(default=None, nullable=True)
    due: datetime | None = instant(default=None, nullable=True)
    remind_at: datetime | None = instant(default=None, nullable=True)
    reminders: int = 0
    escalate_at: datetime | None = instant(default=None, nullable=True)
    escalations: int = 0
    state: str = Field(default=State.OPEN, max_length=12)
    calendar: str | None = Field(default=None, max_length=10)
    calendar_seen: str | None = Field(default=None, max_length=10)
    """The newest calendar that it was held against, whether or not that touched it."""
    wakes_at: datetime | None = instant(default=None, nullable=True)
    """When time itself changes it next; empty while that time is under way as an event."""
    ended_by: UUID | None = None
    ended_at: datetime | None = instant(default=None, nullable=True)


class Breach(Tenant, table=True):
    """The ledger: each time that a deadline passed, as it was known then. A row is never taken out."""

    __tablename__ = "breach"
    __table_args__ = (
        Index("breach_obligation", "authority", "obligation"),
        Index("breach_known", "authority", "known_at"),
    )
    case_id: UUID
    obligation: UUID
    clock: str = Field(max_length=64)
    role: str = Field(max_length=64)
    consequence: str | None = Field(default=None, max_length=20)
    escalated_to: str | None = Field(default=None, max_length=64)
    """Empty where it ended before anybody was told, or was entered before the ledger had a row for each breach."""
    due: datetime = instant()
    """The deadline that passed, as known then."""
    known_at: datetime = instant()
    """When it was found to have passed."""
    due_now: datetime | None = instant(default=None, nullable=True)
    """The deadline as known since it was corrected."""
    corrected_by: UUID | None = None
    """The event that showed that it had been none: a fact that came late, or a deadline that moved."""
    corrected_at: datetime | None = instant(default=None, nullable=True)
    acknowledged_by: UUID | None = None
    acknowledged_at: datetime | None = instant(default=None, nullable=True)
    acknowledged_reason: str | None = Field(default=None, max_length=64)
    acknowledged_note: str | None = sealed(default=None)
    acknowledged_effect: str | None = sealed(default=None)
    """What the delay meant for the child."""


class Remark(Tenant, table=True):
    """What a person said when they paused an obligation or let it go on. The words leave this service for nowhere."""

    __tablename__ = "remark"
    __table_args__ = (Index("remark_obligation", "authority", "obligation"),)
    case_id: UUID
    obligation: UUID
    about: str = Field(max_length=10)
    reason: str | None = Field(default=None, max_length=64)
    note: str = sealed()
    said_by: UUID
    said_at: datetime = instant()


class Notice(Tenant, table=True):
    """Somebody must be told. The mailbox is looked up when it is sent, so that it goes to who holds the role then."""

    __tablename__ = "notice"
    __table_args__ = (
        Index("notice_case", "authority", "case_id"),
        Index("notice_cause", "authority", "cause"),
        Index("notice_role", "authority", "role", "raised_at"),
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


TABLES = (*CORE_TABLES, Owed, Breach, Remark, Notice, Attempt)
