"""Use case: a quorate meeting adopts its plan. It runs in its caller's transaction."""

from __future__ import annotations

import json
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from commonward.contracts.events import ActionAgreed, PlanAdopted, PlanLinked
from commonward.identity import Actor
from commonward.procedure import Command, Facts, MeetingKind
from commonward.store import FieldError, NotReady, Unacceptable, Work, pass_gates, refuse
from commonward_meetings.access import Act, held, kind_of, locked, only, quorate
from commonward_meetings.actions import open_actions_beside
from commonward_meetings.model import Meeting
from commonward_meetings.plan_model import Action, Plan
from commonward_meetings.plan_rules import plan_faults, plan_lacks, plan_warnings
from commonward_meetings.plan_schemas import ActionInput, AdoptPlan
from commonward_meetings.schemas import Done


def adopt_plan(work: Work, actor: Actor, meeting: UUID, wanted: AdoptPlan) -> Done:
    """Record the plan that a quorate meeting agreed. Raises NotReady, Unacceptable or NotYours."""
    row = locked(work, meeting, wanted.version)
    procedure, facts = work.procedure(row.case_id), work.facts(row.case_id)
    kind = kind_of(procedure, row)
    only(Act.ADOPT, actor, procedure, row)
    if kind.plan is None:
        raise Unacceptable(FieldError(field="meeting", message=f"{kind.title} adopts no plan"))
    _can_adopt(work, row, kind)
    assert row.held_at is not None  # as just checked
    refuse(plan_faults(wanted, kind, row.held_at))
    passed = _pass_demands(wanted, kind, facts)
    unmet = procedure.unmet(Command.ADOPT_PLAN, facts, kind.id)
    overridden = (*passed, *pass_gates(unmet, overridden=wanted.override_reason is not None))
    others = open_actions_beside(work.session, row.case_id, kind.plan)
    warnings = tuple(plan_warnings(wanted, kind, row.held_at, facts, others))
    version = next_version(facts, kind.plan)
    id = _write_plan(work, row, wanted, kind=kind.plan, version=version, overridden=overridden)
    _publish_plan(work, row, kind, wanted, id=id, version=version)
    for action in wanted.actions:
        _agree(work, row, kind, id, action)
    work.audit("plan.adopt", row.case_id)
    sequence = work.subject(row.case_id).sequence
    return Done(id=id, version=sequence, state="adopted", plan_version=version, warnings=warnings)


def next_version(facts: Facts, kind: str) -> int:
    """Versions count up for each case and kind of plan."""
    return 1 + max((plan.version for plan in facts.plans if plan.kind == kind), default=0)


def _can_adopt(work: Work, row: Meeting, kind: MeetingKind) -> None:
    """Only a held, quorate meeting adopts a plan, and only one."""
    held(row, "was not held yet: its plan is adopted by the meeting")
    quorate(row, kind)
    if work.session.scalar(select(col(Plan.id)).where(col(Plan.meeting) == row.id)) is not None:
        raise NotReady(
            FieldError(field="meeting", message="has adopted its plan already; a new version needs a meeting")
        )


def _pass_demands(wanted: AdoptPlan, kind: MeetingKind, facts: Facts) -> tuple[str, ...]:
    """The demands that an override passes. Raises Unacceptable with everything that is missing and still binds."""
    lacking = list(plan_lacks(wanted, kind, facts))
    may_pass = kind.should if wanted.override_reason is not None else ()
    refuse(error for demand, error in lacking if demand not in may_pass)
    return tuple(dict.fromkeys(demand.value for demand, _ in lacking))


def _write_plan(
    work: Work, row: Meeting, wanted: AdoptPlan, *, kind: str, version: int, overridden: tuple[str, ...]
) -> UUID:
    return work.write(
        Plan,
        case_id=row.case_id,
        meeting=row.id,
        kind=kind,
        version=version,
        sections=json.dumps(wanted.sections),
        aims="\n".join(dict.fromkeys(wanted.aims)),
        other_plan=wanted.other_plan,
        adopted_by=work.actor,
        adopted_at=work.now,
        next_meeting=wanted.next_meeting,
        every_amount=wanted.every.amount if wanted.every else None,
        every_unit=wanted.every.unit if wanted.every else None,
        override_reason=wanted.override_reason if overridden else None,
        overridden="\n".join(overridden),
    )


def _publish_plan(work: Work, row: Meeting, kind: MeetingKind, wanted: AdoptPlan, *, id: UUID, version: int) -> None:
    because = kind.plan_because or kind.because
    assert kind.plan is not None  # as checked before
    adopted = PlanAdopted(
        plan=id,
        meeting=row.id,
        kind=kind.plan,
        plan_version=version,
        actions=len(wanted.actions),
        adopted_at=work.now,
        next_meeting=wanted.next_meeting,
        because=because,
    )
    work.publish(row.case_id, adopted)
    if wanted.other_plan is not None:
        linked = PlanLinked(plan=id, meeting=row.id, other_plan=wanted.other_plan, because=because)
        work.publish(row.case_id, linked)


def _agree(work: Work, row: Meeting, kind: MeetingKind, plan: UUID, action: ActionInput) -> None:
    values = action.model_dump(exclude={"co_owners"})
    id = work.write(Action, plan=plan, co_owners="\n".join(action.co_owners), **values)
    agreed = ActionAgreed(
        action=id,
        plan=plan,
        kind=action.kind,
        owner=action.owner_person,
        agency=action.agency,
        due=action.due,
        because=kind.plan_because or kind.because,
    )
    work.publish(row.case_id, agreed)
