"""Shapes that cross the meetings service's API."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from commonward.contracts import Code, Day, Moment
from commonward.contracts.text import ONE_LINE, PROSE, VISIBLE

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=8000), PROSE, VISIBLE]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200), ONE_LINE, VISIBLE]
Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=4000), PROSE, VISIBLE]


class _Input(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Call(_Input):
    """A person wants a meeting of this kind."""

    kind: Code
    version: int | None = None


class Convene(_Input):
    """When a meeting will be, who chairs it, who is invited."""

    planned_for: Moment
    chair: UUID | None = None
    chair_role: Code | None = None
    """By default the role that the procedure names."""
    chair_reason: Reason | None = None
    """Needed where another role chairs."""
    invited: tuple[Code, ...] | None = None
    """By default the agencies that the procedure names."""
    version: int | None = None


class Present(_Input):
    """Somebody who was there. The child or a parent may be, as `agency` says."""

    agency: Code
    person: Name
    """Their name or what they are; it stays with this service."""
    contribution: Words


class ViewsOf(_Input):
    """The views of somebody who did not attend, or the reason why there are none."""

    of: Code
    given: Words | None = None
    reason: Reason | None = None


class Hold(_Input):
    """What is recorded of a meeting that took place."""

    held_at: Moment
    attendance: tuple[Present, ...]
    views: tuple[ViewsOf, ...] = ()
    override_reason: Reason | None = None
    """A manager's reason to go on against unmet *should* gates."""
    version: int | None = None


class ActionInput(_Input):
    """What somebody will do, by when, and how it will be known that it helped."""

    what: Words
    owner: Name
    owner_person: UUID | None = None
    due: Day
    measure: Words
    outcome: Words | None = None


class AdoptPlan(_Input):
    """The plan that the meeting agreed."""

    sections: dict[Code, Annotated[str, Field(max_length=20000), PROSE]]
    actions: tuple[ActionInput, ...] = ()
    next_meeting: Day | None = None
    override_reason: Reason | None = None
    """A manager's reason to go on against unmet *should* gates."""
    version: int | None = None


class SharePlan(_Input):
    """With whom the plan is shared; by default with those whom the procedure names."""

    recipients: tuple[Code, ...] | None = None
    version: int | None = None


class KindDemands(BaseModel):
    """What the procedure wants of a kind of meeting."""

    model_config = ConfigDict(from_attributes=True)

    id: Code
    title: str
    because: tuple[str, ...]
    convened_by: Code | tuple[Code, ...]
    chair: Code
    invited: tuple[Code, ...]
    quorum: tuple[Code, ...]
    plan: Code | None
    plan_sections: tuple[Code, ...]
    views_of: tuple[Code, ...]
    shared_with: tuple[Code, ...]
    agree_next: bool
    plan_because: tuple[str, ...]


class MeetingKinds(BaseModel):
    """The board's kinds of meeting."""

    kinds: tuple[KindDemands, ...]


class MeetingLine(BaseModel):
    """A meeting in a list."""

    id: UUID
    case: UUID
    kind: Code
    state: str
    required_at: datetime
    planned_for: datetime | None
    chair: UUID | None
    chair_role: Code | None
    held_at: datetime | None
    quorate: bool | None


class Meetings(BaseModel):
    """Meetings, the newest first."""

    meetings: tuple[MeetingLine, ...]


class MeetingFilter(BaseModel):
    """How to narrow the list."""

    model_config = ConfigDict(extra="forbid")

    case: UUID | None = None
    state: Annotated[str, Field(pattern="^(required|convened|held)$")] | None = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class PresentLine(BaseModel):
    """Somebody who was there."""

    agency: Code
    person: str
    contribution: str


class ViewLine(BaseModel):
    """Views, or why there are none."""

    of: Code
    given: str | None
    reason: str | None


class ActionLine(BaseModel):
    """An action of a plan."""

    id: UUID
    what: str
    owner: str
    owner_person: UUID | None
    due: date
    measure: str
    outcome: str | None


class SharingLine(BaseModel):
    """With whom the plan was shared, and when."""

    recipients: tuple[Code, ...]
    shared_by: UUID
    shared_at: datetime


class PlanPage(BaseModel):
    """A plan with its actions."""

    id: UUID
    kind: Code
    version: int
    sections: dict[Code, str]
    actions: tuple[ActionLine, ...]
    adopted_by: UUID
    adopted_at: datetime
    next_meeting: date | None
    shared: tuple[SharingLine, ...]


class MeetingPage(BaseModel):
    """A meeting with what the procedure wants of it and what is recorded."""

    meeting: MeetingLine
    kind: KindDemands
    """`chair` is the role for this case."""
    chair_reason: str | None
    invited: tuple[Code, ...]
    missing_agencies: tuple[Code, ...]
    attendance: tuple[PresentLine, ...]
    views: tuple[ViewLine, ...]
    plan: PlanPage | None
    version: int
    """The case's version here; commands may name it as the one they expect."""


class Done(BaseModel):
    """A command took effect; the case is at this version now."""

    id: UUID
    version: int
    state: str
    missing_agencies: tuple[Code, ...] = ()
    """Of an inquorate meeting: who was not there."""
    plan_version: int | None = None
