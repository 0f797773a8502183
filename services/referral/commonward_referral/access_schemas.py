"""Shapes of who may see a case, as they cross the API."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from commonward.contracts import Code, Moment, Reference
from commonward.contracts.field_groups import Narrative, Plain
from commonward.web import Input
from commonward.web.withholding import Grouped
from commonward_referral.schemas import Reason


class WhyRestricted(StrEnum):
    """Why a case is kept to a few people."""

    STAFF_MEMBER = "staff-member"
    KNOWN_PERSON = "known-person"
    RISK_OF_HARM = "risk-of-harm"
    OTHER = "other"


class WhyBlocked(StrEnum):
    """What conflict of interest somebody has."""

    RELATIVE = "relative"
    ACQUAINTANCE = "acquaintance"
    NAMED_IN_CASE = "named-in-case"
    OTHER = "other"


class WhyOpened(StrEnum):
    """Why somebody opens a case that is not theirs to see."""

    CHILD_AT_RISK_NOW = "child-at-risk-now"
    OUT_OF_HOURS = "out-of-hours"
    ASKED_BY_AGENCY = "asked-by-agency"
    OTHER = "other"


class Restrict(Input):
    """Keep a case to these people, with who asks and whoever it is allocated to."""

    people: Annotated[tuple[UUID, ...], Field(max_length=50)] = ()
    code: WhyRestricted
    reason: Reason
    version: int | None = None


class Lift(Input):
    """Why the restriction is no longer wanted."""

    reason: Reason
    version: int | None = None


class Block(Input):
    """Somebody has a conflict of interest with the case."""

    person: UUID
    code: WhyBlocked
    reason: Reason
    version: int | None = None


class Unblock(Input):
    """Why they no longer have it."""

    person: UUID
    reason: Reason
    version: int | None = None


class BreakGlass(Input):
    """Open a case by its reference."""

    reference: Reference
    code: WhyOpened
    reason: Reason


class Opened(BaseModel):
    """The case may be read until then; each reading is in its access log."""

    case: UUID
    reference: Plain
    until: datetime


class AccessLine(Grouped):
    """A step in who may see a case."""

    id: UUID
    case: UUID
    reference: Plain
    how: Plain
    """`restricted`, `lifted`, `blocked`, `unblocked` or `opened`."""
    code: Code | None
    reason: Narrative
    person: UUID | None
    by: UUID
    at: datetime
    until: datetime | None


class CaseAccess(BaseModel):
    """Who may see a case beside what the policy says, and how it came to that, the newest first."""

    restricted: bool
    named: tuple[UUID, ...]
    blocked: tuple[UUID, ...]
    steps: tuple[AccessLine, ...]
    version: int


class OpeningsPage(BaseModel):
    """Which page of the list."""

    model_config = ConfigDict(extra="forbid")

    page: Annotated[int, Field(ge=1, le=100_000)] = 1
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class Openings(BaseModel):
    """Cases that were opened by break-glass, the newest first."""

    openings: tuple[AccessLine, ...]


class Arrange(Input):
    """Who stands in for whom, from when until when."""

    person: UUID | None = None
    """Who is away: by default who asks. For somebody else, a manager says it."""
    cover: UUID
    since: Moment
    until: Moment


class CoverLine(BaseModel):
    """An arrangement of cover."""

    id: UUID
    person: UUID
    cover: UUID
    since: datetime
    until: datetime
    arranged_by: UUID
    ended_at: datetime | None


class Covers(BaseModel):
    """Arrangements that are not over: the caller's own, or all of them for a manager."""

    covers: tuple[CoverLine, ...]
