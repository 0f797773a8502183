"""The meetings service's tables of meetings. Names, views and minutes live here and are never published."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, Text, UniqueConstraint, text
from sqlmodel import Field

from commonward.store import CORE_TABLES, Tenant, instant, sealed
from commonward.store.drafts import Draft
from commonward_meetings.plan_model import Action, Plan, Receipt, Sharing, SignedCopy

REQUIRED, CONVENED, HELD = "required", "convened", "held"

_STANDS = text("refused IS NULL")


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
    chair_reason: str | None = sealed(default=None)
    """Why somebody else chairs than the procedure says."""
    joint_chairs: str = Field(default="", sa_type=Text)
    """Roles that chair together with `chair_role`, a line each."""
    invited: str = Field(default="", sa_type=Text)
    """Invited agencies, a line each; the child or a parent too, where it was decided so."""
    aligned_with: str | None = Field(default=None, max_length=64)
    """The statutory meeting that it is held together with."""
    sitting: UUID | None = None
    """The sitting whose agenda it is on."""
    held_at: datetime | None = instant(default=None, nullable=True)
    quorate: bool | None = None
    missing_agencies: str = Field(default="", sa_type=Text)
    """Agencies and roles of the quorum that were not there, a line each."""
    override_reason: str | None = sealed(default=None)
    overridden: str = Field(default="", sa_type=Text)
    """Ids of the *should* gates that a manager has overridden, a line each; when it was convened or held."""
    overridden_by: str = Field(default="", sa_type=Text)
    """The managers who did, a line each."""


class Attendance(Tenant, table=True):
    """Who was there, for which agency, and what they contributed."""

    __tablename__ = "attendance"
    __table_args__ = (Index("attendance_meeting", "authority", "meeting"),)
    meeting: UUID
    agency: str = Field(max_length=64)
    role: str | None = Field(default=None, max_length=64)
    person: str = sealed()
    contribution: str = sealed()


class View(Tenant, table=True):
    """The views of a child or parent who did not attend, or the reason why there are none."""

    __tablename__ = "view"
    __table_args__ = (Index("view_meeting", "authority", "meeting"),)
    meeting: UUID
    of: str = Field(max_length=64)
    given: str | None = sealed(default=None)
    reason: str | None = sealed(default=None)


class Invitation(Tenant, table=True):
    """A decision whether somebody is invited, and why; the newest about each counts."""

    __tablename__ = "invitation"
    __table_args__ = (Index("invitation_meeting", "authority", "meeting"),)
    meeting: UUID
    whom: str = Field(max_length=64)
    invited: bool
    reason: str = sealed()
    decided_by: UUID
    decided_at: datetime = instant()


class Minutes(Tenant, table=True):
    """A version of a meeting's minutes. A correction is a new version; none is ever changed, but for its signature."""

    __tablename__ = "minutes"
    __table_args__ = (UniqueConstraint("authority", "meeting", "version"),)
    meeting: UUID
    version: int
    text: str = sealed()
    written_by: UUID
    written_at: datetime = instant()
    signed_by: UUID | None = None
    signed_at: datetime | None = instant(default=None, nullable=True)


class Ruling(Tenant, table=True):
    """What a meeting decided of the level or of closing, and why."""

    __tablename__ = "ruling"
    __table_args__ = (
        Index(
            "ruling_stands",
            "authority",
            "meeting",
            "about",
            unique=True,
            postgresql_where=_STANDS,
            sqlite_where=_STANDS,
        ),
    )
    meeting: UUID
    about: str = Field(max_length=10)
    choice: str = Field(max_length=64)
    reason: str = sealed()
    decided_by: UUID
    decided_at: datetime = instant()
    override_reason: str | None = sealed(default=None)
    overridden: str = Field(default="", sa_type=Text)
    """Ids of the *should* gates that a manager has overridden, a line each."""
    refused: str | None = Field(default=None, max_length=20)
    """Why its level could not be taken; it stays on record, and the meeting decides again."""
    at_least: str | None = Field(default=None, max_length=64)
    """The lowest level that was available then, where a floor held."""
    refused_at: datetime | None = instant(default=None, nullable=True)


TABLES = (
    *CORE_TABLES,
    Draft,
    Meeting,
    Attendance,
    View,
    Invitation,
    Minutes,
    Ruling,
    Plan,
    Action,
    Sharing,
    Receipt,
    SignedCopy,
)
