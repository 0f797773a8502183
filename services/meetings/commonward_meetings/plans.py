"""Use cases about plans: adopt and share. Each runs in its caller's transaction."""

from __future__ import annotations

import json
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from commonward.contracts.events import PlanAdopted, PlanShared
from commonward.identity import Actor, Capability
from commonward.procedure import Command, Facts, MeetingKind, Procedure
from commonward.store import FieldError, NotReady, Unacceptable, UnknownSubject, Work, pass_gates, refuse
from commonward_meetings.access import kind_of, locked, only_for
from commonward_meetings.model import Action, Meeting, Plan, Sharing
from commonward_meetings.rules import plan_errors
from commonward_meetings.schemas import AdoptPlan, Done, SharePlan


def adopt_plan(work: Work, actor: Actor, meeting: UUID, wanted: AdoptPlan) -> Done:
    """Record the plan that a quorate meeting agreed. Raises NotReady, Unacceptable or NotYours."""
    row = locked(work, meeting, wanted.version)
    procedure, facts = work.procedure(row.case_id), work.facts(row.case_id)
    kind = kind_of(procedure, row)
    only_for(actor, procedure, [row.chair_role], Capability.PLAN_ADOPT)
    if kind.plan is None:
        raise Unacceptable(FieldError(field="meeting", message=f"{kind.title} adopts no plan"))
    _can_adopt(work, row, kind)
    assert row.held_at is not None  # as just checked
    refuse(plan_errors(wanted, kind, row.held_at))
    unmet = procedure.unmet(Command.ADOPT_PLAN, facts)
    overridden = pass_gates(unmet, overridden=wanted.override_reason is not None)
    version = next_version(facts, kind.plan)
    id = _write_plan(work, row, wanted, kind=kind.plan, version=version, overridden=overridden)
    adopted = PlanAdopted(
        plan=id,
        meeting=row.id,
        kind=kind.plan,
        plan_version=version,
        actions=len(wanted.actions),
        adopted_at=work.now,
        next_meeting=wanted.next_meeting,
        because=kind.plan_because or kind.because,
    )
    work.publish(row.case_id, adopted)
    work.audit("plan.adopt", row.case_id)
    return Done(id=id, version=work.subject(row.case_id).sequence, state="adopted", plan_version=version)


def share_plan(work: Work, actor: Actor, plan: UUID, wanted: SharePlan) -> Done:
    """Share a plan. Raises Unacceptable when nobody is named, neither here nor by the procedure."""
    held = work.session.get(Plan, (work.authority, plan))
    if held is None:
        raise UnknownSubject(str(plan))
    meeting = locked(work, held.meeting, wanted.version)
    procedure = work.procedure(held.case_id)
    kind = kind_of(procedure, meeting)
    only_for(actor, procedure, [*kind.conveners, meeting.chair_role], Capability.PLAN_ADOPT)
    recipients = _recipients(wanted, kind, procedure)
    work.write(Sharing, plan=held.id, recipients="\n".join(recipients), shared_by=actor.person, shared_at=work.now)
    shared = PlanShared(
        plan=held.id,
        meeting=held.meeting,
        recipients=recipients,
        shared_at=work.now,
        because=kind.plan_because or kind.because,
    )
    work.publish(held.case_id, shared)
    work.audit("plan.share", held.case_id)
    version = work.subject(held.case_id).sequence
    return Done(id=held.id, version=version, state="shared", plan_version=held.version)


def _write_plan(
    work: Work, row: Meeting, wanted: AdoptPlan, *, kind: str, version: int, overridden: tuple[str, ...]
) -> UUID:
    id = work.write(
        Plan,
        case_id=row.case_id,
        meeting=row.id,
        kind=kind,
        version=version,
        sections=json.dumps(wanted.sections),
        adopted_by=work.actor,
        adopted_at=work.now,
        next_meeting=wanted.next_meeting,
        override_reason=wanted.override_reason if overridden else None,
        overridden="\n".join(overridden),
    )
    for action in wanted.actions:
        work.write(Action, plan=id, **action.model_dump())
    return id


def next_version(facts: Facts, kind: str) -> int:
    """Versions count up for each case and kind of plan."""
    return 1 + max((plan.version for plan in facts.plans if plan.kind == kind), default=0)


def _can_adopt(work: Work, row: Meeting, kind: MeetingKind) -> None:
    """Only a held, quorate meeting adopts a plan, and only one."""
    if row.held_at is None:
        raise NotReady(FieldError(field="meeting", message="was not held yet: its plan is adopted by the meeting"))
    if not row.quorate:
        missing = tuple(row.missing_agencies.splitlines())
        message = f"the meeting was inquorate: {', '.join(missing)} missing; convene {kind.title} again"
        raise NotReady(FieldError(field="quorum", message=message, allowed=kind.quorum))
    if work.session.scalar(select(col(Plan.id)).where(col(Plan.meeting) == row.id)) is not None:
        raise NotReady(
            FieldError(field="meeting", message="has adopted its plan already; a new version needs a meeting")
        )


def _recipients(wanted: SharePlan, kind: MeetingKind, procedure: Procedure) -> tuple[str, ...]:
    recipients = kind.shared_with if wanted.recipients is None else wanted.recipients
    known = tuple(dict.fromkeys([*kind.shared_with, *kind.invited, *(role.code for role in procedure.roles)]))
    if not recipients:
        message = "name with whom the plan is shared: nobody is named here"
        if not kind.shared_with:
            message = "name with whom the plan is shared: the procedure names nobody"
        raise Unacceptable(FieldError(field="recipients", message=message, allowed=known))
    if strangers := [recipient for recipient in recipients if recipient not in known]:
        message = f"{', '.join(strangers)}: neither a role nor an agency of this meeting"
        raise Unacceptable(FieldError(field="recipients", message=message, allowed=known))
    return tuple(dict.fromkeys(recipients))
