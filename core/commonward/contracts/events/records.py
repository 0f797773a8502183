"""What the referral service publishes of records, corrections and the turns of a case's life."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from commonward.contracts.event import Event, event
from commonward.contracts.events.examples import AT, ID, OTHER, PERSON, SECOND
from commonward.contracts.field_groups import HEALTH, IDENTITY, NARRATIVE
from commonward.contracts.fields import Age, Because, Code, Moment, Tri, Version


class CodedAnswer(BaseModel):
    """A field's answer: codes, days or ids, never words."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    field: Code
    values: tuple[Code, ...]


@event(
    "referral.record-made",
    example={
        "record": ID,
        "kind": "restriction",
        "answers": [{"field": "what", "values": ["telephone"]}],
        "happened_at": AT,
        "made_by": PERSON,
        "authorised_by": None,
        "made_at": AT,
        "because": ["BOL-A3.restrict"],
    },
)
class RecordMade(Event):
    """A board's form was filled in and counts. Only coded answers are here; words stay with the service."""

    record: UUID
    kind: Code
    answers: Annotated[tuple[CodedAnswer, ...], NARRATIVE]
    happened_at: Moment
    """When what is recorded happened; where the form does not ask, when it was recorded."""
    made_by: UUID
    authorised_by: UUID | None
    made_at: Moment
    because: Because

    def all(self, field: Code) -> tuple[Code, ...]:
        """Every value of a field."""
        return next((answer.values for answer in self.answers if answer.field == field), ())


@event("referral.record-tied", example={"record": ID, "about": OTHER})
class RecordTied(Event):
    """Whoever filled in a form said what it is about; told before the record itself counts."""

    record: UUID
    about: UUID
    """The concern, meeting, missing episode or assessment."""


@event(
    "referral.record-voided",
    example={"record": ID, "kind": "restriction", "voided_by": PERSON, "authorised_by": SECOND, "voided_at": AT},
)
class RecordVoided(Event):
    """A record was wrong: two people took it out of the reckoning. It stays readable, with their reason."""

    record: UUID
    kind: Code
    voided_by: UUID
    authorised_by: UUID
    voided_at: Moment


@event("referral.correction-tied", example={"correction": ID, "concern": OTHER})
class CorrectionTied(Event):
    """An earlier concern is put right; told before the correction itself."""

    correction: UUID
    concern: UUID


@event(
    "referral.facts-corrected",
    example={
        "correction": ID,
        "corrected": ["looked-after"],
        "looked_after": "no",
        "corrected_by": PERSON,
        "authorised_by": SECOND,
        "corrected_at": AT,
    },
)
class FactsCorrected(Event):
    """What was known of a subject was wrong. `corrected` names the fields that hold from now on, also if unknown.

    It speaks of the newest concern, where no `CorrectionTied` has named another.
    """

    correction: UUID
    corrected: tuple[Code, ...]
    age_at_event: Annotated[Age | None, IDENTITY] = None
    age_at_referral: Annotated[Age | None, IDENTITY] = None
    family_area: Code | None = None
    placement_area: Code | None = None
    open_to_social_care: Tri = Tri.UNKNOWN
    plan_in_place: Code | None = None
    looked_after: Tri = Tri.UNKNOWN
    immediate_danger: Tri = Tri.UNKNOWN
    significant_harm: Tri = Tri.UNKNOWN
    sexually_active: Annotated[Tri, HEALTH] = Tri.UNKNOWN
    corrected_by: UUID
    authorised_by: UUID
    corrected_at: Moment


@event(
    "referral.case-voided",
    example={"reason": "duplicate", "instead": OTHER, "voided_by": PERSON, "authorised_by": SECOND, "voided_at": AT},
)
class CaseVoided(Event):
    """The case should never have been opened; two people ended it, past every gate. It stays readable."""

    reason: Code
    instead: UUID | None
    """The case that goes on in its place."""
    voided_by: UUID
    authorised_by: UUID
    voided_at: Moment


@event(
    "referral.edition-changed",
    example={"before": "1.4.11", "edition": "1.5", "changed_by": PERSON, "authorised_by": SECOND, "changed_at": AT},
)
class EditionChanged(Event):
    """Two people took the case to another edition of the procedure, for a reason that stays with the service."""

    before: Version
    edition: Version
    changed_by: UUID
    authorised_by: UUID
    changed_at: Moment


@event("referral.history-loaded", example={"loaded_at": AT})
class HistoryLoaded(Event):
    """The case was kept elsewhere until now. What is dated before `loaded_at` is history and moves nobody."""

    loaded_at: Moment


@event("referral.age-reached", example={"age": 16, "reached_at": AT})
class AgeReached(Event):
    """The child has had a birthday that matters to procedures: 13, 16 or 18."""

    age: Annotated[int, Field(ge=0, le=120)]
    reached_at: Moment


@event(
    "referral.missing-reported",
    example={"episode": ID, "number": 2, "missing_from": AT, "reported_by_agency": "police", "reported_at": AT},
)
class MissingReported(Event):
    """A child is, or was, missing."""

    episode: UUID
    number: Annotated[int, Field(ge=1)]
    """Which of the child's episodes it is, the first being 1."""
    missing_from: Moment
    reported_by_agency: Code
    reported_at: Moment


@event("referral.missing-returned", example={"episode": ID, "returned_at": AT})
class MissingReturned(Event):
    """The child is back, or was found."""

    episode: UUID
    returned_at: Moment


@event(
    "referral.missing-answered",
    example={
        "episode": ID,
        "tasks": ["letter", "phone-call", "home-visit", "interview"],
        "meetings": [],
        "tool": None,
        "because": ["BOL-A4.further"],
    },
)
class MissingAnswered(Event):
    """What the procedure wants done about an episode."""

    episode: UUID
    tasks: tuple[Code, ...]
    meetings: tuple[Code, ...]
    tool: Code | None
    because: Because
