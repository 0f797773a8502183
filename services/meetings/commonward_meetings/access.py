"""Under which conditions a command may touch a meeting: its case's lock, its state, and who asks."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from commonward.identity import Actor, Capability, allowed
from commonward.procedure import MeetingKind, Procedure
from commonward.store import FieldError, NotYours, Unacceptable, UnknownSubject, Work
from commonward_meetings.model import Meeting


def locked(work: Work, meeting: UUID, version: int | None = None) -> Meeting:
    """The row as it stands under its case's lock. Raises UnknownSubject, Conflict, or Unacceptable when closed."""
    case = work.session.scalar(select(col(Meeting.case_id)).where(col(Meeting.id) == meeting))
    if case is None:
        raise UnknownSubject(str(meeting))
    work.subject(case, expected=version)
    open_case(work, case)
    row = work.session.get(Meeting, (work.authority, meeting))
    assert row is not None  # meetings are never deleted
    return row


def open_case(work: Work, case: UUID) -> None:
    """Raise Unacceptable when the case is closed."""
    if work.facts(case).closed:
        raise Unacceptable(FieldError(field="case", message="is closed"))


def kind_of(procedure: Procedure, meeting: Meeting) -> MeetingKind:
    """What the case's edition says of the meeting's kind."""
    kind = procedure.meeting_kind(meeting.kind)
    if kind is None:
        raise LookupError(f"{meeting.authority} {procedure.edition} no longer has the meeting {meeting.kind}")
    return kind


def only_for(actor: Actor, procedure: Procedure, roles: Iterable[str | None], capability: Capability) -> None:
    """Pass those whom the procedure names, and whoever has the capability. Raises NotYours."""
    named = {role for role in roles if role is not None}
    if not (actor.roles & named or allowed(capability, procedure.core_roles(actor.roles))):
        raise NotYours(f"this is for {' or '.join(sorted(named))}, or for who has the capability {capability.value}")
