"""Use cases about records: a board's forms. Each runs in its caller's transaction."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from commonward.clock.local_time import LONDON
from commonward.contracts.events import CodedAnswer, RecordMade, RecordTied
from commonward.identity import Actor
from commonward.procedure import Answered, Command, Facts, Fault, Force, Given, RecordKind, coded, faults
from commonward.store import (
    RECORDED,
    FieldError,
    NotReady,
    NotYours,
    Unacceptable,
    UnknownSubject,
    Work,
    pass_gates,
    refuse,
    second_person,
    too_far,
)
from commonward.store.seeing import only_who_sees
from commonward_referral.access import open_subject
from commonward_referral.model import Case
from commonward_referral.party_model import Party
from commonward_referral.record_model import Naming, Record
from commonward_referral.record_queries import may_make
from commonward_referral.record_schemas import MakeRecord
from commonward_referral.schemas import Done
from commonward_referral.sharing import from_record
from commonward_referral.states import MADE, REFUSED, WAITING
from commonward_referral.twice import refuse_second_record


def make(work: Work, actor: Actor, case: UUID, wanted: MakeRecord, exists: Callable[[UUID], bool]) -> Done:
    """Fill in a form. Where a second person must agree, it waits for them. Raises Unacceptable, NotReady, NotYours."""
    state = work.subject(case, expected=wanted.version)
    facts = open_subject(work, case)
    procedure = work.procedure(case)
    kind = _known_kind(procedure.records, wanted.kind, facts.kind)
    if not may_make(actor, kind):
        raise NotYours(f"{kind.title} is for: {' or '.join(map(procedure.words.of, kind.made_by))}")
    only_who_sees(work, case, kind.groups, kind.title)
    given, overrides = Given(wanted.answers), wanted.override_reason is not None
    overridden = _check(kind, faults(kind, given, facts), overridden=overrides)
    refuse(_nothing(kind, given))
    refuse([*_strangers(work, kind, given, exists), *_ahead(kind, given, work.now), *_unknown(facts, wanted.about)])
    overridden += pass_gates(procedure.unmet(Command.MAKE_RECORD, facts, kind.id), overridden=overrides)
    stands = MADE if kind.second_role is None else WAITING
    if stands == WAITING:
        refuse_second_record(work, case, kind, wanted)
    happened_at = _happened_at(kind, given) or work.now
    id = work.write(
        Record,
        case_id=case,
        kind=kind.id,
        answers=json.dumps({code: list(given.all(code)) for code in given.values}),
        happened_at=happened_at,
        made_by=actor.person,
        made_at=work.now,
        about=wanted.about,
        override_reason=wanted.override_reason if overridden else None,
        overridden="\n".join(overridden),
        state=stands,
    )
    _name(work, case, id, named_by(kind, given))
    if wanted.about is not None:
        work.publish(case, RecordTied(record=id, about=wanted.about))
    if stands == MADE:
        people: dict[str, Any] = {"made_by": actor.person, "authorised_by": None}
        _count(work, case, kind, given, record=id, happened_at=happened_at, made_at=work.now, **people)
    work.audit("record.make", case)
    return Done(id=id, version=state.sequence, state=stands)


def authorise(work: Work, actor: Actor, record: UUID, *, agree: bool) -> Done:
    """A second person agrees to a record or refuses it. Raises NotYours for the first person and other roles."""
    row = locked(work, record)
    if row.state != WAITING:
        raise UnknownSubject(str(record))
    kind = work.procedure(row.case_id).record_kind(row.kind)
    assert kind is not None  # it was made under this edition
    second_person(work, row.made_by, otherwise="nobody authorises their own record")
    if kind.second_role not in actor.roles:
        raise NotYours(f"{kind.title} is agreed to by: {work.procedure(row.case_id).words.of(kind.second_role or '')}")
    only_who_sees(work, row.case_id, kind.groups, kind.title)
    row.authorised_by, row.answered_at, row.state = actor.person, work.now, MADE if agree else REFUSED
    if agree:
        given = Given({code: tuple(values) for code, values in json.loads(row.answers).items()})
        people: dict[str, Any] = {"made_by": row.made_by, "authorised_by": actor.person}
        about: dict[str, Any] = {"record": row.id, "happened_at": row.happened_at, "made_at": row.made_at}
        _count(work, row.case_id, kind, given, **about, **people)
    work.audit("record.authorise", row.case_id)
    return Done(id=record, version=work.subject(row.case_id).sequence, state=row.state)


def locked(work: Work, record: UUID) -> Record:
    """A record as it stands under its subject's lock. Raises UnknownSubject, or Unacceptable when closed."""
    case = work.session.scalar(select(col(Record.case_id)).where(col(Record.id) == record))
    if case is None:
        raise UnknownSubject(str(record))
    open_subject(work, case)
    row = work.session.get(Record, (work.authority, record))
    assert row is not None  # records are never deleted
    return row


def _count(work: Work, case: UUID, kind: RecordKind, given: Given, **about: Any) -> None:
    """The record counts from now on; if it says what was shared, in the ledger too."""
    answers = tuple(CodedAnswer(field=field, values=values) for field, values in coded(kind, given).items())
    made = RecordMade(kind=kind.id, answers=answers, because=kind.because, **about)
    work.publish(case, made)
    from_record(work, case, kind, given, made)


def _name(work: Work, case: UUID, record: UUID, named: Iterable[UUID]) -> None:
    """Whom a record names is kept for as long as the record is there, whether it counts or not."""
    for subject in named:
        work.write(Naming, case_id=case, record=record, subject=subject)


def named_by(kind: RecordKind, given: Given) -> set[UUID]:
    """The other subjects that the record names."""
    fields = (field.code for field in kind.fields if field.answered is Answered.SUBJECT)
    return {UUID(value) for code in fields for value in given.all(code)}


def _known_kind(kinds: tuple[RecordKind, ...], code: str, about: str) -> RecordKind:
    fitting = {kind.id: kind for kind in kinds if about in kind.about}
    if code not in fitting:
        message = "is not a record that this board keeps here"
        raise Unacceptable(FieldError(field="kind", message=message, allowed=tuple(fitting)))
    return fitting[code]


def _check(kind: RecordKind, found: list[Fault], *, overridden: bool) -> tuple[str, ...]:
    """The rules that an override passes. Raises Unacceptable, or NotReady where a rule of the board stands against."""
    blocking = [fault for fault in found if fault.force is Force.MUST or not overridden]
    blocking = [fault for fault in blocking if fault.force in (Force.MUST, Force.SHOULD)]
    if blocking:
        errors = [
            FieldError(field=f"answers.{fault.field}", message=_said(fault), allowed=fault.allowed)
            for fault in blocking
        ]
        raise (NotReady if all(fault.rule for fault in blocking) else Unacceptable)(*errors)
    return tuple(fault.rule for fault in found if fault.rule is not None)


def _said(fault: Fault) -> str:
    return f"{fault.message} ({fault.rule}, {fault.force})" if fault.rule else fault.message


def _nothing(kind: RecordKind, given: Given) -> Iterator[FieldError]:
    """A form that asks, and of which nothing is answered, is no record."""
    if kind.fields and not any(value.strip() for code in given.values for value in given.all(code)):
        yield FieldError(field="answers", message="answer at least one question: an empty form is not kept")


def _happened_at(kind: RecordKind, given: Given) -> datetime | None:
    value = given.one(kind.happened) if kind.happened else None
    return None if value is None else _instant(value)


def _instant(value: str) -> datetime:
    """What a day or a moment says; a day begins in London."""
    if "T" in value or " " in value:
        return datetime.fromisoformat(value)
    return datetime.combine(datetime.fromisoformat(value), time(0), LONDON)


def _ahead(kind: RecordKind, given: Given, now: datetime) -> Iterator[FieldError]:
    at = _happened_at(kind, given)
    if at is not None and at > now:
        yield FieldError(field=f"answers.{kind.happened}", message="is in the future")
    for field in kind.fields:
        value = given.one(field.code) if field.answered in (Answered.DAY, Answered.MOMENT) else None
        if value is not None and field.code != kind.happened:
            yield from too_far(f"answers.{field.code}", _instant(value), now, RECORDED)


def _unknown(facts: Facts, about: UUID | None) -> Iterator[FieldError]:
    """What the record says it is about has to be known of this subject."""
    things: tuple[Any, ...] = (*facts.meetings, *facts.missing, *facts.assessments)
    if about is not None and about not in {*facts.concerns, *(thing.id for thing in things)}:
        yield FieldError(field="about", message="is not a concern, meeting, missing episode or assessment of this case")


def _strangers(work: Work, kind: RecordKind, given: Given, exists: Callable[[UUID], bool]) -> Iterator[FieldError]:
    """People of the directory and subjects of this authority that are not there."""
    for field in kind.fields:
        for value in given.all(field.code):
            if field.answered is Answered.PERSON and not exists(UUID(value)):
                yield FieldError(field=f"answers.{field.code}", message="is not in this authority's directory")
            if field.answered is Answered.SUBJECT and not _is_known(work, UUID(value)):
                yield FieldError(field=f"answers.{field.code}", message="is not a record of this authority")


def _is_known(work: Work, id: UUID) -> bool:
    return any(work.session.get(model, (work.authority, id)) is not None for model in (Case, Party))
