"""Shapes of the search for a child."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field, model_validator

from commonward.contracts import Day, Reference
from commonward.contracts.field_groups import Born, Identifying
from commonward.contracts.text import PROSE, VISIBLE
from commonward.web import Input
from commonward.web.withholding import Grouped

SoughtName = Annotated[str, Field(min_length=2, max_length=120), PROSE, VISIBLE]


class Why(StrEnum):
    """Why a record may be the child's, the surest first."""

    NHS_NUMBER = "nhs-number"
    OTHER_BIRTH = "other-birth"
    """With the same NHS number another date of birth: one of them is wrong."""
    SAME_NAME_AND_BIRTH = "same-name-and-birth"
    FORMER_NHS_NUMBER = "former-nhs-number"
    """The number stood in the record until it was put right."""
    SAME_NAME = "same-name"
    FORMER_NAME = "former-name"
    """The name, or one that is alike, stood in the record until it was put right."""
    SAME_BIRTH = "same-birth"
    """Together with a name that sounds alike or is spelt alike; never by itself."""
    SOUNDS_ALIKE = "sounds-alike"
    SPELT_ALIKE = "spelt-alike"
    BEGINS_ALIKE = "begins-alike"
    """What is looked for is the beginning of the name, of three letters or more."""


class Search(Input):
    """What is known of the child who is looked for. It is sent in the body, so that no address holds a name."""

    given_name: SoughtName | None = None
    family_name: SoughtName | None = None
    born: Day | None = None
    nhs_number: Annotated[str, Field(pattern=r"^[0-9]{10}$")] | None = None

    @model_validator(mode="after")
    def _something(self) -> Search:
        if self.given_name is None and self.family_name is None and self.nhs_number is None:
            raise ValueError("give a name or an NHS number; a date of birth narrows a name and is not looked for alone")
        return self


class MergedFrom(Grouped):
    """A record that two people merged into the candidate: the child may have been found by what it says."""

    child: UUID
    given_name: Identifying
    family_name: Identifying
    born: Born | None


class Candidate(Grouped):
    """A record that may be the child's, for a person to compare. Records are never merged by the platform."""

    child: UUID
    given_name: Identifying
    family_name: Identifying
    born: Born | None
    why: tuple[Why, ...]
    case: UUID | None
    """The child's open case."""
    reference: Reference | None
    merged_from: tuple[MergedFrom, ...] = ()


class Candidates(BaseModel):
    """The records that may be the child's, the likeliest first."""

    candidates: tuple[Candidate, ...]
