"""The meetings service's tables. Names, views and plans live here and are never published."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Index, Text, UniqueConstraint
from sqlmodel import Field

from commonward.store import CORE_TABLES, Tenant, instant

REQUIRED, CONVENED, HELD = "required", "convened", "held"


class Meeting(Tenant, table=True):
    """A meeting that the procedure or a person wants, and what became of it."""

    __tablename__ = "meeting"
    __table_args__ = (Index("meeting_case", "authority", "case_id"),)
    case_id: UUID
    kind: str = Field(max_length=64)
    state: str = Field(default=REQUIRED, max_length=10)
    required_at: datetime = instant()
    planned_for: datetime | None = instant(default=None, nullable=True)
    chair: UUID | None = None
    chair_role: str | None = Field(default=None, max_length=64)
    chair_reason: str | None = Field(default=None, sa_type=Text)
    """Why somebody else chairs than the procedure says."""
    invited: str = Field(default="", sa_type=Text)
    """Invited agencies, a line each."""
    held_at: datetime | None = instant(default=None, nullable=True)
    quorate: bool | None = None
    missing_agencies: str = Field(default="", sa_type=Text)
    """Agencies of the quorum that were not there, a line each."""
    override_reason: str | None = Field(default=None, sa_type=Text)
    overridden: str = Field(default="", sa_type=Text)
    """Ids of the *should* gates that a manager has overridden, a line each."""


class Attendance(Tenant, table=True):
    """Who was there, for which agency, and what they contributed."""

    __tablename__ = "attendance"
    __table_args__ = (Index("attendance_meeting", "authority", "meeting"),)
    meeting: UUID
    agency: str = Field(max_length=64)
    person: str = Field(max_length=200)
    contribution: str = Field(sa_type=Text)


class View(Tenant, table=True):
    """The views of a child or parent who did not attend, or the reason why there are none."""

    __tablename__ = "view"
    __table_args__ = (Index("view_meeting", "authority", "meeting"),)
    meeting: UUID
    of: str = Field(max_length=64)
    given: str | None = Field(default=None, sa_type=Text)
    reason: str | None = Field(default=None, sa_type=Text)


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
    sections: str = Field(sa_type=Text)
    """Text by section, as JSON."""
    adopted_by: UUID
    adopted_at: datetime = instant()
    next_meeting: date | None = None
    override_reason: str | None = Field(default=None, sa_type=Text)
    overridden: str = Field(default="", sa_type=Text)
    """Ids of the *should* gates that a manager has overridden, a line each."""


class Action(Tenant, table=True):
    """What somebody will do, by when, and how it will be known that it helped."""

    __tablename__ = "action"
    __table_args__ = (Index("action_plan", "authority", "plan"),)
    plan: UUID
    what: str = Field(sa_type=Text)
    owner: str = Field(max_length=200)
    owner_person: UUID | None = None
    due: date
    measure: str = Field(sa_type=Text)
    outcome: str | None = Field(default=None, sa_type=Text)


class Sharing(Tenant, table=True):
    """With whom a plan was shared."""

    __tablename__ = "sharing"
    __table_args__ = (Index("sharing_plan", "authority", "plan"),)
    plan: UUID
    recipients: str = Field(sa_type=Text)
    """Roles, a line each."""
    shared_by: UUID
    shared_at: datetime = instant()


TABLES = (*CORE_TABLES, Meeting, Attendance, View, Plan, Action, Sharing)
