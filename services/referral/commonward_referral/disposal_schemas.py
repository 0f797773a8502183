"""What is asked and answered about disposals. A tombstone says nothing of the child."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, model_validator

from commonward.contracts import Code, Reference
from commonward.contracts.field_groups import Narrative, Plain, PlainDay
from commonward.web import Input
from commonward.web.withholding import Grouped
from commonward_referral.schemas import Reason


class ProposeDisposal(Input):
    """Why the case need not be kept."""

    reason: Reason


class SignOff(Input):
    """Whether the case goes. Who refuses says why."""

    agree: bool
    reason: Reason | None = None

    @model_validator(mode="after")
    def _says_why_not(self) -> SignOff:
        if not self.agree and self.reason is None:
            raise ValueError("say why it is refused")
        return self


class TombstonesPage(BaseModel):
    """Which page of the list."""

    model_config = ConfigDict(extra="forbid")

    page: Annotated[int, Field(ge=1, le=100_000)] = 1
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class DisposalLine(Grouped):
    """A closed case, or a record that no case names, that waits for its sign-off."""

    id: UUID
    case: UUID
    reference: Reference
    kind: Code
    """`child`, or what else the record is of."""
    schedule: Code
    source: Plain
    due_on: PlainDay
    reason: Narrative
    with_it: tuple[Reference, ...]
    """Adults and places that no other case names: they go with it."""
    proposed_by: UUID
    proposed_at: datetime
    yours: bool
    """The caller proposed it, and can't sign it off."""


class Disposals(BaseModel):
    """Closed cases that wait for their sign-off, the oldest proposal first."""

    disposals: tuple[DisposalLine, ...]


class ErasedLine(BaseModel):
    """A service has erased what it held."""

    service: Code
    rows: int
    at: datetime


class Tombstone(BaseModel):
    """That a case, or an adult's or a place's record, was here, and by whose word it is no longer."""

    case: UUID
    authority: Code
    schedule: Code
    """The category."""
    source: Plain
    due_on: PlainDay
    proposed_by: UUID
    signed_off_by: UUID
    disposed_at: datetime
    erased: tuple[ErasedLine, ...]
    """By service; one that is not here has not said so yet."""


class Tombstones(BaseModel):
    """What was disposed of, the latest first."""

    tombstones: tuple[Tombstone, ...]
