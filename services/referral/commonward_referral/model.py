"""The referral service's tables. Names, dates of birth and accounts live here and are never published."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Index, LargeBinary, PrimaryKeyConstraint, Text, UniqueConstraint, text
from sqlmodel import Field

from commonward.contracts.field_groups import FieldGroup
from commonward.store import CORE_TABLES, SealedDate, Tenant, instant, sealed
from commonward.store.drafts import Draft
from commonward_referral.access_model import AccessStep, Cover
from commonward_referral.attachment_model import Attachment, AttachmentContent
from commonward_referral.episode_model import Episode
from commonward_referral.family_model import SiblingLink
from commonward_referral.former_model import FormerIdentity
from commonward_referral.party_model import Party
from commonward_referral.proposal_model import Proposal
from commonward_referral.record_model import Naming, Record
from commonward_referral.sent_once_model import SentOnce
from commonward_referral.sharing_model import SharingDecision, SharingWords
from commonward_referral.states import MADE
from commonward_referral.transfer_model import TransferIn, TransferOut
from commonward_referral.withholding import Withheld

OPEN, CLOSED = "open", "closed"
PENDING = "pending"


class Child(Tenant, table=True):
    """A child as this authority knows them. Records are never merged by the platform itself, but by two people."""

    __tablename__ = "child"
    __table_args__ = (
        Index(
            "child_nhs_token",
            "authority",
            "nhs_token",
            unique=True,
            postgresql_where=text("nhs_token IS NOT NULL"),
            sqlite_where=text("nhs_token IS NOT NULL"),
        ),
        Index("child_likeness", "authority", "likeness"),
        Index(
            "child_merged",
            "authority",
            "merged_into",
            postgresql_where=text("merged_into IS NOT NULL"),
            sqlite_where=text("merged_into IS NOT NULL"),
        ),
    )
    given_name: str = sealed(group=FieldGroup.IDENTITY)
    family_name: str = sealed(group=FieldGroup.IDENTITY)
    likeness: bytes = Field(sa_type=LargeBinary)
    """Blind index of folded name and date of birth: records that agree in it are for a person to compare."""
    born: date | None = sealed(SealedDate, group=FieldGroup.IDENTITY, default=None)
    nhs_number: str | None = sealed(group=FieldGroup.IDENTITY, default=None)
    nhs_token: bytes | None = Field(default=None, sa_type=LargeBinary)
    """Blind index of the NHS number."""
    address: str | None = sealed(group=FieldGroup.IDENTITY, default=None)
    merged_into: UUID | None = None
    """The record that goes on in its place, as two people found that both are the same child's."""


class ChildToken(Tenant, table=True):
    """A short hash by which the child of this id may be found: of a sound or a part of their name, or a former one."""

    __tablename__ = "child_token"
    __table_args__ = (PrimaryKeyConstraint("authority", "token", "id"),)
    token: int = Field(primary_key=True)


class Case(Tenant, table=True):
    """A child's case. Its id is the subject that every service's events are about."""

    __tablename__ = "child_case"
    __table_args__ = (
        UniqueConstraint("authority", "reference"),
        Index("child_case_child", "authority", "child"),
        Index("child_case_opened", "authority", "opened_at"),
    )
    child: UUID
    reference: str = Field(max_length=15)
    state: str = Field(default=OPEN, max_length=10)
    opened_at: datetime = instant()
    edition: str = Field(max_length=20)
    team: str = Field(max_length=64)
    worker: UUID | None = None


class Concern(Tenant, table=True):
    """What somebody reported."""

    __tablename__ = "concern"
    __table_args__ = (Index("concern_case", "authority", "case_id"),)
    case_id: UUID
    reported_by: UUID
    agency: str = Field(max_length=64)
    happened_on: date
    received_at: datetime = instant()
    account: str = sealed()


class Decision(Tenant, table=True):
    """A decision with its reason; with a second person, it waits until they authorise it."""

    __tablename__ = "decision"
    __table_args__ = (Index("decision_case", "authority", "case_id"),)
    case_id: UUID
    decision: str = Field(max_length=64)
    option: str = Field(max_length=64)
    concern: UUID | None = None
    """The concern that it is about; None: the newest when it was made."""
    reason: str = sealed()
    decided_by: UUID
    decided_at: datetime = instant()
    authorised_by: UUID | None = None
    answered_at: datetime | None = instant(default=None, nullable=True)
    """When a second person agreed or refused, as far as it was kept."""
    override_reason: str | None = sealed(default=None)
    overridden: str = Field(default="", sa_type=Text)
    """Ids of the *should* gates that a manager has overridden, a line each."""
    state: str = Field(default=MADE, max_length=10)


class Closing(Tenant, table=True):
    """A request to close a case, and what became of it."""

    __tablename__ = "closing"
    __table_args__ = (Index("closing_case", "authority", "case_id"),)
    case_id: UUID
    reason: str = Field(max_length=64)
    requested_by: UUID
    override_reason: str | None = sealed(default=None)
    state: str = Field(default=PENDING, max_length=10)
    missing: str = Field(default="", sa_type=Text)
    """Ids of the gates that were unmet, and of the core's own reasons; a line each."""


class Partner(Tenant, table=True):
    """A partner's system that may report concerns to this authority, on its own topic."""

    __tablename__ = "partner"
    __table_args__ = (UniqueConstraint("authority", "name"),)
    name: str = Field(max_length=40)
    agency: str = Field(max_length=64)


TABLES = (
    *CORE_TABLES,
    Draft,
    Child,
    ChildToken,
    FormerIdentity,
    Case,
    Concern,
    Decision,
    Closing,
    Partner,
    AccessStep,
    Cover,
    Record,
    Proposal,
    Episode,
    Naming,
    Party,
    SentOnce,
    Attachment,
    AttachmentContent,
    SiblingLink,
    SharingDecision,
    SharingWords,
    TransferOut,
    TransferIn,
    Withheld,
)
