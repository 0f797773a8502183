"""HTTP: parse, authorise, call, answer. No rule lives here."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint

from commonward.identity import Capability
from commonward.web import caller, may_override, operation, procedure, transaction
from commonward_meetings import commands, plans, queries
from commonward_meetings.schemas import (
    AdoptPlan,
    Call,
    Convene,
    Done,
    Hold,
    MeetingFilter,
    MeetingKinds,
    MeetingPage,
    Meetings,
    SharePlan,
)

blueprint = Blueprint("meetings", __name__, url_prefix="/v1")


@operation(
    blueprint,
    "/meetings",
    guard=Capability.MEETING_READ,
    query=MeetingFilter,
    answers={200: Meetings},
    tags=["meetings"],
)
def list_meetings(query: MeetingFilter) -> Meetings:
    """Meetings of a case, or of the whole authority; the newest first."""
    with transaction() as unit:
        if query.case is not None:
            unit.subject(query.case)
        unit.audit("meetings.list", query.case)
        return queries.meetings(unit.session, query)


@operation(
    blueprint,
    "/meetings/<uuid:meeting>",
    guard=Capability.MEETING_READ,
    answers={200: MeetingPage},
    tags=["meetings"],
)
def read_meeting(meeting: UUID) -> MeetingPage:
    """One meeting, what the procedure wants of it, and what is recorded."""
    with transaction() as unit:
        row = queries.meeting_of(unit, meeting)
        unit.audit("meeting.read", row.case_id)
        return queries.meeting_page(unit, row)


@operation(
    blueprint,
    "/cases/<uuid:case>/meetings",
    method="POST",
    guard=Capability.MEETING_READ,
    body=Call,
    answers={201: Done},
    tags=["meetings"],
)
def call_meeting(case: UUID, body: Call) -> Done:
    """Call a meeting that no level calls for; the procedure says who may."""
    with transaction() as unit:
        return commands.call(unit, caller(), case, body)


@operation(
    blueprint,
    "/meetings/<uuid:meeting>/convening",
    method="POST",
    guard=Capability.MEETING_READ,
    body=Convene,
    answers={200: Done},
    tags=["meetings"],
)
def convene(meeting: UUID, body: Convene) -> Done:
    """Give the meeting its time, chair and guests; the procedure says who may."""
    with transaction() as unit:
        return commands.convene(unit, caller(), meeting, body)


@operation(
    blueprint,
    "/meetings/<uuid:meeting>/holding",
    method="POST",
    guard=Capability.MEETING_READ,
    body=Hold,
    answers={200: Done},
    tags=["meetings"],
)
def hold(meeting: UUID, body: Hold) -> Done:
    """Record that it took place: who was there, and the views of those who were not."""
    may_override(body.override_reason)
    with transaction() as unit:
        return commands.hold(unit, caller(), meeting, body)


@operation(
    blueprint,
    "/meetings/<uuid:meeting>/plan",
    method="POST",
    guard=Capability.MEETING_READ,
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
    guard=Capability.MEETING_READ,
    body=SharePlan,
    answers={200: Done},
    tags=["plans"],
)
def share_plan(plan: UUID, body: SharePlan) -> Done:
    """Share the plan with those whom the procedure or the caller names."""
    with transaction() as unit:
        return plans.share_plan(unit, caller(), plan, body)


@operation(blueprint, "/meeting-kinds", guard=Capability.MEETING_READ, answers={200: MeetingKinds}, tags=["procedure"])
def list_meeting_kinds() -> MeetingKinds:
    """The board's kinds of meeting as data."""
    return queries.meeting_kinds(procedure())
