"""Shapes of meetings that cross the API."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from commonward.contracts import Code, Moment
from commonward.contracts.events import LevelRefusal
from commonward.contracts.field_groups import BY_AGENCY, Narrative, Plain
from commonward.contracts.text import PROSE, VISIBLE
from commonward.web import Input, Listed, Missing
from commonward.web.withholding import Grouped
from commonward_meetings.access import Act
from commonward_meetings.kind_schemas import KindDemands
from commonward_meetings.plan_schemas import PlanPage
from commonward_meetings.schemas import Name, Reason, Words


class Call(Input):
    """A person wants a meeting of this kind."""

    kind: Code
    version: int | None = None


class InviteDecision(Input):
    """Whether somebody is invited, and why."""

    whom: Code
    invited: bool
    reason: Reason


class Convening(Input):
    """When a meeting will be, who chairs it, who is invited."""

    planned_for: Moment
    chair: UUID | None = None
    chair_role: Code | None = None
    """By default the role that the procedure names."""
    chair_reason: Reason | None = None
    """Needed where another role chairs."""
    invited: tuple[Code, ...] | None = None
    """By default the agencies that the procedure names."""
    aligned_with: Code | None = None
    """The statutory meeting that it is held together with."""
    override_reason: Reason | None = None
    """A manager's reason to go on against unmet *should* gates."""


class Convene(Convening):
    """The convening of one meeting."""

    invitations: tuple[InviteDecision, ...] = ()
    """About each whose invitation the procedure wants decided; an earlier decision holds until there is a newer."""
    version: int | None = None


class CaseConvening(Input):
    """What is particular to one case on the agenda."""

    meeting: UUID
    invitations: tuple[InviteDecision, ...] = ()


class ConveneSitting(Convening):
    """One sitting about several cases: the same time, chair and guests."""

    cases: Annotated[tuple[CaseConvening, ...], Field(min_length=1, max_length=100)]


class Present(Input):
    """Somebody who was there. The child or a parent may be, as `agency` says."""

    agency: Code
    role: Code | None = None
    """Their role with the board, where the quorum asks for it."""
    person: Name
    """Their name or what they are; it stays with this service."""
    contribution: Words


class ViewsOf(Input):
    """The views of somebody who did not attend, or the reason why there are none."""

    of: Code
    given: Words | None = None
    reason: Reason | None = None


class Hold(Input):
    """What is recorded of a meeting that took place."""

    held_at: Moment
    attendance: tuple[Present, ...]
    views: tuple[ViewsOf, ...] = ()
    override_reason: Reason | None = None
    """A manager's reason to go on against unmet *should* gates."""
    version: int | None = None


class CaseHeld(Input):
    """What is recorded of one case on the agenda."""

    meeting: UUID
    attendance: tuple[Present, ...]
    """Who was there for this case, and what they contributed to it."""
    views: tuple[ViewsOf, ...] = ()


class HoldSitting(Input):
    """What is recorded of a sitting. A case of its agenda that is not named here is still to be held."""

    held_at: Moment
    cases: Annotated[tuple[CaseHeld, ...], Field(min_length=1, max_length=100)]
    override_reason: Reason | None = None


class WriteMinutes(Input):
    """The minutes, or a corrected version of them."""

    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100_000), PROSE, VISIBLE]
    version: int | None = None


class SignMinutes(Input):
    """The chair signs the minutes off, at the version that they have read."""

    minutes_version: Annotated[int, Field(ge=1)]
    version: int | None = None


class Rule(Input):
    """What the meeting decided."""

    about: Literal["level", "closing"]
    choice: Code
    """The level, or the reason to close."""
    reason: Reason
    override_reason: Reason | None = None
    """A manager's reason to go on against unmet *should* gates."""
    version: int | None = None


class Choice(BaseModel):
    """A level or a reason to close that the meeting may choose, with what it still lacks."""

    code: Code
    misses: tuple[Missing, ...]


class ToDecide(Grouped):
    """What the meeting itself decides and has not decided yet."""

    about: Code
    """`level` or `closing`."""
    choices: tuple[Choice, ...]
    """Empty where the board does not limit the reasons to close: then it is a code of the meeting's own."""
    floor: Narrative | None
    """Why the lower levels are not among them, where a floor by age holds."""


class MeetingLine(BaseModel):
    """A meeting in a list."""

    id: UUID
    case: UUID
    kind: Code
    state: Plain
    required_at: datetime
    planned_for: datetime | None
    chair: UUID | None
    chair_role: Code | None
    held_at: datetime | None
    quorate: bool | None
    aligned_with: Code | None
    sitting: UUID | None


class Meetings(Listed):
    """Meetings, the newest first."""

    meetings: tuple[MeetingLine, ...]
    may_call: tuple[Code, ...] = ()
    """The kinds that the caller may call now, where the list is of one case."""


class MeetingFilter(BaseModel):
    """How to narrow the list."""

    model_config = ConfigDict(extra="forbid")

    case: UUID | None = None
    sitting: UUID | None = None
    state: Annotated[str, Field(pattern="^(required|convened|held)$")] | None = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class PresentLine(Grouped):
    """Somebody who was there."""

    agency: Code
    role: Code | None
    person: Narrative
    contribution: Annotated[str, BY_AGENCY]


class ViewLine(Grouped):
    """Views, or why there are none."""

    of: Code
    given: Narrative | None
    reason: Narrative | None


class InvitationLine(Grouped):
    """A decision whether somebody is invited."""

    whom: Code
    invited: bool
    reason: Narrative
    decided_by: UUID
    decided_at: datetime


class RulingLine(Grouped):
    """What the meeting decided, those decisions included that were refused."""

    about: Plain
    choice: Code
    reason: Narrative
    decided_by: UUID
    decided_at: datetime
    override_reason: Narrative | None = None
    overridden: tuple[Plain, ...] = ()
    """Ids of the *should* gates that a manager has overridden, with that reason."""
    refused: LevelRefusal | None = None
    """Why its level could not be taken; the meeting decides again."""
    at_least: Code | None = None
    """The lowest level that was available, where a floor held."""
    refused_at: datetime | None = None


class MinutesLine(Grouped):
    """A version of the minutes."""

    version: int
    text: Narrative
    written_by: UUID
    written_at: datetime
    signed_by: UUID | None
    signed_at: datetime | None


class MinutesPage(BaseModel):
    """A meeting's minutes, the newest version first."""

    versions: tuple[MinutesLine, ...]


class MeetingPage(Grouped):
    """A meeting with what the procedure wants of it and what is recorded."""

    meeting: MeetingLine
    kind: KindDemands
    """`chair` is the role for this case."""
    chair_reason: Narrative | None
    joint_chairs: tuple[Code, ...]
    invited: tuple[Code, ...]
    invitations: tuple[InvitationLine, ...]
    missing_agencies: tuple[Code, ...]
    attendance: tuple[PresentLine, ...]
    views: tuple[ViewLine, ...]
    rulings: tuple[RulingLine, ...]
    to_decide: tuple[ToDecide, ...]
    may: tuple[Act, ...]
    """What the caller may do with it; whether it is time for that, its state says."""
    acknowledges: tuple[Code, ...] = ()
    """The recipients of its plan for whom the caller may say now that they have acknowledged it."""
    unreached: tuple[Code, ...] = ()
    """Those with whom the procedure shares its plan who are nobody yet, such as the worker of an unallocated case."""
    override_reason: Narrative | None = None
    overridden: tuple[Plain, ...] = ()
    """Ids of the *should* gates that a manager has overridden, with that reason."""
    overridden_by: tuple[UUID, ...] = ()
    minutes_version: int | None
    minutes_signed: bool
    plan: PlanPage | None
    version: int
    """The case's version here; commands may name it as the one they expect."""
