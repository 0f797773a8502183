"""Shapes of what people send to the risk service's API."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from commonward.contracts import Code, Moment
from commonward.contracts.events import Purpose
from commonward.contracts.text import PROSE, VISIBLE
from commonward.procedure import Answer, Contribution, Entered, Filled
from commonward.web import Input

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=8000), PROSE, VISIBLE]
Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=4000), PROSE, VISIBLE]


class _OfCase(Input):
    version: int | None = None
    """The case's version that the caller saw."""


class Ask(_OfCase):
    """A new assessment; without a tool, with the one that was used last."""

    tool: Code | None = None
    purpose: Purpose | None = None
    """By default a review, once an assessment with this tool was completed."""
    triggered_by: UUID | None = None
    """What makes one ask, such as a new concern. The review that is due stays due."""


class Draft(Filled):
    """A tool half filled in. It replaces the draft that was there."""

    draft: int | None = None
    """The draft that the caller saw; another one in between is not overwritten."""
    version: int | None = None


class HandOver(_OfCase):
    """A stage is completed, with what the draft holds."""

    stage: Code


class Complete(_OfCase):
    """A completed tool, and the person's own judgement. What is left out is taken from the draft."""

    answers: tuple[Answer, ...] | None = None
    entries: tuple[Entered, ...] | None = None
    contributions: tuple[Contribution, ...] | None = None
    alone_because: Annotated[str, Field(max_length=4000), PROSE] | None = None
    judgement: Code
    rationale: Words
    divergence_reason: Reason | None = None
    """Needed where the judgement is another than the tool's figure reads, and the tool wants to know why."""
    completed_at: Moment | None = None
    """By default now."""
    override_reason: Reason | None = None
    """A manager's reason to go on against unmet *should* gates."""

    def filled(self, draft: Filled) -> Filled:
        """What was filled in: what is sent here, and the draft's where nothing is."""
        names = ("answers", "entries", "contributions", "alone_because")
        sent = {name: value for name in names if (value := getattr(self, name)) is not None}
        return Filled.model_validate({**dict(draft), **sent})


class DecideLevel(_OfCase):
    """The second person's decision."""

    level: Code
    reason: Reason | None = None
    """Needed where the level is not what the first person judged, or falls so that the board wants to know why."""
    override_reason: Reason | None = None


class Confirm(_OfCase):
    """A provisional level is confirmed, or another one is set in its place."""

    level: Code | None = None
    """By default the provisional one."""
    reason: Reason | None = None
    override_reason: Reason | None = None


class AssessmentFilter(BaseModel):
    """How to narrow the list."""

    model_config = ConfigDict(extra="forbid")

    case: UUID | None = None
    state: Annotated[str, Field(pattern="^(requested|completed|decided|informed)$")] | None = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50
