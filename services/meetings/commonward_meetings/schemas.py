"""What the shapes of the meetings service's API have in common."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, StringConstraints

from commonward.contracts import Code
from commonward.contracts.field_groups import CASE, Plain
from commonward.contracts.text import ONE_LINE, PROSE, VISIBLE
from commonward.store import FieldError

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=8000), PROSE, VISIBLE]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200), ONE_LINE, VISIBLE]
Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=4000), PROSE, VISIBLE]


class Done(BaseModel):
    """A command took effect; the case is at this version now."""

    id: UUID
    version: int
    state: Plain
    missing_agencies: tuple[Code, ...] = ()
    """Of an inquorate meeting: who was not there."""
    plan_version: int | None = None
    minutes_version: int | None = None
    warnings: Annotated[tuple[FieldError, ...], CASE] = ()
    """What was taken, and deserves a second look."""


class SittingDone(BaseModel):
    """A command took effect for every case that it names."""

    id: UUID
    """The sitting's."""
    state: Plain
    cases: tuple[Done, ...]
