"""Shapes of who a child is recorded as: name, NHS number and address."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from pydantic import Field

from commonward.contracts.events.partner import Name
from commonward.contracts.field_groups import Born, Identifying
from commonward.contracts.text import PROSE, VISIBLE
from commonward.web import Input
from commonward.web.withholding import Grouped
from commonward_referral.schemas import FormerlyLine, Reason


class PutRight(Input):
    """Who the child is from now on, all of it; what is null stands in the record no more."""

    given_name: Name
    family_name: Name
    nhs_number: Annotated[str, Field(pattern=r"^[0-9]{10}$")] | None
    address: Annotated[str, Field(min_length=1, max_length=400), PROSE, VISIBLE] | None
    reason: Reason
    version: int | None = None
    """The version of the identity that this was written from."""


class ChildIdentity(Grouped):
    """Who a child is recorded as, and was before."""

    child: UUID
    given_name: Identifying
    family_name: Identifying
    born: Born | None
    nhs_number: Identifying | None
    address: Identifying | None
    formerly: tuple[FormerlyLine, ...]
    version: int
    """How often it was put right."""
