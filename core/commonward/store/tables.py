"""The tables that every service has: subjects, ties, outbox, inbox, parked events, the audit trail and its seals."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Column, Identity, Index, LargeBinary, Text, UniqueConstraint, text
from sqlmodel import Field

from commonward.store.sealed import sealed
from commonward.store.sealed_keys import DataKey
from commonward.store.types import Tenant, instant

UNASSIGNED = "unassigned"
"""The tenant of parked events whose authority can't be told."""


class Subject(Tenant, table=True):
    """What this service knows of a subject. Its row is the lock under which the subject's events are numbered."""

    __tablename__ = "subject"
    __table_args__ = (
        Index("subject_worker", "authority", "worker"),
        Index("subject_team", "authority", "team"),
    )
    sequence: int = 0
    """The number of this service's last event about the subject; commands may name it as the version they expect."""
    applied: int = 0
    """The last of its own events that this service has read back."""
    facts: str = Field(default="{}", sa_type=Text)
    """`Facts` as JSON, folded in the topic's order."""
    worker: UUID | None = None
    team: str | None = Field(default=None, max_length=64)
    restricted: bool = False
    """Out of the facts, for lists that ask who may see it; `worker` is the holder."""


class Tie(Tenant, table=True):
    """What somebody is to a subject beside its worker and its team; out of the facts, for lists.

    The subject of a `cover` is the person who is away.
    """

    __tablename__ = "tie"
    __table_args__ = (
        Index("tie_subject", "authority", "subject", "person"),
        Index("tie_person", "authority", "person"),
    )
    subject: UUID
    person: UUID
    relation: str = Field(max_length=12)
    """`named`, `referrer`, `break-glass`, `cover`; or `blocked`."""
    since: datetime | None = instant(default=None, nullable=True)
    until: datetime | None = instant(default=None, nullable=True)
    """It holds before this; without one, as long as the row is there."""


_UNSENT = text("sent_at IS NULL")


class Outbox(Tenant, table=True):
    """A published event. Rows stay as long as their subject does: they are the service's own history."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index("outbox_subject", "authority", "subject", "sequence"),
        Index("outbox_unsent", "authority", "position", postgresql_where=_UNSENT, sqlite_where=_UNSENT),
    )
    position: int = Field(default=0, sa_column=Column(BigInteger, Identity(), nullable=False))
    """The order of writing, given by PostgreSQL; SQLite goes by its row id and leaves the default."""
    subject: UUID
    sequence: int
    type: str = Field(max_length=120)
    topic: str = Field(max_length=249)
    body: str = Field(sa_type=Text)
    trace: str | None = Field(default=None, max_length=60)
    at: datetime = instant()
    sent_at: datetime | None = instant(default=None, nullable=True)


class Inbox(Tenant, table=True):
    """An event that was received: once in effect, and the service's own log to replay from."""

    __tablename__ = "inbox"
    __table_args__ = (
        Index("inbox_waiting", "authority", "subject", postgresql_where=text("state = 'waiting'")),
        Index("inbox_disposed", "authority", "subject", postgresql_where=text("state = 'disposed'")),
    )
    topic: str = Field(max_length=249)
    partition: int
    offset: int = Field(sa_type=BigInteger)
    subject: UUID
    sequence: int
    publisher: str = Field(max_length=40)
    type: str = Field(max_length=120)
    body: str = sealed()
    """Sealed: a partner's report of a concern names the child."""
    trace: str | None = Field(default=None, max_length=60)
    at: datetime = instant()
    received_at: datetime = instant()
    state: str = Field(default="applied", max_length=10)
    """`applied`; `waiting` behind a parked event of its subject; `parked`; `disposed`, all that stays of one."""


class Parked(Tenant, table=True):
    """An event that could not be taken, sealed, with the reason. Its subject's later events wait behind it."""

    __tablename__ = "parked"
    topic: str = Field(max_length=249)
    partition: int
    offset: int = Field(sa_type=BigInteger)
    subject: UUID | None = None
    type: str | None = Field(default=None, max_length=120)
    reason: str = Field(max_length=40)
    detail: str = Field(max_length=1000)
    """What is wrong, without anything from the body."""
    sealed: bytes = Field(sa_type=LargeBinary)
    parked_at: datetime = instant()
    state: str = Field(default="parked", max_length=10)
    """`parked`, `replayed` or `discarded`."""
    settled_by: UUID | None = None
    settled_because: str | None = Field(default=None, max_length=400)
    settled_at: datetime | None = instant(default=None, nullable=True)


class Audit(Tenant, table=True):
    """Who did or read what. Rows are only ever added."""

    __tablename__ = "audit"
    __table_args__ = (Index("audit_subject", "authority", "subject", "at"),)
    at: datetime = instant()
    actor: UUID
    action: str = Field(max_length=60)
    subject: UUID | None = None
    why: str = Field(default="role", max_length=40)
    """What let them: their relation to the case (`team`, `break-glass`), or `role` where it is about none."""


class AuditSeal(Tenant, table=True):
    """A link of the chain over the audit trail: which rows it covers, and the link before it. Rows are only ever added.

    How the bytes are made is told in `audit_chain`.
    """

    __tablename__ = "audit_seal"
    __table_args__ = (
        UniqueConstraint("authority", "number"),
        Index("audit_seal_last", "authority", "last"),
    )
    number: int = Field(sa_type=BigInteger)
    """From 1, without a gap."""
    at: datetime = instant()
    first: UUID
    last: UUID
    """The lowest and the highest id of the rows that it covers."""
    floor: UUID
    """Whatever is not sealed yet, and is still to be committed, has an id from here on."""
    count: int
    rows: bytes = Field(sa_type=LargeBinary)
    """Each row's id and digest, in order of id."""
    previous: bytes = Field(sa_type=LargeBinary)
    hash: bytes = Field(sa_type=LargeBinary)


class EndedSession(Tenant, table=True):
    """A provider said that a session has ended before its tokens do. Its id is the logout token's."""

    __tablename__ = "ended_session"
    session: str | None = Field(default=None, max_length=255)
    person: UUID | None = None
    at: datetime = instant()


class Followed(Tenant, table=True):
    """Up to when this service's copy of what decides access is whole; one row, whose id is the service's worker's."""

    __tablename__ = "followed"
    until: datetime = instant()


CORE_TABLES = (Subject, Tie, Outbox, Inbox, Parked, Audit, AuditSeal, EndedSession, DataKey, Followed)
