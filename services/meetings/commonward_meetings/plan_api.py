"""HTTP of plans and their actions: parse, authorise, call, answer. No rule lives here."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint

from commonward.identity import Capability
from commonward.web import all_that_caller_may, caller, holds, may_override, operation, transaction
from commonward_meetings import actions, plan_queries, plans, sharing
from commonward_meetings.plan_schemas import (
    ActionFilter,
    Actions,
    AdoptPlan,
    Incorporate,
    PlaceSignedCopy,
    PlansWaiting,
    Receive,
    RecordOutcome,
    SharePlan,
)
from commonward_meetings.schemas import Done
from commonward_meetings.waiting import to_acknowledge

blueprint = Blueprint("plans", __name__, url_prefix="/v1")


@operation(
    blueprint,
    "/meetings/<uuid:meeting>/plan",
    method="POST",
    guard=Capability.CASE_WORK,
    body=AdoptPlan,
    answers={201: Done},
    tags=["plans"],
)
def adopt_plan(meeting: UUID, body: AdoptPlan) -> Done:
    """Record the plan that the meeting agreed. 409 says what is missing, such as a quorum."""
    may_override(body.override_reason)
    with transaction() as unit:
        return plans.adopt_plan(unit, caller(), meeting, body)


@operation(
    blueprint,
    "/plans/<uuid:plan>/sharing",
    method="POST",
    guard=Capability.CASE_WORK,
    body=SharePlan,
    answers={200: Done},
    tags=["plans"],
)
def share_plan(plan: UUID, body: SharePlan) -> Done:
    """Share the plan with those whom the procedure or the caller names."""
    may_override(body.override_reason)
    with transaction() as unit:
        return sharing.share_plan(unit, caller(), plan, body)


@operation(
    blueprint,
    "/plans/<uuid:plan>/receipts",
    method="POST",
    guard=Capability.CASE_WORK,
    body=Receive,
    answers={201: Done},
    tags=["plans"],
)
def receive(plan: UUID, body: Receive) -> Done:
    """Record that a recipient has acknowledged the plan."""
    with transaction() as unit:
        return sharing.receive(unit, caller(), plan, body)


@operation(blueprint, "/waiting", guard=Capability.MEETING_READ, answers={200: PlansWaiting}, tags=["plans"])
def list_waiting() -> PlansWaiting:
    """Plans that were shared with the caller and wait for them to say that they have them."""
    with transaction() as unit:
        unit.audit("waiting.list")
        return to_acknowledge(unit, caller()) if holds(Capability.CASE_WORK) else PlansWaiting(plans=())


@operation(
    blueprint,
    "/plans/<uuid:plan>/signed-copy",
    method="POST",
    guard=Capability.CASE_WORK,
    body=PlaceSignedCopy,
    answers={201: Done},
    tags=["plans"],
)
def place_signed_copy(plan: UUID, body: PlaceSignedCopy) -> Done:
    """Record where the signed copy of the plan is kept, and since when."""
    with transaction() as unit:
        return sharing.place_signed_copy(unit, caller(), plan, body)


@operation(
    blueprint,
    "/actions",
    guard=Capability.MEETING_READ,
    query=ActionFilter,
    answers={200: Actions},
    tags=["actions"],
)
def list_actions(query: ActionFilter) -> Actions:
    """A case's actions: all, or those that are open, overdue, completed, or outstanding in the child's other plan."""
    with transaction() as unit:
        unit.subject(query.case)
        unit.audit("actions.list", query.case)
        works = Capability.CASE_WORK in all_that_caller_may(unit, query.case)
        return plan_queries.actions(unit, caller() if works else None, query)


@operation(
    blueprint,
    "/actions/<uuid:action>/outcome",
    method="POST",
    guard=Capability.CASE_WORK,
    body=RecordOutcome,
    answers={201: Done},
    tags=["actions"],
)
def record_outcome(action: UUID, body: RecordOutcome) -> Done:
    """Record what became of an action."""
    with transaction() as unit:
        return actions.record_outcome(unit, caller(), action, body)


@operation(
    blueprint,
    "/actions/<uuid:action>/incorporation",
    method="POST",
    guard=Capability.CASE_WORK,
    body=Incorporate,
    answers={201: Done},
    tags=["actions"],
)
def incorporate(action: UUID, body: Incorporate) -> Done:
    """Mark that the child's other plan has taken the action in."""
    with transaction() as unit:
        return actions.incorporate(unit, caller(), action, body)
