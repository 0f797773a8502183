"""Use cases: what became of a plan's action, and which of the child's other plans has taken it in."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlmodel import Session, col

from commonward.clock import london
from commonward.contracts.events import ActionCompleted, ActionIncorporated
from commonward.identity import Actor, Capability
from commonward.procedure import MeetingKind
from commonward.store import FieldError, NotReady, NotYours, Unacceptable, UnknownSubject, Work, refuse
from commonward_meetings.access import chairs, is_for, kind_of, locked_plan
from commonward_meetings.model import Meeting
from commonward_meetings.plan_model import Action, Plan
from commonward_meetings.plan_schemas import Incorporate, RecordOutcome
from commonward_meetings.schemas import Done

_MANAGE = Capability.MEETING_MANAGE


def record_outcome(work: Work, actor: Actor, action: UUID, wanted: RecordOutcome) -> Done:
    """Record what became of an action, once. Raises Unacceptable, NotReady or NotYours."""
    row, plan, meeting, kind = _locked_action(work, action, wanted.version)
    _only_theirs(work, actor, row, meeting, kind)
    if row.outcome_code is not None:
        raise NotReady(FieldError(field="action", message=f"has its outcome already: {row.outcome_code}"))
    refuse(_outcome_errors(wanted, kind, london(plan.adopted_at).date(), london(work.now).date()))
    row.outcome_code, row.outcome = wanted.outcome, wanted.text
    row.completed_on, row.recorded_by = wanted.completed_on, actor.person
    completed = ActionCompleted(
        action=row.id,
        plan=plan.id,
        outcome=wanted.outcome,
        completed_on=wanted.completed_on,
        because=kind.plan_because or kind.because,
    )
    work.publish(plan.case_id, completed)
    work.audit("action.complete", plan.case_id)
    return Done(id=row.id, version=work.subject(plan.case_id).sequence, state="completed")


def incorporate(work: Work, actor: Actor, action: UUID, wanted: Incorporate) -> Done:
    """Mark that another plan of the child's has taken the action in. Raises NotReady or NotYours."""
    row, plan, meeting, kind = _locked_action(work, action, wanted.version)
    _only_theirs(work, actor, row, meeting, kind)
    if row.incorporated_in is not None:
        message = f"is incorporated already, in {row.incorporated_in}"
        raise NotReady(FieldError(field="action", message=message))
    if plan.other_plan not in (None, wanted.other_plan):
        message = "is not the plan that this one refers to"
        raise Unacceptable(FieldError(field="other_plan", message=message, allowed=(plan.other_plan or "",)))
    row.incorporated_in = wanted.other_plan
    because = kind.plan_because or kind.because
    work.publish(
        plan.case_id,
        ActionIncorporated(action=row.id, plan=plan.id, other_plan=wanted.other_plan, because=because),
    )
    work.audit("action.incorporate", plan.case_id)
    return Done(id=row.id, version=work.subject(plan.case_id).sequence, state="incorporated")


def open_actions_beside(session: Session, case: UUID, kind: str) -> list[Action]:
    """Actions without an outcome of the newest plans of other kinds than this one."""
    query = select(Plan).where(col(Plan.case_id) == case, col(Plan.kind) != kind).order_by(col(Plan.version))
    newest = {plan.kind: plan.id for plan in session.scalars(query)}
    wanted = col(Action.plan).in_(newest.values()), col(Action.outcome_code).is_(None)
    return list(session.scalars(select(Action).where(*wanted).order_by(col(Action.id)))) if newest else []


def _locked_action(work: Work, action: UUID, version: int | None) -> tuple[Action, Plan, Meeting, MeetingKind]:
    row = work.session.get(Action, (work.authority, action))
    if row is None:
        raise UnknownSubject(str(action))
    plan, meeting = locked_plan(work, row.plan, version)
    work.session.refresh(row)  # as it stands now that the case is locked
    return row, plan, meeting, kind_of(work.procedure(plan.case_id), meeting)


def _only_theirs(work: Work, actor: Actor, row: Action, meeting: Meeting, kind: MeetingKind) -> None:
    """Its owner, the case's worker, and those who convene, chair or manage the meeting."""
    if not is_theirs(work, actor, row, meeting):
        roles = " or ".join(sorted({*kind.conveners, *chairs(meeting)}))
        also = f"or for who has the capability {_MANAGE.value}; or for the action's owner and the case's worker"
        raise NotYours(f"this is for {roles}, {also}")


def is_theirs(work: Work, actor: Actor, row: Action, meeting: Meeting) -> bool:
    """Whether the person may say what became of an action of this meeting's plan."""
    if actor.person in (row.owner_person, work.facts(meeting.case_id).worker):
        return True
    procedure = work.procedure(meeting.case_id)
    return is_for(actor, procedure, [*kind_of(procedure, meeting).conveners, *chairs(meeting)], _MANAGE)


def _outcome_errors(wanted: RecordOutcome, kind: MeetingKind, agreed: date, today: date) -> list[FieldError]:
    errors = []
    if wanted.outcome not in kind.outcomes:
        message = "is not an outcome of this plan's actions"
        errors.append(FieldError(field="outcome", message=message, allowed=kind.outcomes))
    if not agreed <= wanted.completed_on <= today:
        message = "is before the plan was adopted" if wanted.completed_on < agreed else "is in the future"
        allowed = (f"from {agreed.isoformat()}", f"up to {today.isoformat()}")
        errors.append(FieldError(field="completed_on", message=message, allowed=allowed))
    return errors
