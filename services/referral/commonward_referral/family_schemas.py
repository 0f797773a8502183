"""Shapes of what belongs together: two records of one child, and siblings."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from commonward.contracts.events import Relation
from commonward.contracts.field_groups import Born, Identifying, Narrative
from commonward.web import Input
from commonward.web.withholding import Grouped
from commonward_referral.schemas import FormerlyLine, Reason, RelatedCase
from commonward_referral.search_schemas import Why


class Merge(Input):
    """A proposal to merge a child's record into another one of the same child."""

    into: UUID
    """The record that goes on."""
    reason: Reason


class Part(Input):
    """A proposal to part two records that were merged."""

    reason: Reason


class TwoChildren(Input):
    """Two records that are alike are two children's."""

    other: UUID
    reason: Reason


class LinkSibling(Input):
    """The child of this case and another one are siblings."""

    child_id: UUID
    relation: Relation
    reason: Reason
    version: int | None = None


class Unlink(Input):
    """A proposal to take away a link of two children who are no siblings."""

    reason: Reason


class OtherRecord(BaseModel):
    """Which record is laid beside it."""

    model_config = ConfigDict(extra="forbid")

    other: UUID


class RecordSide(Grouped):
    """One of two records, with all that tells children apart."""

    child: UUID
    given_name: Identifying
    family_name: Identifying
    born: Born | None
    nhs_number: Identifying | None
    address: Identifying | None
    formerly: tuple[FormerlyLine, ...]
    """What it said before, the oldest first."""
    merged_into: UUID | None
    cases: tuple[RelatedCase, ...]


class SaidTwo(Grouped):
    """Somebody has compared them, and says that they are two children's."""

    by: UUID
    at: datetime
    reason: Narrative


class Beside(BaseModel):
    """Two records side by side, for a person to say whether they are one child's."""

    child: RecordSide
    other: RecordSide
    why: tuple[Why, ...]
    """Why they may be; empty where nothing speaks for it."""
    said_two: SaidTwo | None = None
