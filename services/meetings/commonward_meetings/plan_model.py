"""The meetings service's tables of plans. What they say, and who owns their actions, is never published."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Index, Text, UniqueConstraint
from sqlmodel import Field

from commonward.store import Tenant, instant, sealed


class Plan(Tenant, table=True):
    """A plan that a quorate meeting adopted. A new version is a new row; none is ever changed."""

    __tablename__ = "plan"
    __table_args__ = (
        UniqueConstraint("authority", "meeting"),
        UniqueConstraint("authority", "case_id", "kind", "version"),
    )
    case_id: UUID
    meeting: UUID
    kind: str = Field(max_length=64)
    version: int
    sections: str = sealed()
    """Text by section, as JSON."""
    aims: str = sealed(default="")
    """A line each."""
    other_plan: str | None = Field(default=None, max_length=64)
    """Another plan of the child's that it refers to."""
    adopted_by: UUID
    adopted_at: datetime = instant()
    next_meeting: date | None = None
    every_amount: int | None = None
    every_unit: str | None = Field(default=None, max_length=10)
    """How often the later meetings are: an amount of weeks or months."""
    override_reason: str | None = sealed(default=None)
    overridden: str = Field(default="", sa_type=Text)
    """Ids of the *should* gates that a manager has overridden, a line each."""


class Action(Tenant, table=True):
    """What somebody will do, by when, how it will be known that it helped, and what became of it."""

    __tablename__ = "action"
    __table_args__ = (Index("action_plan", "authority", "plan"),)
    plan: UUID
    kind: str | None = Field(default=None, max_length=64)
    what: str = sealed()
    owner: str = sealed()
    co_owners: str = sealed(default="")
    """A line each."""
    owner_person: UUID | None = None
    agency: str | None = Field(default=None, max_length=64)
    due: date
    measure: str = sealed()
    achievable: bool | None = None
    realistic: bool | None = None
    """What the meeting attested; None where it was not asked."""
    outcome: str | None = sealed(default=None)
    """In words; its code is `outcome_code`."""
    outcome_code: str | None = Field(default=None, max_length=64)
    completed_on: date | None = None
    recorded_by: UUID | None = None
    incorporated_in: str | None = Field(default=None, max_length=64)
    """The other plan that has taken it in."""


class Sharing(Tenant, table=True):
    """With whom a plan was shared."""

    __tablename__ = "sharing"
    __table_args__ = (Index("sharing_plan", "authority", "plan"),)
    plan: UUID
    recipients: str = Field(sa_type=Text)
    """Roles, a line each."""
    shared_by: UUID
    shared_at: datetime = instant()
    override_reason: str | None = sealed(default=None)
    overridden: str = Field(default="", sa_type=Text)
    """Ids of the *should* gates that a manager has overridden, a line each."""


class Receipt(Tenant, table=True):
    """Who has acknowledged a shared plan for a recipient, when, and how."""

    __tablename__ = "receipt"
    __table_args__ = (UniqueConstraint("authority", "plan", "recipient"),)
    plan: UUID
    recipient: str = Field(max_length=64)
    person: str = sealed()
    received_at: datetime = instant()
    how: str = Field(max_length=20)
    recorded_by: UUID


class SignedCopy(Tenant, table=True):
    """Where the signed copy of a plan is kept, and since when."""

    __tablename__ = "signed_copy"
    __table_args__ = (UniqueConstraint("authority", "plan"),)
    plan: UUID
    place: str = sealed()
    placed_on: date
    recorded_by: UUID
