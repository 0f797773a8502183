"""Shapes that cross the notify service's API."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from commonward.contracts import Code
from commonward.contracts.field_groups import Narrative, Plain
from commonward.contracts.text import PROSE, VISIBLE
from commonward.procedure import State
from commonward.web import Input, Listed
from commonward.web.withholding import Grouped

Words = Annotated[str, Field(min_length=3, max_length=4000), PROSE, VISIBLE]


class _Query(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _Page(_Query):
    page: Annotated[int, Field(ge=1, le=100_000)] = 1
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class ObligationFilter(_Page):
    """How to narrow and page the obligations."""

    case: UUID | None = None
    state: State | None = None
    role: Code | None = None
    live: bool | None = None
    """False: of cases that were loaded as history and that no manager has made live."""


class WorkListPage(_Page):
    """Which page of the work list; what one of the caller's roles owes, or all."""

    role: Code | None = None


class NoticeFilter(_Query):
    """Whose notices."""

    case: UUID


class BreachFilter(_Page):
    """How to narrow and page the breach ledger."""

    acknowledged: bool | None = None


class BreachReason(StrEnum):
    """Why it came to a breach."""

    STAFF_ABSENCE = "staff-absence"
    WORKLOAD = "workload"
    OVERSIGHT = "oversight"
    LATE_INFORMATION = "late-information"
    OTHER_AGENCY = "other-agency"
    CHILD_NOT_REACHED = "child-not-reached"
    FAMILY_NOT_REACHED = "family-not-reached"
    SYSTEM_FAULT = "system-fault"
    RECORDED_LATE = "recorded-late"
    """It was done in time, and nobody wrote it down."""
    OTHER = "other"


class PauseReason(StrEnum):
    """Why a person lets time stand still."""

    POLICE_REQUEST = "police-request"
    CHILD_MISSING = "child-missing"
    CHILD_UNWELL = "child-unwell"
    FAMILY_AWAY = "family-away"
    OTHER_AGENCY = "other-agency"
    COURT = "court"
    OTHER = "other"


class PauseWanted(Input):
    """Why an obligation's time should stand still."""

    reason: PauseReason
    note: Words


class ResumeWanted(Input):
    """Why its time goes on."""

    note: Words


class Acknowledgement(Input):
    """A manager's word on a breach."""

    reason: BreachReason
    note: Words
    effect: Words
    """What the delay meant for the child."""


class Acknowledged(Grouped):
    """A breach that was acknowledged."""

    reason: Code
    note: Narrative
    effect: Narrative
    by: UUID
    at: datetime


class BreachLine(Grouped):
    """A deadline that passed: as known then, as known now, and what a manager said of it."""

    id: UUID
    case: UUID
    obligation: UUID
    clock: Plain
    role: Code
    consequence: Code | None
    escalated_to: Code | None
    due: datetime
    known_at: datetime
    due_now: datetime | None
    corrected_by: UUID | None
    corrected_at: datetime | None
    """When it became known that the time had not passed, or that it had been done in time."""
    acknowledged: Acknowledged | None


class Breaches(Listed):
    """A page of the breach ledger, the newest first."""

    breaches: tuple[BreachLine, ...]


class PauseLine(BaseModel):
    """A time that stood still; without an end, still."""

    since: datetime
    until: datetime | None
    reason: Code


class RemarkLine(Grouped):
    """What a person said when they paused it or let it go on."""

    about: Code
    reason: Code | None
    note: Narrative
    said_by: UUID
    said_at: datetime


class ObligationLine(Grouped):
    """Something owed, or once owed, about a case."""

    id: UUID
    case: UUID
    reference: Plain = ""
    """What people call the case; only in a list."""
    clock: Plain
    title: Plain
    because: tuple[Plain, ...]
    role: Code
    started_at: datetime
    first_due: datetime | None
    """The deadline as it was first known."""
    due: datetime | None
    """The deadline as known now."""
    state: State
    reminded: bool
    pauses: tuple[PauseLine, ...]
    breaches: tuple[BreachLine, ...]
    breached_at: datetime | None
    """The deadline of the last breach that was not corrected."""
    ended_at: datetime | None
    acknowledged: Acknowledged | None
    """What was said of that breach."""
    remarks: tuple[RemarkLine, ...] = ()
    """Only where one obligation is read by itself."""


class Obligations(Listed):
    """A page of obligations: what is due first stands first, what has no time stated last."""

    obligations: tuple[ObligationLine, ...]


class MadeLive(BaseModel):
    """A case whose notices go out from now on."""

    case: UUID


class AttemptLine(BaseModel):
    """One attempt to send a notice."""

    at: datetime
    outcome: Code
    smtp_code: int | None


class NoticeLine(BaseModel):
    """A notice and what became of it."""

    id: UUID
    about: Code
    role: Code
    words: Plain
    urgent: bool
    because: tuple[Plain, ...]
    raised_at: datetime
    state: Code
    duty: bool
    """It went to the duty mailbox instead of the role's own."""
    attempts: tuple[AttemptLine, ...]


class Notices(Listed):
    """A case's notices, oldest first."""

    notices: tuple[NoticeLine, ...]
