"""Use cases about meetings: require, call, convene, hold. Each runs in its caller's transaction."""

from __future__ import annotations

from uuid import UUID

from commonward.contracts.events import MeetingConvened, MeetingHeld, MeetingRequired
from commonward.identity import Actor, Capability
from commonward.procedure import Command, MeetingKind, Procedure
from commonward.store import FieldError, NotReady, Unacceptable, Work, pass_gates, refuse
from commonward_meetings.access import kind_of, locked, only_for, open_case
from commonward_meetings.model import CONVENED, HELD, REQUIRED, Attendance, Meeting, View
from commonward_meetings.rules import (
    attendance_errors,
    convening_errors,
    holding_errors,
    missing_agencies,
    still_to_be_held,
)
from commonward_meetings.schemas import Call, Convene, Done, Hold


def require(work: Work, case: UUID, kind: MeetingKind) -> UUID:
    """Open a meeting of this kind."""
    id = work.write(Meeting, case_id=case, kind=kind.id, required_at=work.now)
    work.publish(case, MeetingRequired(meeting=id, kind=kind.id, because=kind.because))
    work.audit("meeting.require", case)
    return id


def call(work: Work, actor: Actor, case: UUID, wanted: Call) -> Done:
    """A person wants a meeting. Raises Unacceptable while one of the kind is still to be held."""
    state = work.subject(case, expected=wanted.version)
    open_case(work, case)
    procedure = work.procedure(case)
    kind = _known_kind(procedure, wanted.kind)
    only_for(actor, procedure, kind.conveners, Capability.MEETING_MANAGE)
    if still_to_be_held(work.facts(case), kind.id):
        raise Unacceptable(FieldError(field="kind", message="is still to be held; convene that meeting"))
    id = require(work, case, kind)
    return Done(id=id, version=state.sequence, state=REQUIRED)


def convene(work: Work, actor: Actor, meeting: UUID, wanted: Convene) -> Done:
    """Give a meeting its time, chair and guests; again, when they change. Raises Unacceptable or NotYours."""
    row = locked(work, meeting, wanted.version)
    procedure, facts = work.procedure(row.case_id), work.facts(row.case_id)
    kind = kind_of(procedure, row)
    only_for(actor, procedure, kind.conveners, Capability.MEETING_MANAGE)
    if row.state == HELD:
        raise NotReady(FieldError(field="meeting", message="was held already; call a new one"))
    chair = kind.chair_for(facts)
    refuse(convening_errors(wanted, chair, tuple(role.code for role in procedure.roles), work.now))
    chair_role = wanted.chair_role or chair
    invited = kind.invited if wanted.invited is None else wanted.invited
    row.state, row.planned_for, row.invited = CONVENED, wanted.planned_for, "\n".join(invited)
    row.chair, row.chair_role = wanted.chair, chair_role
    row.chair_reason = wanted.chair_reason if chair_role != chair else None
    convened = MeetingConvened(
        meeting=row.id,
        kind=row.kind,
        planned_for=wanted.planned_for,
        chair=wanted.chair,
        chair_role=chair_role,
        invited=invited,
        because=kind.because,
    )
    work.publish(row.case_id, convened)
    work.audit("meeting.convene", row.case_id)
    return _done(work, row)


def hold(work: Work, actor: Actor, meeting: UUID, wanted: Hold) -> Done:
    """Record that a meeting took place. An inquorate one calls for another. Raises Unacceptable, NotReady, NotYours."""
    row = locked(work, meeting, wanted.version)
    procedure = work.procedure(row.case_id)
    kind = kind_of(procedure, row)
    only_for(actor, procedure, [*kind.conveners, row.chair_role], Capability.MEETING_MANAGE)
    if row.state != CONVENED:
        missing = "was held already" if row.state == HELD else "is not convened yet: it has no time and no chair"
        raise NotReady(FieldError(field="meeting", message=missing))
    known = attendance_errors(wanted, kind, row.invited.splitlines(), procedure.words)
    refuse([*holding_errors(wanted, kind, row.required_at, work.now), *known])
    unmet = procedure.unmet(Command.HOLD_MEETING, work.facts(row.case_id))
    overridden = pass_gates(unmet, overridden=wanted.override_reason is not None)
    if overridden:
        row.override_reason, row.overridden = wanted.override_reason, "\n".join(overridden)
    missing_ones = missing_agencies(wanted, kind)
    row.state, row.held_at, row.quorate = HELD, wanted.held_at, not missing_ones
    row.missing_agencies = "\n".join(missing_ones)
    _write_record(work, row, wanted)
    _publish_held(work, row, kind, wanted, missing_ones)
    if missing_ones and not still_to_be_held(work.facts(row.case_id), kind.id):
        require(work, row.case_id, kind)
    work.audit("meeting.hold", row.case_id)
    return _done(work, row, missing_ones)


def _write_record(work: Work, row: Meeting, wanted: Hold) -> None:
    for present in wanted.attendance:
        work.write(Attendance, meeting=row.id, **present.model_dump())
    for view in wanted.views:
        work.write(View, meeting=row.id, **view.model_dump())


def _publish_held(work: Work, row: Meeting, kind: MeetingKind, wanted: Hold, missing: tuple[str, ...]) -> None:
    held = MeetingHeld(
        meeting=row.id,
        kind=row.kind,
        held_at=wanted.held_at,
        present=tuple(dict.fromkeys(present.agency for present in wanted.attendance)),
        quorate=not missing,
        missing_agencies=missing,
        because=kind.because,
    )
    work.publish(row.case_id, held)


def _known_kind(procedure: Procedure, code: str) -> MeetingKind:
    kind = procedure.meeting_kind(code)
    if kind is None:
        known = tuple(kind.id for kind in procedure.meeting_kinds)
        raise Unacceptable(FieldError(field="kind", message="is not a meeting of this board", allowed=known))
    return kind


def _done(work: Work, row: Meeting, missing: tuple[str, ...] = ()) -> Done:
    version = work.subject(row.case_id).sequence
    return Done(id=row.id, version=version, state=row.state, missing_agencies=missing)
