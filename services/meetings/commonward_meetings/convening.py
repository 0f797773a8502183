"""Use case: a meeting gets its time, its chair and its guests. It runs in its caller's transaction."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from commonward.contracts.events import InvitationDecided, MeetingAligned, MeetingConvened
from commonward.identity import Actor, Capability, carrying
from commonward.procedure import Command, MeetingKind
from commonward.store import FieldError, NotReady, Work, pass_gates, refuse
from commonward_meetings.access import Act, kind_of, locked, only
from commonward_meetings.meeting_schemas import Convene, InviteDecision
from commonward_meetings.model import CONVENED, HELD, Invitation, Meeting
from commonward_meetings.rules import convening_errors, invitation_errors, planned_errors
from commonward_meetings.schemas import Done


def convene(work: Work, actor: Actor, meeting: UUID, wanted: Convene, *, sitting: UUID | None = None) -> Done:
    """Give a meeting its time, chair and guests; again, when they change. Raises Unacceptable, NotReady or NotYours."""
    row = locked(work, meeting, wanted.version)
    procedure, facts = work.procedure(row.case_id), work.facts(row.case_id)
    kind = kind_of(procedure, row)
    only(Act.CONVENE, actor, procedure, row)
    if row.state == HELD:
        raise NotReady(FieldError(field="meeting", message="was held already; call a new one"))
    chair = kind.chair_for(facts)
    roles = tuple(role.code for role in carrying(Capability.CASE_READ, procedure.roles))
    decided = decisions_about(work, row.id)
    refuse(
        [
            *planned_errors(wanted.planned_for, work.now),
            *convening_errors(wanted, kind, chair, roles),
            *invitation_errors(wanted.invitations, kind, decided),
        ]
    )
    unmet = procedure.unmet(Command.CONVENE_MEETING, facts, kind.id)
    passed = pass_gates(unmet, overridden=wanted.override_reason is not None)
    overrode(row, passed, wanted.override_reason, by=actor.person)
    _decide(work, row, kind, wanted.invitations)
    decided |= {decision.whom: decision.invited for decision in wanted.invitations}
    invited = _invited(kind, wanted, decided)
    _write(row, kind, wanted, chair, invited)
    row.sitting = sitting
    _publish(work, row, kind, wanted, invited)
    work.audit("meeting.convene", row.case_id)
    return Done(id=row.id, version=work.subject(row.case_id).sequence, state=row.state)


def decisions_about(work: Work, meeting: UUID) -> dict[str, bool]:
    """Who was decided to be invited or not; the newest decision about each."""
    query = select(Invitation).where(col(Invitation.meeting) == meeting).order_by(col(Invitation.id))
    return {made.whom: made.invited for made in work.session.scalars(query)}


def overrode(row: Meeting, gates: tuple[str, ...], reason: str | None, *, by: UUID) -> None:
    """Keep on the row what a manager has overridden, beside what was overridden before."""
    if gates and reason is not None:
        row.override_reason = "\n".join(filter(None, [row.override_reason, reason]))
        row.overridden = "\n".join((*row.overridden.splitlines(), *gates))
        row.overridden_by = "\n".join(dict.fromkeys((*row.overridden_by.splitlines(), str(by))))


def _decide(work: Work, row: Meeting, kind: MeetingKind, decisions: tuple[InviteDecision, ...]) -> None:
    for made in decisions:
        work.write(Invitation, meeting=row.id, decided_by=work.actor, decided_at=work.now, **made.model_dump())
        decided = InvitationDecided(
            meeting=row.id, kind=row.kind, whom=made.whom, invited=made.invited, because=kind.because
        )
        work.publish(row.case_id, decided)


def _invited(kind: MeetingKind, wanted: Convene, decided: dict[str, bool]) -> tuple[str, ...]:
    """The agencies, and those about whom it was decided; nobody of whom it was decided otherwise."""
    agencies = kind.invited if wanted.invited is None else wanted.invited
    asked = (whom for whom in kind.invite_decided_for if decided.get(whom))
    return tuple(dict.fromkeys((*(code for code in agencies if decided.get(code, True)), *asked)))


def _write(row: Meeting, kind: MeetingKind, wanted: Convene, chair: str, invited: tuple[str, ...]) -> None:
    row.state, row.planned_for, row.invited = CONVENED, wanted.planned_for, "\n".join(invited)
    row.chair, row.chair_role = wanted.chair, wanted.chair_role or chair
    row.chair_reason = wanted.chair_reason if row.chair_role != chair else None
    row.joint_chairs = "\n".join(kind.joint_chairs)
    row.aligned_with = wanted.aligned_with


def _publish(work: Work, row: Meeting, kind: MeetingKind, wanted: Convene, invited: tuple[str, ...]) -> None:
    assert row.chair_role is not None  # as just written
    convened = MeetingConvened(
        meeting=row.id,
        kind=row.kind,
        planned_for=wanted.planned_for,
        chair=wanted.chair,
        chair_role=row.chair_role,
        invited=invited,
        because=kind.because,
    )
    work.publish(row.case_id, convened)
    if wanted.aligned_with is not None:
        host = MeetingAligned(meeting=row.id, kind=row.kind, host=wanted.aligned_with, because=kind.because)
        work.publish(row.case_id, host)
