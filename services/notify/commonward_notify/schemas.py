"""Shapes that cross the notify service's API."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from commonward.contracts import Code
from commonward.contracts.text import PROSE, VISIBLE
from commonward.procedure import State

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


class WorkListPage(_Page):
    """Which page of the work list."""


class NoticeFilter(_Query):
    """Whose notices."""

    case: UUID


class Acknowledgement(BaseModel):
    """A manager's word on a breach."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    reason: Code
    note: Words
    effect: Words
    """What the delay meant for the child."""


class Acknowledged(BaseModel):
    """A breach that was acknowledged."""

    reason: Code
    note: str
    effect: str
    by: UUID
    at: datetime


class ObligationLine(BaseModel):
    """Something owed, or once owed, about a case."""

    id: UUID
    case: UUID
    clock: str
    title: str
    because: tuple[str, ...]
    role: Code
    started_at: datetime
    due: datetime | None
    state: State
    reminded: bool
    breached_at: datetime | None
    ended_at: datetime | None
    acknowledged: Acknowledged | None


class Obligations(BaseModel):
    """A page of obligations: what is due first stands first, what has no time stated last."""

    obligations: tuple[ObligationLine, ...]


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
    words: str
    urgent: bool
    because: tuple[str, ...]
    raised_at: datetime
    state: Code
    duty: bool
    """It went to the duty mailbox instead of the role's own."""
    attempts: tuple[AttemptLine, ...]


class Notices(BaseModel):
    """A case's notices, oldest first."""

    notices: tuple[NoticeLine, ...]
