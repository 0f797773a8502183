"""Tables of what is kept beside concerns and decisions: records, files, proposals, siblings, episodes, parties."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, Text, UniqueConstraint, text
from sqlmodel import Field

from commonward.contracts.field_groups import FieldGroup
from commonward.store import SealedBytes, Tenant, instant, sealed

WAITING, MADE, REFUSED, VOIDED = "waiting", "made", "refused", "voided"


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


class Proposal(Tenant, table=True):
    """A change of what was held for true. It takes effect when a second person agrees."""

    __tablename__ = "proposal"
    __table_args__ = (Index("proposal_case", "authority", "case_id"),)
    case_id: UUID
    kind: str = Field(max_length=20)
    content: str = sealed()
    """JSON of what is proposed."""
    reason: str = sealed()
    proposed_by: UUID
    proposed_at: datetime = instant()
    authorised_by: UUID | None = None
    answered_at: datetime | None = instant(default=None, nullable=True)
    """When a second person agreed or refused, as far as it was kept."""
    state: str = Field(default=WAITING, max_length=10)


class Attachment(Tenant, table=True):
    """A file that belongs to a concern or to a record."""

    __tablename__ = "attachment"
    __table_args__ = (
        Index("attachment_case", "authority", "case_id"),
        Index("attachment_waiting", "authority", "id", postgresql_where=text("state = 'waiting'")),
    )
    case_id: UUID
    about: str = Field(max_length=10)
    about_id: UUID
    name: str = sealed()
    kind: str = Field(max_length=64)
    size: int
    sha256: str = sealed()
    """Sealed, as it says which file it is to whoever has the same one."""
    added_by: UUID
    added_at: datetime = instant()
    state: str = Field(default=MADE, max_length=10)
    group: str = Field(default=FieldGroup.NARRATIVE, max_length=20)
    """The group of fields that it is shown or withheld with."""


class AttachmentContent(Tenant, table=True):
    """What is in the file of this id."""

    __tablename__ = "attachment_content"
    content: bytes = sealed(SealedBytes)


class SiblingLink(Tenant, table=True):
    """Two children are siblings, and so is the first the second's."""

    __tablename__ = "sibling_link"
    __table_args__ = (
        Index("sibling_link_child", "authority", "child"),
        Index("sibling_link_sibling", "authority", "sibling"),
    )
    child: UUID
    sibling: UUID
    relation: str = Field(max_length=10)
    reason: str = sealed()
    linked_by: UUID
    linked_at: datetime = instant()
    state: str = Field(default=MADE, max_length=10)


class SentOnce(Tenant, table=True):
    """What somebody sent under a key of their own: its id is made of both."""

    __tablename__ = "sent_once"
    __table_args__ = (Index("sent_once_at", "authority", "sent_at"),)
    sent: str | None = sealed(default=None)
    """A digest of it."""
    answer: str | None = sealed(default=None)
    """JSON. Missing only while the first is under way."""
    sent_at: datetime = instant()


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


class Naming(Tenant, table=True):
    """A record names another subject: an adult of concern, a place, another child's case. It need not count (yet)."""

    __tablename__ = "naming"
    __table_args__ = (Index("naming_subject", "authority", "subject"), Index("naming_case", "authority", "case_id"))
    case_id: UUID
    """The subject whose record it is."""
    record: UUID
    subject: UUID


class Party(Tenant, table=True):
    """A subject other than a child: an adult of concern, a place. Its id is the subject of its events."""

    __tablename__ = "party"
    __table_args__ = (UniqueConstraint("authority", "reference"), Index("party_kind", "authority", "kind"))
    kind: str = Field(max_length=64)
    reference: str = Field(max_length=15)
    label: str = sealed(group=FieldGroup.ADULT_OF_CONCERN)
    """A name, an address, a registration plate: what people know it by."""
    details: str = sealed(group=FieldGroup.ADULT_OF_CONCERN)
    opened_at: datetime = instant()
    opened_by: UUID
