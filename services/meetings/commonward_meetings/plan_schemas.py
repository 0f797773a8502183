"""Shapes of plans and their actions that cross the API."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr

from commonward.clock import Limit, Unit
from commonward.contracts import Code, Day, Moment
from commonward.contracts.field_groups import BY_AGENCY, FieldGroup, Narrative, OfEach, Plain, PlainDay
from commonward.contracts.text import PROSE
from commonward.procedure import MeetingKind
from commonward.web import Input, Listed
from commonward.web.withholding import Grouped
from commonward_meetings.schemas import Name, Reason, Words


class ActionInput(Input):
    """What somebody will do, by when, and how it will be known that it helped."""

    what: Words
    owner: Name
    co_owners: tuple[Name, ...] = ()
    owner_person: UUID | None = None
    agency: Code | None = None
    """The owner's agency."""
    kind: Code | None = None
    """What it is about, in the board's words."""
    due: Day
    measure: Words
    achievable: bool | None = None
    realistic: bool | None = None
    """Attested by the meeting, where the procedure wants it."""


class Interval(Input):
    """How often: every so many weeks or months."""

    amount: Annotated[int, Field(ge=1, le=120)]
    unit: Literal["weeks", "months"]

    @property
    def limit(self) -> Limit:
        """The same as a limit of time."""
        return Limit(self.amount, Unit(self.unit))


class AdoptPlan(Input):
    """The plan that the meeting agreed."""

    sections: dict[Code, Annotated[str, Field(max_length=20000), PROSE]]
    aims: tuple[Code, ...] = ()
    other_plan: Code | None = None
    """The child's other plan that it refers to."""
    actions: tuple[ActionInput, ...] = ()
    next_meeting: Day | None = None
    every: Interval | None = None
    """How often the later meetings are."""
    override_reason: Reason | None = None
    """A manager's reason to go on against unmet *should* gates."""
    version: int | None = None


class SharePlan(Input):
    """With whom the plan is shared; by default with those whom the procedure names."""

    recipients: tuple[Code, ...] | None = None
    override_reason: Reason | None = None
    """A manager's reason to go on against unmet *should* gates."""
    version: int | None = None


class Receive(Input):
    """A recipient has acknowledged the plan."""

    recipient: Code
    person: Name
    """Who acknowledged it; it stays with this service."""
    received_at: Moment
    how: Literal["reply", "signature", "in-person", "telephone"]
    version: int | None = None


class PlaceSignedCopy(Input):
    """The signed copy of the plan is on file."""

    place: Words
    placed_on: Day
    version: int | None = None


class RecordOutcome(Input):
    """What became of an action."""

    outcome: Code
    completed_on: Day
    text: Words
    """How it is known, by the measure that was agreed."""
    version: int | None = None


class Incorporate(Input):
    """Another plan of the child's has taken the action in."""

    other_plan: Code
    version: int | None = None


OfAgency = Annotated[str, BY_AGENCY]


class ActionLine(Grouped):
    """An action of a plan. What an agency is to do is its own: the police's of intelligence, a hospital's of health."""

    id: UUID
    plan: UUID
    kind: Code | None
    what: OfAgency
    owner: OfAgency
    co_owners: tuple[OfAgency, ...]
    owner_person: UUID | None
    agency: Code | None
    due: PlainDay
    measure: OfAgency
    outcome_code: Code | None
    outcome: OfAgency | None
    completed_on: PlainDay | None
    incorporated_in: Code | None
    overdue: bool
    """Due before today, and nobody has recorded what became of it."""
    yours: bool = False
    """Whether the caller may record that; the list of a case tells."""


class Actions(Listed):
    """Actions, the one due first at the top."""

    actions: tuple[ActionLine, ...]


class ActionFilter(BaseModel):
    """Which actions. `outstanding` are those that the child's other plan has not taken in yet."""

    model_config = ConfigDict(extra="forbid")

    case: UUID
    state: Annotated[str, Field(pattern="^(open|overdue|completed|outstanding)$")] | None = None


class ReceiptLine(Grouped):
    """Who has acknowledged the plan."""

    recipient: Code
    person: Narrative
    received_at: datetime
    how: Narrative
    recorded_by: UUID


class SignedCopyLine(Grouped):
    """Where the signed copy is."""

    place: Narrative
    placed_on: PlainDay
    recorded_by: UUID


class SharingLine(Grouped):
    """With whom the plan was shared, and when."""

    recipients: tuple[Code, ...]
    shared_by: UUID
    shared_at: datetime
    override_reason: Narrative | None = None
    overridden: tuple[Plain, ...] = ()
    """Ids of the *should* gates that `shared_by` has overridden, with that reason."""


BY_SECTION = OfEach(lambda plan, section: plan.group_of(section))


class PlanPage(Grouped):
    """A plan with its actions."""

    id: UUID
    kind: Code
    version: int
    sections: Annotated[dict[Code, str], BY_SECTION]
    aims: tuple[Code, ...]
    other_plan: Code | None
    actions: tuple[ActionLine, ...]
    adopted_by: UUID
    adopted_at: datetime
    override_reason: Narrative | None = None
    overridden: tuple[Plain, ...] = ()
    """Ids of the *should* gates and demands that `adopted_by` has overridden, with that reason."""
    next_meeting: PlainDay | None
    every: Limit | None
    share_by: PlainDay | None
    """The last day on which it is shared in time, where the procedure states a figure."""
    shared: tuple[SharingLine, ...]
    receipts: tuple[ReceiptLine, ...]
    signed_copy: SignedCopyLine | None
    _kind: MeetingKind | None = PrivateAttr(default=None)

    def of_kind(self, kind: MeetingKind) -> PlanPage:
        """Say which kind of meeting adopted it: its sections have their groups."""
        self._kind = kind
        return self

    def group_of(self, section: Code) -> FieldGroup:
        """The group of a section."""
        return self._kind.group_of(section) if self._kind else FieldGroup.NARRATIVE


class PlanWaits(BaseModel):
    """A plan that was shared with the caller, and not acknowledged for them yet."""

    plan: UUID
    meeting: UUID
    """Under which it is read and acknowledged."""
    case: UUID
    reference: Plain
    kind: Code
    version: int
    recipient: Code
    """As whom they were sent it."""
    since: datetime


class PlansWaiting(Listed):
    """Plans that the caller has to acknowledge, the longest first."""

    plans: tuple[PlanWaits, ...]
