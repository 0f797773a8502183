"""Use case: a meeting decides the level or the closing, where the board gives this to the meeting."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlmodel import col

from commonward.contracts import Event
from commonward.contracts.events import LevelRefused, MeetingDecidedClosing, MeetingDecidedLevel
from commonward.identity import Actor
from commonward.procedure import Facts, MeetingKind, Procedure
from commonward.store import FieldError, NotReady, Unacceptable, Work, pass_gates
from commonward_meetings import choosing
from commonward_meetings.access import Act, held, kind_of, locked, only, quorate
from commonward_meetings.choosing import LEVEL
from commonward_meetings.meeting_schemas import Rule
from commonward_meetings.model import Meeting, Ruling
from commonward_meetings.schemas import Done


def rule(work: Work, actor: Actor, meeting: UUID, wanted: Rule) -> Done:
    """Record what a quorate meeting decided; its chair does. Raises Unacceptable, NotReady or NotYours."""
    row = locked(work, meeting, wanted.version)
    procedure = work.procedure(row.case_id)
    kind = kind_of(procedure, row)
    if wanted.about not in kind.decides:
        message = f"is not decided by {kind.title}"
        raise Unacceptable(FieldError(field="about", message=message, allowed=kind.decides))
    only(Act.DECIDE, actor, procedure, row)
    held(row, "was not held yet: what it decides is recorded after it")
    quorate(row, kind)
    _choosable(procedure, wanted)
    _not_below_a_floor(procedure, work.facts(row.case_id), wanted)
    _once(work, row, wanted.about)
    unmet = choosing.unmet(procedure, work.facts(row.case_id), kind, wanted.about, wanted.choice)
    overridden = pass_gates(unmet, overridden=wanted.override_reason is not None)
    work.write(
        Ruling,
        meeting=row.id,
        decided_by=actor.person,
        decided_at=work.now,
        override_reason=wanted.override_reason if overridden else None,
        overridden="\n".join(overridden),
        **wanted.model_dump(include={"about", "choice", "reason"}),
    )
    work.publish(row.case_id, _event(work, row, kind, wanted))
    work.audit("meeting.decide", row.case_id)
    return Done(id=row.id, version=work.subject(row.case_id).sequence, state="decided")


def _choosable(procedure: Procedure, wanted: Rule) -> None:
    """A level of the board's scale, or one of its reasons to close where it limits them."""
    codes = choosing.known(procedure, wanted.about) or (wanted.choice,)
    if wanted.choice not in codes:
        message = "is not one of this board's"
        raise Unacceptable(FieldError(field="choice", message=message, allowed=codes))


def _not_below_a_floor(procedure: Procedure, facts: Facts, wanted: Rule) -> None:
    held = choosing.floor(procedure, facts, wanted.about)
    allowed = choosing.above(procedure, held, choosing.known(procedure, wanted.about))
    if held and wanted.choice not in allowed:
        message = f"is below what this board allows: {held.says}"
        raise Unacceptable(FieldError(field="choice", message=message, allowed=allowed))


def refuse_ruling(work: Work, refused: LevelRefused) -> None:
    """The level could not be taken: the ruling stays on record as refused, and its meeting may decide again."""
    stands = select(Ruling).where(col(Ruling.meeting) == refused.meeting, *_stands(LEVEL))
    row = work.session.scalar(stands)
    if row is not None and row.choice == refused.level:
        row.refused, row.at_least, row.refused_at = refused.refusal.value, refused.at_least, work.now


def _stands(about: str) -> tuple[ColumnElement[bool], ...]:
    return col(Ruling.about) == about, col(Ruling.refused).is_(None)


def _once(work: Work, row: Meeting, about: str) -> None:
    query = select(col(Ruling.id)).where(col(Ruling.meeting) == row.id, *_stands(about))
    if work.session.scalar(query) is not None:
        raise NotReady(FieldError(field="about", message="was decided by this meeting already; it takes another"))


def _event(work: Work, row: Meeting, kind: MeetingKind, wanted: Rule) -> Event:
    about: dict[str, Any] = {"meeting": row.id, "kind": row.kind, "decided_by": work.actor, "decided_at": work.now}
    if wanted.about == LEVEL:
        return MeetingDecidedLevel(level=wanted.choice, because=kind.because, **about)
    return MeetingDecidedClosing(reason=wanted.choice, because=kind.because, **about)
