"""Shapes of transfers as they cross the API, and the package that crosses from one authority to another."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel

from commonward.contracts import Code, Reference, Tri
from commonward.contracts.field_groups import IDENTITY, NARRATIVE, Narrative, Plain
from commonward.web import Input
from commonward.web.withholding import Grouped
from commonward_referral.schemas import Reason

Part = Literal["concerns", "decisions", "level", "assessments", "plans", "missing"]
"""What a sender may grant beside the child's identity, without which no case can be opened."""
Refusal = Literal["not-in-our-area", "not-our-threshold", "open-here-already", "more-is-wanted"]


class GrantedIdentity(BaseModel):
    """Who the child is, and what is known that bears on where their case goes."""

    given_name: str
    family_name: str
    born: date | None
    nhs_number: str | None
    address: str | None
    looked_after: Tri
    open_to_social_care: Tri


class GrantedConcern(BaseModel):
    """A concern, in its reporter's words."""

    agency: Code
    happened_on: date
    received_at: datetime
    account: str


class GrantedDecision(BaseModel):
    """A decision with its reason."""

    decision: Code
    option: Code
    reason: str
    decided_at: datetime


class GrantedAssessment(BaseModel):
    """The outcome of an assessment; its answers stay."""

    tool: Code
    judgement: Code
    completed_at: datetime


class GrantedPlan(BaseModel):
    """That there is a plan; its text stays, and may be shared as plans are."""

    kind: Code
    version: int
    adopted_at: datetime


class GrantedEpisode(BaseModel):
    """A time when the child was missing."""

    missing_from: datetime
    returned_at: datetime | None


class Package(Grouped):
    """What goes to the receiver, and nothing else does. What was not granted is empty."""

    reference: Reference
    edition: Plain
    opened_at: datetime
    child: Annotated[GrantedIdentity, IDENTITY]
    concerns: Annotated[tuple[GrantedConcern, ...], NARRATIVE] = ()
    decisions: Annotated[tuple[GrantedDecision, ...], NARRATIVE] = ()
    level: Code | None = None
    assessments: tuple[GrantedAssessment, ...] = ()
    plans: tuple[GrantedPlan, ...] = ()
    missing: tuple[GrantedEpisode, ...] = ()


class PreviewTransfer(Input):
    """What would go to whom. Nothing is granted unless it is named; the child's identity always goes."""

    to: Code
    parts: tuple[Part, ...] = ()


class RequestTransfer(PreviewTransfer):
    """A request to hand the case over."""

    note: Reason
    """Why, for the receiver to decide by: it is read before anything else goes."""
    version: int | None = None


class RefuseTransfer(Input):
    """The receiver's refusal."""

    reason: Refusal


class TransferLine(Grouped):
    """A transfer, as its own side knows of it."""

    id: UUID
    direction: Literal["out", "in"]
    authority: Code
    """The other side."""
    state: Plain
    why: Code | None
    parts: tuple[Code, ...]
    note: Narrative
    at: datetime
    case: UUID | None
    """This authority's case: the one that goes, or the new one that came of it."""
    reference: Reference | None
    """What the sender calls the case."""
    package: Annotated[Package | None, NARRATIVE] = None
    """What was handed over, once it was."""


class Transfers(BaseModel):
    """Transfers, the newest first."""

    transfers: tuple[TransferLine, ...]
