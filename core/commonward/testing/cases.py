"""Synthetic concerns, facts and events with which the kit asks a procedure. Nobody's; only codes and numbers."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, TypeVar
from uuid import UUID

from commonward.contracts import Event, Happened, Tri, event_types
from commonward.contracts.events import (
    CaseOpened,
    CodedAnswer,
    ConcernRaised,
    DecisionRecorded,
    LevelDecided,
    MeetingConvened,
    MeetingHeld,
    MeetingRequired,
    MinutesSigned,
    MinutesWritten,
    MissingReported,
    PlanAdopted,
    RecordMade,
    ResponseCalledFor,
)
from commonward.procedure import Answered, Facts, Procedure, RecordKind, fold

ABOUT_MEETINGS = (MeetingRequired, MeetingConvened, MeetingHeld, MinutesWritten, MinutesSigned)
AGES = (None, 8, 12, 13, 15, 16, 17)
MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
SUBJECT = UUID("0198c0de-0000-7000-8000-0000000000ff")
E = TypeVar("E", bound=Event)


def example(cls: type[E], **changes: Any) -> E:
    """The event of a type's own example, with changes."""
    return cls.model_validate_json(json.dumps(cls.example)).model_copy(update=changes)


def happened(event: E, at: datetime = MONDAY) -> Happened[E]:
    """The event as a fact about the kit's one subject."""
    return Happened(UUID(int=hash(event.type) & (1 << 64) - 1), "kit", SUBJECT, 1, event.publisher, at, event)


def concerns(procedure: Procedure) -> Iterator[tuple[ConcernRaised, Facts]]:
    """Every mixture of age, danger, harm, sexual activity and open case, with the facts after it."""
    areas = (None, *(area.code for area in procedure.authority.areas[:1]))
    for age, danger, harm, active, is_open, late in itertools.product(AGES, Tri, Tri, Tri, Tri, (False, True)):
        concern = example(
            ConcernRaised,
            age_at_event=age,
            age_at_referral=age,
            immediate_danger=danger,
            significant_harm=harm,
            sexually_active=active,
            open_to_social_care=is_open,
            out_of_hours=late,
            family_area=areas[-1],
            indicators=(),
            forms=(),
        )
        yield concern, fold(_opened(procedure), happened(concern))


def situations(procedure: Procedure) -> Iterator[Facts]:
    """Facts of cases at each of the board's levels, open or not, looked after or not."""
    for level, is_open, looked_after, age in itertools.product(procedure.scale.levels, Tri, Tri, (12, 15)):
        yield _opened(procedure).model_copy(
            update={
                "level": level.code,
                "open_to_social_care": is_open,
                "looked_after": looked_after,
                "age_at_event": age,
                "age_at_referral": age,
            }
        )


def episodes() -> Iterator[tuple[MissingReported, Facts]]:
    """A first, a second and a tenth missing episode, of a younger and of an older child."""
    for number, age in itertools.product((1, 2, 10), AGES):
        episode = example(MissingReported, number=number)
        yield episode, fold(Facts(age_at_event=age, age_at_referral=age), happened(episode))


def at_each_level(procedure: Procedure) -> Iterator[Facts]:
    """Facts of a case at each of the board's levels, of which little else is known."""
    for level in procedure.scale.levels:
        yield _opened(procedure).model_copy(update={"level": level.code, "age_at_event": 15, "age_at_referral": 15})


def every_event(procedure: Procedure) -> Iterator[Event]:
    """An example of every event that a case may meet, and of those that the board's declarations are about."""
    for cls in event_types().values():
        if cls.publisher != "partner":
            yield example(cls)
    for level in procedure.scale.levels:
        yield example(LevelDecided, level=level.code)
        yield example(ResponseCalledFor, level=level.code, meetings=tuple(kind.id for kind in procedure.meeting_kinds))
    for point in procedure.decisions:
        yield from (example(DecisionRecorded, decision=point.id, option=option) for option in point.options)
    for kind in procedure.meeting_kinds:
        yield from (example(cls, kind=kind.id) for cls in ABOUT_MEETINGS)
        yield example(PlanAdopted, kind=kind.plan or "plan")
    for form in procedure.records:
        yield example(RecordMade, kind=form.id, answers=())
        yield example(RecordMade, kind=form.id, answers=tuple(_coded(form)))


def _coded(form: RecordKind) -> Iterator[CodedAnswer]:
    """The first answer to each field of a form that offers some."""
    for field in form.fields:
        values = ("yes",) if field.answered is Answered.YES_NO else field.choices[:1]
        if values and not field.kept:
            yield CodedAnswer(field=field.code, values=values)


def _opened(procedure: Procedure) -> Facts:
    opened = example(CaseOpened, edition=procedure.edition, subject_kind="child")
    return fold(Facts(), happened(opened))
