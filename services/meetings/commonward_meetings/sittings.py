"""Use cases: one sitting about many cases. It is convened once and held once; each case has a record of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from commonward.identity import Actor
from commonward.store import FieldError, NotReady, Unacceptable, UnknownSubject, Work, new_id
from commonward_meetings.access import kind_of, locked
from commonward_meetings.convening import convene
from commonward_meetings.holding import hold
from commonward_meetings.meeting_schemas import CaseConvening, CaseHeld, Convene, ConveneSitting, Hold, HoldSitting
from commonward_meetings.model import Meeting
from commonward_meetings.schemas import Done, SittingDone

T = TypeVar("T")


def convene_sitting(work: Work, actor: Actor, wanted: ConveneSitting) -> SittingDone:
    """Convene every case's meeting for the same time, all or none. Raises as `convene` does, with the case's place."""
    sitting = new_id()
    shared = wanted.model_dump(exclude={"cases"})

    def one(case: CaseConvening) -> Done:
        return convene(work, actor, case.meeting, _convening(shared, case), sitting=sitting)

    _one_kind(work, _load(work, wanted.cases))
    return SittingDone(id=sitting, state="convened", cases=_each(wanted.cases, one))


def hold_sitting(work: Work, actor: Actor, sitting: UUID, wanted: HoldSitting) -> SittingDone:
    """Record the sitting for the cases that it came to, all or none. Raises as `hold` does, with the case's place."""
    rows = _load(work, wanted.cases)
    for number, row in enumerate(rows):
        if row.sitting != sitting:
            raise Unacceptable(FieldError(field=f"cases.{number}.meeting", message="is not on this sitting's agenda"))

    def one(case: CaseHeld) -> Done:
        body = Hold(
            held_at=wanted.held_at,
            attendance=case.attendance,
            views=case.views,
            override_reason=wanted.override_reason,
        )
        return hold(work, actor, case.meeting, body)

    return SittingDone(id=sitting, state="held", cases=_each(wanted.cases, one))


def _convening(shared: dict[str, object], case: CaseConvening) -> Convene:
    return Convene.model_validate({**shared, "invitations": case.invitations})


def _load(work: Work, cases: Sequence[CaseConvening | CaseHeld]) -> list[Meeting]:
    """The meetings in the order of the body, all their cases locked in one go so that two sittings can't deadlock."""
    wanted = [case.meeting for case in cases]
    for number, id in enumerate(wanted):
        if id in wanted[:number]:
            raise Unacceptable(FieldError(field=f"cases.{number}.meeting", message="is named twice"))
    cases_of = work.session.execute(select(col(Meeting.id), col(Meeting.case_id)).where(col(Meeting.id).in_(wanted)))
    case_of = dict(cases_of.tuples().all())
    for id in wanted:
        if id not in case_of:
            raise UnknownSubject(str(id))
    work.load(case_of.values())
    return [locked(work, id) for id in wanted]


def _one_kind(work: Work, rows: Sequence[Meeting]) -> None:
    for number, row in enumerate(rows):
        place = f"cases.{number}.meeting"
        if row.kind != rows[0].kind:
            raise Unacceptable(FieldError(field=place, message=f"is not of the kind {rows[0].kind}, as the first is"))
        if not kind_of(work.procedure(row.case_id), row).agenda:
            raise Unacceptable(FieldError(field=place, message="is a meeting about one case alone"))


def _each(cases: Sequence[T], one: Callable[[T], Done]) -> tuple[Done, ...]:
    done = []
    for number, case in enumerate(cases):
        with _placed(f"cases.{number}"):
            done.append(one(case))
    return tuple(done)


@contextmanager
def _placed(place: str) -> Iterator[None]:
    """Say of a refusal which case it is about."""
    try:
        yield
    except (Unacceptable, NotReady) as refusal:
        errors = (error.model_copy(update={"field": f"{place}.{error.field}"}) for error in refusal.errors)
        raise type(refusal)(*errors) from None
