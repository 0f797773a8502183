"""Use cases of disposal: one person proposes a case that is due, another signs it off, and tombstones are listed.

The sign-off says `RecordDisposed`; each service erases when it reads that.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ScalarSelect, func, select
from sqlmodel import col

from commonward.clock import london
from commonward.contracts import Happened
from commonward.contracts.events import Erased, RecordDisposed
from commonward.procedure import Facts, Retention
from commonward.runtime import disposes
from commonward.store import FieldError, NotReady, Parked, UnknownSubject, Work, second_person
from commonward.store.held import column
from commonward_referral.closed_cases import closed_cases
from commonward_referral.disposal_model import Disposal, Erasure
from commonward_referral.disposal_schemas import (
    DisposalLine,
    Disposals,
    ErasedLine,
    ProposeDisposal,
    SignOff,
    Tombstone,
    Tombstones,
    TombstonesPage,
)
from commonward_referral.going_along import named_by_no_other, take_along
from commonward_referral.held import ERASED, of_the_last_case
from commonward_referral.holds import is_held
from commonward_referral.model import Case
from commonward_referral.party_model import Party
from commonward_referral.retention import Due, due
from commonward_referral.rules import CHILD
from commonward_referral.schemas import Done
from commonward_referral.states import MADE, REFUSED, WAITING

Confirmed = Mapping[str, date]
"""The days on which the board confirmed its schedules."""
_ERASE = disposes(ERASED, also=of_the_last_case)


def propose(work: Work, case: UUID, wanted: ProposeDisposal, confirmed: Confirmed) -> Done:
    """Propose to dispose of a closed case that is due. Raises NotReady with all that keeps it."""
    state = work.subject(case)
    due_on, schedule = _ready(work, case, confirmed, also=_is_proposed)
    id = work.write(
        Disposal,
        case_id=case,
        schedule=schedule.id,
        source=schedule.source,
        due_on=due_on,
        reason=wanted.reason,
        proposed_by=work.actor,
        proposed_at=work.now,
    )
    work.audit("disposal.propose", case)
    return Done(id=id, version=state.sequence, state=WAITING)


def sign_off(work: Work, disposal: UUID, wanted: SignOff, confirmed: Confirmed) -> Done:
    """Let the case go, or keep it. Raises NotYours for who proposed it, NotReady with what keeps it by now."""
    row = _locked(work, disposal)
    second_person(work, row.proposed_by, otherwise="nobody signs off their own proposal")
    row.answered_by, row.answered_at = work.actor, work.now
    if wanted.agree:
        _ready(work, row.case_id, confirmed, also=_is_parked)
        row.state, row.reason = MADE, None
        work.publish(row.case_id, _disposed(row))
    else:
        row.state, row.reason = REFUSED, wanted.reason
    work.audit("disposal.sign" if wanted.agree else "disposal.refuse", row.case_id)
    return Done(id=disposal, version=work.subject(row.case_id).sequence, state=row.state)


def waiting(work: Work) -> Disposals:
    """The proposals about cases that the caller may see."""
    called = func.coalesce(_of(Case, "reference"), _of(Party, "reference"))
    kind = func.coalesce(_of(Party, "kind"), CHILD)
    query = select(Disposal, called, kind).where(col(Disposal.state) == WAITING)
    rows = work.session.execute(query.where(work.sight.visible(col(Disposal.case_id))).order_by(col(Disposal.id)))
    work.audit("disposals.list")
    return Disposals(disposals=tuple(_line(work, *row) for row in rows))


def tombstones(work: Work, wanted: TombstonesPage) -> Tombstones:
    """A page of what was disposed of."""
    query = select(Disposal).where(col(Disposal.state) == MADE).order_by(col(Disposal.answered_at).desc())
    rows = work.session.scalars(query.offset((wanted.page - 1) * wanted.limit).limit(wanted.limit)).all()
    erased = _erased(work, [row.id for row in rows])
    work.audit("tombstones.list")
    return Tombstones(tombstones=tuple(_tombstone(row, erased[row.id]) for row in rows))


def record_disposed(work: Work, happened: Happened[RecordDisposed], facts: Facts) -> None:
    """Erase what this service holds of a case, and let go with it whom only it named."""
    take_along(work, happened.subject, happened.event)
    _ERASE(work, happened, facts)


def record_erased(work: Work, happened: Happened[Erased], _facts: Facts) -> None:
    """A service says what it has erased. The subject is the disposal."""
    event = happened.event
    work.write(Erasure, disposal=happened.subject, service=event.publisher, rows=event.rows, at=event.erased_at)


def _disposed(row: Disposal) -> RecordDisposed:
    kept: dict[str, Any] = row.model_dump(include={"schedule", "due_on", "proposed_by"})
    answered: dict[str, Any] = {"signed_off_by": row.answered_by, "disposed_at": row.answered_at}
    return RecordDisposed(disposal=row.id, **kept, **answered)


def _ready(
    work: Work, case: UUID, confirmed: Confirmed, *, also: Callable[[Work, UUID], Iterator[str]]
) -> tuple[date, Retention]:
    """Since when the case is due, and by which schedule. Raises NotReady with all that keeps it."""
    found = next(closed_cases(work, case), None)
    schedules = work.procedures.of(work.authority).retention
    ends = due(found.known, schedules, confirmed) if found else Due(None, ("it is not closed, or a case names it",))
    keeps = [*_not_due(work, ends), *also(work, case)]
    if is_held(work, case):
        keeps.append("is on legal hold")
    if keeps or ends.on is None or ends.schedule is None:
        raise NotReady(*(FieldError(field="case", message=why) for why in keeps))
    return ends.on, ends.schedule


def _not_due(work: Work, ends: Due) -> Iterator[str]:
    if ends.on is None:
        yield from (f"is kept without an end: {why}" for why in ends.because)
    elif ends.on > london(work.now).date():
        yield f"is kept until {ends.on:%-d %B %Y} ({'; '.join(ends.because)})"


def _is_proposed(work: Work, case: UUID) -> Iterator[str]:
    query = select(col(Disposal.state)).where(col(Disposal.case_id) == case, col(Disposal.state) != REFUSED)
    for state in work.session.scalars(query):
        yield "is proposed for disposal already" if state == WAITING else "is signed off for disposal already"


def _is_parked(work: Work, case: UUID) -> Iterator[str]:
    """What could not be taken yet may be what the case is kept for."""
    query = select(col(Parked.id)).where(col(Parked.subject) == case, col(Parked.state) == "parked")
    if work.session.scalars(query).first() is not None:
        yield "has an event that could not be taken: an operator settles it first"


def _locked(work: Work, disposal: UUID) -> Disposal:
    """A proposal that waits, as it stands under its case's lock. Raises UnknownSubject."""
    row = work.session.get(Disposal, (work.authority, disposal))
    if row is None or row.state != WAITING:
        raise UnknownSubject(str(disposal))
    work.subject(row.case_id)
    work.session.refresh(row)
    if row.state != WAITING:
        raise UnknownSubject(str(disposal))
    return row


def _line(work: Work, row: Disposal, reference: str, kind: str) -> DisposalLine:
    kept = row.model_dump(include=set(DisposalLine.model_fields))
    yours = row.proposed_by == work.actor
    return DisposalLine(
        **kept, case=row.case_id, reference=reference, kind=kind, with_it=_with_it(work, row.case_id), yours=yours
    )


def _with_it(work: Work, case: UUID) -> tuple[str, ...]:
    """The adults and places that would go with the case, as far as the caller may see them."""
    query = select(col(Party.reference)).where(named_by_no_other(case), work.sight.visible(col(Party.id)))
    return tuple(work.session.scalars(query.order_by(col(Party.reference))))


def _of(model: type[Case] | type[Party], what: str) -> ScalarSelect[str]:
    """Something of what is proposed, if it is one of these."""
    same = column(model, "authority") == col(Disposal.authority), column(model, "id") == col(Disposal.case_id)
    return select(column(model, what)).where(*same).correlate(Disposal).scalar_subquery()


def _erased(work: Work, disposals: list[UUID]) -> Mapping[UUID, list[ErasedLine]]:
    found: dict[UUID, list[ErasedLine]] = defaultdict(list)
    query = select(Erasure).where(col(Erasure.disposal).in_(disposals)).order_by(col(Erasure.service))
    for row in work.session.scalars(query) if disposals else ():
        found[row.disposal].append(ErasedLine(service=row.service, rows=row.rows, at=row.at))
    return found


def _tombstone(row: Disposal, erased: list[ErasedLine]) -> Tombstone:
    kept: dict[str, Any] = row.model_dump(include={"authority", "schedule", "source", "due_on", "proposed_by"})
    people: dict[str, Any] = {"signed_off_by": row.answered_by, "disposed_at": row.answered_at}
    return Tombstone(**kept, **people, case=row.case_id, erased=tuple(erased))
