"""Shapes of records, proposals, missing episodes and other subjects, as they cross the API."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr

from commonward.contracts import Code, Day, Moment, Reference, Tri, Version
from commonward.contracts.field_groups import (
    ADULT_OF_CONCERN,
    CASE,
    HEALTH,
    IDENTITY,
    FieldGroup,
    Narrative,
    OfEach,
    OfWhole,
    Plain,
)
from commonward.contracts.text import ONE_LINE, PROSE, VISIBLE
from commonward.procedure import RecordKind
from commonward.web import Input
from commonward.web.withholding import Grouped
from commonward_referral.schemas import Reason, Value

Label = Annotated[str, Field(min_length=1, max_length=260), ONE_LINE, VISIBLE]


class MakeRecord(Input):
    """A form of the board's, filled in: the values of each field that was answered."""

    kind: Code
    answers: Mapping[Code, tuple[Value, ...]]
    about: UUID | None = None
    """The concern, meeting, missing episode or assessment that it is about; it then meets what that one calls for."""
    override_reason: Reason | None = None
    """A manager's reason to go on against what *should* be there."""
    version: int | None = None


BY_FORM = OfEach(lambda record, code: record.group_of(code))


class RecordLine(Grouped):
    """A record as its case's page shows it."""

    id: UUID
    kind: Code
    number: int
    """Which of its kind it is on this case, from 1: the version of what is brought up to date, such as a plan."""
    title: Plain
    answers: Annotated[Mapping[Code, tuple[str, ...]], BY_FORM]
    happened_at: datetime
    made_by: UUID
    made_at: datetime
    authorised_by: UUID | None
    answered_at: datetime | None = None
    """When a second person agreed or refused; None too where that was not kept."""
    about: UUID | None = None
    state: Plain
    because: tuple[Plain, ...]
    override_reason: Narrative | None = None
    """A manager's reason to go on without what should have been there."""
    overridden: tuple[Plain, ...] = ()
    """The rules that it passed."""
    yours: bool = False
    """Whether it waits for the caller to agree."""
    _kind: RecordKind | None = PrivateAttr(default=None)

    def of_kind(self, kind: RecordKind | None) -> RecordLine:
        """Say of which form of the board's it is."""
        self._kind = kind
        return self

    def group_of(self, code: Code) -> FieldGroup:
        """The group of an answer; of a form that the board no longer has, narrative."""
        return self._kind.group_of(code) if self._kind else FieldGroup.NARRATIVE


class Records(BaseModel):
    """A case's records that the caller may read, the newest first."""

    records: tuple[RecordLine, ...]


class FormField(BaseModel):
    """One question of a form."""

    code: Code
    title: Plain
    answered: Plain
    choices: tuple[Code, ...]
    exclusive: tuple[Code, ...]
    """Of the choices, those that can't be chosen together with another."""
    group: FieldGroup
    """What it is shown or withheld with."""
    because: tuple[Plain, ...]


class Form(BaseModel):
    """A kind of record that the board keeps."""

    id: Code
    title: Plain
    made_by: tuple[Code, ...]
    fields: tuple[FormField, ...]
    because: tuple[Plain, ...]
    yours: bool
    """Whether the caller may fill it in: its role, and that they may see all that it asks."""


class Forms(BaseModel):
    """The board's forms for a case, at its edition."""

    forms: tuple[Form, ...]


class VoidRecord(Input):
    """A record is wrong: take it out of the reckoning."""

    reason: Reason
    version: int | None = None


class Corrections(Input):
    """What is known wrongly, with what is right. Only what is given is corrected."""

    child_id: Annotated[UUID | None, IDENTITY] = None
    """The child whose case this really is."""
    born: Annotated[Day | None, IDENTITY] = None
    happened_on: Annotated[Day | None, CASE] = None
    """When what the concern reports happened."""
    family_area: Code | None = None
    placement_area: Code | None = None
    open_to_social_care: Tri | None = None
    plan_in_place: Code | None = None
    looked_after: Tri | None = None
    immediate_danger: Tri | None = None
    significant_harm: Tri | None = None
    sexually_active: Annotated[Tri | None, HEALTH] = None


class CorrectionOf(Corrections):
    """What is kept of a proposal: the corrections, and the concern that they are about."""

    concern: UUID | None = None


class CorrectFacts(Input):
    """A proposal to correct what is known of a case."""

    corrections: Corrections
    concern: UUID | None = None
    """The concern that was known wrongly; left out: the newest. A date of birth is the same for all of them."""
    reason: Reason
    version: int | None = None


class VoidCase(Input):
    """A proposal to end a case that should never have been opened."""

    kind: Literal["duplicate", "wrong-child", "opened-in-error"]
    instead: UUID | None = None
    reason: Reason
    version: int | None = None


class ChangeEdition(Input):
    """A proposal to take a case to another edition of the procedure."""

    edition: Version
    reason: Reason
    version: int | None = None


class ReportMissing(Input):
    """A child is, or was, missing."""

    missing_from: Moment
    returned_at: Moment | None = None
    agency: Code
    account: Annotated[str, Field(max_length=4000), PROSE] = ""
    version: int | None = None


class Returned(Input):
    """The child is back, or was found."""

    returned_at: Moment
    version: int | None = None


class Answered(BaseModel):
    """What the procedure wants done about a missing episode, and why."""

    episode: UUID
    number: int
    tasks: tuple[Code, ...]
    because: tuple[Plain, ...]
    version: int


class OpenParty(Input):
    """Another subject than a child: an adult of concern, a place."""

    kind: Code
    label: Label
    details: Annotated[str, Field(max_length=4000), PROSE] = ""


class PartyLine(Grouped):
    """Another subject, as lists show it."""

    id: UUID
    kind: Code
    reference: Reference
    label: Annotated[str, ADULT_OF_CONCERN]
    details: Annotated[str, ADULT_OF_CONCERN]
    opened_at: datetime


class Parties(BaseModel):
    """Other subjects of one kind, the newest first."""

    subjects: tuple[PartyLine, ...]


class FindParty(Input):
    """What an adult or a place may be known by; in the body, so that no address holds a name."""

    kind: Code
    words: Annotated[str, Field(min_length=2, max_length=260), ONE_LINE, VISIBLE]


BY_KIND = OfWhole(lambda line: FieldGroup.IDENTITY if line.kind == "child" else FieldGroup.ADULT_OF_CONCERN)
"""The name of another subject: a child's, or an adult's or a place's."""


class ConnectionLine(Grouped):
    """Another subject that a record ties to this one."""

    id: UUID
    kind: Code
    reference: Reference
    label: Annotated[str, BY_KIND]
    records: tuple[Plain, ...]
    """The titles of the records that name either."""


class Connections(Grouped):
    """Whatever is connected with a subject by records that the caller may read, the newest first."""

    connections: Annotated[tuple[ConnectionLine, ...], ADULT_OF_CONCERN]


class PartyFilter(BaseModel):
    """Which kind of subject."""

    model_config = ConfigDict(extra="forbid")

    kind: Code


class Place(BaseModel):
    """Where the caller works: a command, form, tool, decision or kind of meeting."""

    model_config = ConfigDict(extra="forbid")

    at: Code


class PromptLine(BaseModel):
    """A reminder, with what it follows."""

    id: Code
    words: Plain
    because: tuple[Plain, ...]


class Prompts(BaseModel):
    """What the board reminds of at a place."""

    prompts: tuple[PromptLine, ...]


class Wording(Input):
    """Words that somebody is writing. They are not kept."""

    text: Annotated[str, Field(max_length=20_000), PROSE]


class SuggestionLine(BaseModel):
    """A phrase that was found, and what the board would have one think of."""

    phrase: Plain
    words: Plain
    because: tuple[Plain, ...]


class Suggestions(BaseModel):
    """Suggestions about wording; none of them blocks."""

    suggestions: tuple[SuggestionLine, ...]
