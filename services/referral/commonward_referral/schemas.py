"""Shapes that cross the referral service's API."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, model_validator

from commonward.contracts import Code, Day, Moment, Reference, Tri
from commonward.contracts.events import Relation
from commonward.contracts.events.partner import ReportedChild, Text
from commonward.contracts.field_groups import BY_AGENCY, Born, Identifying, Narrative, Plain, PlainDay
from commonward.contracts.text import PROSE, VISIBLE
from commonward.identity import Capability
from commonward.web import Input, Missing
from commonward.web.withholding import Grouped

Value = Annotated[str, Field(max_length=8000), PROSE]
Reason = Annotated[str, Field(min_length=3, max_length=4000), PROSE, VISIBLE]


class Circumstances(Input):
    """What is known now of a child who is on record; with a new child's details it is given there."""

    family_area: Code | None = None
    placement_area: Code | None = None
    looked_after: Tri = Tri.UNKNOWN
    open_to_social_care: Tri = Tri.UNKNOWN
    plan_in_place: Code | None = None


class ToldWith(Input):
    """One of the board's forms that come with a concern, as far as it is filled in."""

    kind: Code
    answers: Mapping[Code, tuple[Value, ...]]


class Report(Input):
    """A concern about a child: the details of a new child, or the id of one that was found by searching."""

    child: ReportedChild | None = None
    child_id: UUID | None = None
    agency: Code
    happened_on: Day
    account: Text
    immediate_danger: Tri = Tri.UNKNOWN
    significant_harm: Tri = Tri.UNKNOWN
    sexually_active: Tri = Tri.UNKNOWN
    forms: tuple[Code, ...] = ()
    indicators: tuple[Code, ...] = ()
    records: Annotated[tuple[ToldWith, ...], Field(max_length=10)] = ()
    """They are kept as records about the concern; the indicators that they name are the concern's too."""
    circumstances: Circumstances | None = None
    """Only beside `child_id`."""
    draft: UUID | None = None
    """The caller's own draft that this was written in. It ends with it, so that what is sent twice is taken once."""

    @model_validator(mode="after")
    def _one_child(self) -> Report:
        if (self.child is None) == (self.child_id is None):
            raise ValueError("give either child or child_id")
        if self.child is not None and self.circumstances is not None:
            raise ValueError("the circumstances of a new child stand in child")
        return self


class Routed(BaseModel):
    """Where the concern went, and why; to a partner's system, where it would go if the child were new."""

    case: UUID
    """A partner's system gets the concern's id again: the case's would tell which concerns are about one child."""
    reference: Reference
    """The case's; to a partner's system the concern's own."""
    concern: UUID
    opened: bool
    """Whether a new case was opened; also said to partners, and where the open one is kept from whoever reports."""
    possible_matches: int
    team: Code
    response: Code
    outcome: Code
    tasks: tuple[Code, ...]
    because: tuple[Plain, ...]


class Begins(BaseModel):
    """Something that somebody would owe."""

    title: Plain
    role: Code
    due: datetime | None
    """As it would be if that happened now."""
    because: tuple[Plain, ...]


class WouldTell(BaseModel):
    """Somebody who would be told."""

    role: Code
    words: Plain
    urgent: bool
    because: tuple[Plain, ...]


class Preview(BaseModel):
    """What the procedure would do with a concern, were it raised now."""

    opens: bool
    """Whether a new case would be opened; else it joins the child's open one, which the caller may know of."""
    reference: Reference | None
    """The open case's."""
    possible_matches: int
    team: Code
    response: Code
    outcome: Code
    tasks: tuple[Code, ...]
    tool: Code | None
    because: tuple[Plain, ...]
    begins: tuple[Begins, ...]
    tells: tuple[WouldTell, ...]


class CaseSummary(Grouped):
    """One line of the case list."""

    id: UUID
    reference: Reference
    child: Identifying
    state: Plain
    opened_at: datetime
    team: Code
    worker: UUID | None
    level: Code | None
    version: int


class Cases(BaseModel):
    """A page of cases, the newest first."""

    cases: tuple[CaseSummary, ...]


class CaseFilter(BaseModel):
    """How to narrow and page the list."""

    model_config = ConfigDict(extra="forbid")

    state: Annotated[str, Field(pattern="^(open|closed)$")] = "open"
    before: Moment | None = None
    """Cases opened before this moment."""
    reference: Reference | None = None
    """A case's own reference, or one of a concern's receipt; then whatever the state of the case."""
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class ConcernLine(Grouped):
    """A concern as its case's page shows it."""

    id: UUID
    receipt: Reference
    """The concern's own reference, which a partner's system was given and may quote."""
    agency: Code
    happened_on: PlainDay
    received_at: datetime
    account: Annotated[str, BY_AGENCY]


class DecisionLine(Grouped):
    """A decision as its case's page shows it."""

    id: UUID
    decision: Code
    option: Code
    concern: UUID | None = None
    """The concern that it is about; None: the newest when it was made."""
    reason: Narrative
    decided_by: UUID
    decided_at: datetime
    authorised_by: UUID | None
    answered_at: datetime | None = None
    """When a second person agreed or refused; None too where that was not kept."""
    state: Plain
    override_reason: Narrative | None = None
    """A manager's reason to go on without what should have been there."""
    overridden: tuple[Plain, ...] = ()
    """The rules that it passed."""
    yours: bool = False
    """Whether it waits for the caller to agree."""
    begins: tuple[Begins, ...] = ()
    """Where it does: what would begin if they agreed now."""


class ProposalLine(Grouped):
    """A proposal that waits for a second person."""

    id: UUID
    case: UUID
    """Where it waits: of a proposal about two children, a case of either."""
    kind: Plain
    reason: Narrative
    proposed_by: UUID
    proposed_at: datetime
    child: UUID | None = None
    """The record that is to be merged or parted."""
    into: UUID | None = None
    """The record that goes on beside it."""
    yours: bool = False
    """Whether it waits for the caller to agree."""


class Waits(BaseModel):
    """Something that keeps a case open whatever the board."""

    keeps: Code
    """Which of the core's own reasons it is."""
    words: Plain
    supplied_by: Code | None
    """The role that can supply it, where it is one role's."""


class RelatedCase(BaseModel):
    """Another case that belongs to the same child or to a sibling."""

    id: UUID
    reference: Reference
    state: Plain
    opened_at: datetime
    level: Code | None
    concerns: int
    """How many were raised."""


class MergedRecord(Grouped):
    """Another record of the same child."""

    child: UUID
    given_name: Identifying
    family_name: Identifying
    born: Born | None
    goes_on: bool
    """Whether the child is found under this one."""


class FormerlyLine(Grouped):
    """What a child's record said until it was put right; only what was, and nothing where nothing stood there."""

    given_name: Identifying | None
    family_name: Identifying | None
    nhs_number: Identifying | None
    address: Identifying | None
    reason: Identifying
    put_right_by: UUID
    put_right_at: datetime


class SiblingLine(Grouped):
    """A sibling of the child."""

    link: UUID
    relation: Relation
    child: UUID
    name: Identifying
    born: Born | None
    reason: Narrative
    """Why they were linked."""
    cases: tuple[RelatedCase, ...]


class Standing(BaseModel):
    """How a case stands beside its state."""

    missing: UUID | None
    """The episode from which the child is not back."""
    restricted: bool
    blocks: bool
    """Whether somebody is kept out; only told to those who may let them in again."""
    held: bool
    """Whether a legal hold keeps it; only told to those who may lift it."""


class CasePage(Grouped):
    """A case with what this service knows of it."""

    case: CaseSummary
    born: Born | None
    concerns: tuple[ConcernLine, ...]
    decisions: tuple[DecisionLine, ...]
    waiting: tuple[ProposalLine, ...]
    """Proposals to correct, void or move the case that wait for a second person."""
    closing_misses: tuple[Missing, ...]
    """The board's gates that would still keep it from being closed."""
    closing_waits: tuple[Waits, ...]
    """What else would, whatever the board."""
    closing_given: Code | None
    """The reason to close that a meeting has given, where the board gives closing to a meeting."""
    child_id: UUID
    formerly: tuple[FormerlyLine, ...]
    """How the child was recorded before, the oldest first."""
    together: tuple[RelatedCase, ...]
    """Other cases of the same child, those of merged records included."""
    merged: tuple[MergedRecord, ...]
    siblings: tuple[SiblingLine, ...]
    standing: Standing
    may: tuple[Capability, ...]
    """All that the caller may do, by what they are to the case."""
    decides: tuple[Code, ...]
    """The decision points that are the caller's to decide at."""


class Allocation(Input):
    """Who holds the case from now on."""

    role: Code
    team: Code
    worker: UUID | None = None
    version: int | None = None


class Decide(Input):
    """A decision at one of the procedure's decision points."""

    decision: Code
    option: Code
    concern: UUID | None = None
    """The concern that it is about; left out: the newest."""
    reason: Reason
    override_reason: Reason | None = None
    """A manager's reason to go on against unmet *should* gates."""
    version: int | None = None


class Authorise(Input):
    """A second person's word on a decision that waits."""

    agree: bool


class CloseCase(Input):
    """A request to close."""

    reason: Code
    override_reason: Reason | None = None
    """A manager's reason to go on against unmet *should* gates."""
    version: int | None = None


class ClosingOutcome(BaseModel):
    """What became of a request to close."""

    request: UUID
    state: Plain
    missing: tuple[Missing, ...] = ()
    waits: tuple[Waits, ...] = ()
    """What keeps it open whatever the board, such as a newer concern."""


class Done(BaseModel):
    """A command took effect; the case is at this version now."""

    id: UUID
    version: int
    state: Plain = "made"
