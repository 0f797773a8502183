"""Use case: a meeting took place. It runs in its caller's transaction."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from commonward.contracts.events import MeetingHeld
from commonward.identity import Actor
from commonward.procedure import Command, Facts, Force, MeetingKind, Procedure, Unmet
from commonward.store import FieldError, NotReady, Work, pass_gates, refuse
from commonward_meetings.access import Act, chairs, kind_of, locked, only
from commonward_meetings.calling import require_unless_owed
from commonward_meetings.convening import overrode
from commonward_meetings.meeting_schemas import Hold
from commonward_meetings.model import CONVENED, HELD, Attendance, Meeting, View
from commonward_meetings.rules import attendance_errors, holding_errors, missing_agencies, missing_records
from commonward_meetings.schemas import Done


def hold(work: Work, actor: Actor, meeting: UUID, wanted: Hold) -> Done:
    """Record that a meeting took place. An inquorate one calls for another. Raises Unacceptable, NotReady, NotYours."""
    row = locked(work, meeting, wanted.version)
    procedure, facts = work.procedure(row.case_id), work.facts(row.case_id)
    kind = kind_of(procedure, row)
    only(Act.HOLD, actor, procedure, row)
    if row.state != CONVENED:
        missing = "was held already" if row.state == HELD else "is not convened yet: it has no time and no chair"
        raise NotReady(FieldError(field="meeting", message=missing))
    roles = tuple(role.code for role in procedure.roles)
    known = attendance_errors(wanted, kind, row.invited.splitlines(), procedure.words, roles)
    refuse([*holding_errors(wanted, kind, row.required_at, work.now), *known])
    if lacking := tuple(missing_records(kind, facts)):
        raise NotReady(*lacking)
    unmet = [*procedure.unmet(Command.HOLD_MEETING, facts, kind.id), *_another_chair(row, kind, procedure, facts)]
    passed = pass_gates(unmet, overridden=wanted.override_reason is not None)
    overrode(row, passed, wanted.override_reason, by=actor.person)
    missing_ones = missing_agencies(wanted, kind)
    row.state, row.held_at, row.quorate = HELD, wanted.held_at, not missing_ones
    row.missing_agencies = "\n".join(missing_ones)
    _write_record(work, row, wanted)
    _publish_held(work, row, kind, wanted, missing_ones)
    if missing_ones:
        require_unless_owed(work, row.case_id, kind)
    work.audit("meeting.hold", row.case_id)
    version = work.subject(row.case_id).sequence
    return Done(id=row.id, version=version, state=row.state, missing_agencies=missing_ones)


def _another_chair(row: Meeting, kind: MeetingKind, procedure: Procedure, facts: Facts) -> Iterator[Unmet]:
    """Since it was convened, the procedure may have come to name another chair: a manager says why it went on so."""
    chair = kind.chair_for(facts)
    if row.chair_reason is None and chair not in chairs(row):
        words = procedure.words.of
        missing = (
            f"Chaired by the {words(chair)}, whom the procedure names by now, not the {words(row.chair_role or '')}"
        )
        yield Unmet(kind.because[0], Force.SHOULD, missing, chair)


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
