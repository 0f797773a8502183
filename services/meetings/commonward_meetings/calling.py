"""Use cases: the procedure or a person calls for a meeting. Each runs in its caller's transaction."""

from __future__ import annotations

from uuid import UUID

from commonward.contracts.events import MeetingRequired
from commonward.identity import Actor, Capability
from commonward.procedure import MeetingKind, Procedure
from commonward.store import FieldError, Unacceptable, Work
from commonward_meetings.access import is_for, only_for, open_case
from commonward_meetings.meeting_schemas import Call
from commonward_meetings.model import REQUIRED, Meeting
from commonward_meetings.rules import still_to_be_held
from commonward_meetings.schemas import Done

_CALL = Capability.MEETING_MANAGE
"""Whoever has it may call a meeting, beside those whom the procedure names."""


def require(work: Work, case: UUID, kind: MeetingKind) -> UUID:
    """Open a meeting of this kind."""
    id = work.write(Meeting, case_id=case, kind=kind.id, required_at=work.now)
    work.publish(case, MeetingRequired(meeting=id, kind=kind.id, because=kind.because))
    work.audit("meeting.require", case)
    return id


def require_unless_owed(work: Work, case: UUID, kind: MeetingKind) -> None:
    """Open a meeting of this kind, unless one is still to be held."""
    if not still_to_be_held(work.facts(case), kind.id):
        require(work, case, kind)


def call(work: Work, actor: Actor, case: UUID, wanted: Call) -> Done:
    """A person wants a meeting. Raises Unacceptable while one of the kind is still to be held."""
    state = work.subject(case, expected=wanted.version)
    open_case(work, case)
    procedure = work.procedure(case)
    kind = known_kind(procedure, wanted.kind)
    only_for(actor, procedure, kind.conveners, _CALL)
    if not kind.by_people:
        callable_ones = tuple(kind.id for kind in procedure.meeting_kinds if kind.by_people)
        message = "is called for by the procedure alone"
        raise Unacceptable(FieldError(field="kind", message=message, allowed=callable_ones))
    if still_to_be_held(work.facts(case), kind.id):
        raise Unacceptable(FieldError(field="kind", message="is still to be held; convene that meeting"))
    id = require(work, case, kind)
    return Done(id=id, version=state.sequence, state=REQUIRED)


def callable_by(work: Work, actor: Actor, case: UUID) -> tuple[str, ...]:
    """The kinds of meeting that the person may call for this case now."""
    procedure, facts = work.procedure(case), work.facts(case)
    kinds = [kind for kind in procedure.meeting_kinds if kind.by_people and not still_to_be_held(facts, kind.id)]
    theirs = (kind.id for kind in kinds if is_for(actor, procedure, kind.conveners, _CALL))
    return () if facts.closed else tuple(theirs)


def known_kind(procedure: Procedure, code: str) -> MeetingKind:
    """The board's kind of meeting of that code. Raises Unacceptable."""
    kind = procedure.meeting_kind(code)
    if kind is None:
        known = tuple(kind.id for kind in procedure.meeting_kinds)
        raise Unacceptable(FieldError(field="kind", message="is not a meeting of this board", allowed=known))
    return kind
