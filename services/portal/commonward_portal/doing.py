"""Where people do what they owe: the form, decision, assessment, meeting or action that its clock waits for. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from uuid import UUID

from commonward.contracts import Event, events
from commonward.contracts.events import CodedAnswer, RecordMade
from commonward.procedure import Answered, Facts, Field, Only, Procedure, RecordKind
from commonward_portal.citing import place_for

FORMS, DECISIONS = "forms", "decisions"
NOBODY, ONCE = UUID(int=0), datetime(2000, 1, 1, tzinfo=UTC)
PAGES: Mapping[type[Event], str] = {
    events.RecordMade: FORMS,
    events.DecisionRecorded: DECISIONS,
    events.AssessmentCompleted: "assessments",
    events.LevelDecided: "assessments",
    events.MeetingHeld: "meetings",
    events.PlanAdopted: "meetings",
    events.PlanShared: "meetings",
    events.SignedCopyPlaced: "meetings",
    events.ActionCompleted: "actions",
    events.ActionIncorporated: "actions",
    events.CaseAllocated: "do/allocation",
}
"""Under a case, by what is said once it is done. What the platform does by itself has no page."""


def place_to_do(clock: str, procedure: Procedure) -> str | None:
    """Where under a case that is done which meets a clock; None where nobody does it."""
    declared = procedure.clock(clock)
    found = (_place(each, clock, procedure) for each in (declared.met_by if declared else ()))
    return next((place for place in found if place), None)


def _place(met_by: Only, clock: str, procedure: Procedure) -> str | None:
    page = PAGES.get(met_by.event)
    if page == FORMS:
        named_first = sorted(procedure.records, key=lambda kind: clock not in kind.because)
        form = next(_forms(met_by, named_first), None)
        return f"{FORMS}/{form}" if form else FORMS
    if page == DECISIONS:
        named = place_for(clock, procedure) or ""
        return named if named.startswith(f"{DECISIONS}/") else DECISIONS
    return page


def _forms(met_by: Only, kinds: Sequence[RecordKind]) -> Iterator[str]:
    """Those of which one with every answer would meet it."""
    return (kind.id for kind in kinds if met_by.has(_answered_with_all(kind), Facts()))


def _answered_with_all(kind: RecordKind) -> RecordMade:
    """A record as no form could be: made to be asked about, never told."""
    answers = tuple(
        CodedAnswer(field=field.code, values=_every(field)) for field in kind.fields if field.answered.coded
    )
    return RecordMade.model_construct(
        record=NOBODY,
        kind=kind.id,
        answers=answers,
        happened_at=ONCE,
        made_by=NOBODY,
        authorised_by=NOBODY,
        made_at=ONCE,
        because=kind.because,
    )


def _every(field: Field) -> tuple[str, ...]:
    """Every choice of a field, or an answer of its kind."""
    match field.answered:
        case Answered.DAY:
            return (ONCE.date().isoformat(),)
        case Answered.PERSON | Answered.SUBJECT:
            return (str(NOBODY),)
        case _:
            return field.choices or ("yes",)
