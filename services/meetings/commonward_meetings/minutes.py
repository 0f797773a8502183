"""Use cases: a held meeting's minutes are written, corrected, and signed off by the chair."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlmodel import Session, col

from commonward.contracts.events import MinutesSigned, MinutesWritten
from commonward.contracts.field_groups import FieldGroup
from commonward.identity import Actor
from commonward.store import FieldError, NotReady, Unacceptable, Work
from commonward.store.seeing import only_who_sees
from commonward_meetings.access import Act, held, kind_of, locked, only
from commonward_meetings.meeting_schemas import SignMinutes, WriteMinutes
from commonward_meetings.model import Meeting, Minutes
from commonward_meetings.schemas import Done


def write_minutes(work: Work, actor: Actor, meeting: UUID, wanted: WriteMinutes) -> Done:
    """Keep a new version of the minutes; it waits for its signature. Raises NotReady or NotYours."""
    row = locked(work, meeting, wanted.version)
    procedure = work.procedure(row.case_id)
    kind = kind_of(procedure, row)
    only(Act.MINUTE, actor, procedure, row)
    held(row, "was not held yet: there is nothing to minute")
    only_who_sees(work, row.case_id, [FieldGroup.NARRATIVE], "writing the minutes")
    newest = newest_minutes(work.session, row.id)
    version = newest.version + 1 if newest else 1
    made = {"written_by": actor.person, "written_at": work.now}
    work.write(Minutes, meeting=row.id, version=version, text=wanted.text, **made)
    written = MinutesWritten(
        meeting=row.id, kind=row.kind, minutes_version=version, written_at=work.now, because=kind.because
    )
    work.publish(row.case_id, written)
    work.audit("minutes.write", row.case_id)
    return _done(work, row, "written", version)


def sign_minutes(work: Work, actor: Actor, meeting: UUID, wanted: SignMinutes) -> Done:
    """The chair signs the newest version off. Raises Unacceptable, NotReady or NotYours."""
    row = locked(work, meeting, wanted.version)
    procedure = work.procedure(row.case_id)
    kind = kind_of(procedure, row)
    newest = newest_minutes(work.session, row.id)
    if newest is None:
        raise NotReady(FieldError(field="minutes", message="are not written yet"))
    only(Act.SIGN, actor, procedure, row)
    only_who_sees(work, row.case_id, [FieldGroup.NARRATIVE], "signing the minutes")
    if newest.version != wanted.minutes_version:
        message = "is not the newest version: read it, and sign that one"
        raise Unacceptable(FieldError(field="minutes_version", message=message, allowed=(str(newest.version),)))
    if newest.signed_at is not None:
        raise NotReady(FieldError(field="minutes", message="are signed already; a correction is a new version"))
    newest.signed_by, newest.signed_at = actor.person, work.now
    signed = MinutesSigned(
        meeting=row.id,
        kind=row.kind,
        minutes_version=newest.version,
        signed_by=actor.person,
        signed_at=work.now,
        because=kind.because,
    )
    work.publish(row.case_id, signed)
    work.audit("minutes.sign", row.case_id)
    return _done(work, row, "signed", newest.version)


def newest_minutes(session: Session, meeting: UUID) -> Minutes | None:
    """The newest version of a meeting's minutes, if there is any."""
    query = select(Minutes).where(col(Minutes.meeting) == meeting).order_by(col(Minutes.version).desc())
    return session.scalars(query).first()


def _done(work: Work, row: Meeting, state: str, version: int) -> Done:
    return Done(id=row.id, version=work.subject(row.case_id).sequence, state=state, minutes_version=version)
