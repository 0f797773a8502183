"""HTTP of meetings: parse, authorise, call, answer. No rule lives here."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint

from commonward.identity import Capability
from commonward.store import Work
from commonward.web import News, all_that_caller_may, caller, may_override, news_for, operation, procedure, transaction
from commonward_meetings import calling, convening, holding, queries, sittings
from commonward_meetings.kind_schemas import MeetingKinds
from commonward_meetings.meeting_schemas import (
    Call,
    Convene,
    ConveneSitting,
    Hold,
    HoldSitting,
    MeetingFilter,
    MeetingPage,
    Meetings,
)
from commonward_meetings.news import NEWS
from commonward_meetings.schemas import Done, SittingDone

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
        may_call = _may_call(unit, query.case) if query.case is not None else ()
        unit.audit("meetings.list", query.case)
        return queries.meetings(unit, query, may_call)


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
        works = Capability.CASE_WORK in all_that_caller_may(unit, row.case_id)
        return queries.meeting_page(unit, row, caller() if works else None)


@operation(
    blueprint,
    "/cases/<uuid:case>/meetings",
    method="POST",
    guard=Capability.CASE_WORK,
    body=Call,
    answers={201: Done},
    tags=["meetings"],
)
def call_meeting(case: UUID, body: Call) -> Done:
    """Call a meeting that no level calls for; the procedure says who may."""
    with transaction() as unit:
        return calling.call(unit, caller(), case, body)


@operation(
    blueprint,
    "/meetings/<uuid:meeting>/convening",
    method="POST",
    guard=Capability.CASE_WORK,
    body=Convene,
    answers={200: Done},
    tags=["meetings"],
)
def convene(meeting: UUID, body: Convene) -> Done:
    """Give the meeting its time, chair and guests; the procedure says who may."""
    may_override(body.override_reason)
    with transaction() as unit:
        return convening.convene(unit, caller(), meeting, body)


@operation(
    blueprint,
    "/meetings/<uuid:meeting>/holding",
    method="POST",
    guard=Capability.CASE_WORK,
    body=Hold,
    answers={200: Done},
    tags=["meetings"],
)
def hold(meeting: UUID, body: Hold) -> Done:
    """Record that it took place: who was there, and the views of those who were not."""
    may_override(body.override_reason)
    with transaction() as unit:
        return holding.hold(unit, caller(), meeting, body)


@operation(
    blueprint,
    "/sittings",
    method="POST",
    guard=Capability.CASE_WORK,
    body=ConveneSitting,
    answers={201: SittingDone},
    tags=["sittings"],
)
def convene_sitting(body: ConveneSitting) -> SittingDone:
    """Convene the meetings of several cases for one sitting, all or none."""
    may_override(body.override_reason)
    with transaction() as unit:
        return sittings.convene_sitting(unit, caller(), body)


@operation(
    blueprint,
    "/sittings/<uuid:sitting>/holding",
    method="POST",
    guard=Capability.CASE_WORK,
    body=HoldSitting,
    answers={200: SittingDone},
    tags=["sittings"],
)
def hold_sitting(sitting: UUID, body: HoldSitting) -> SittingDone:
    """Record that the sitting took place, with a record for each case that it came to, all or none."""
    may_override(body.override_reason)
    with transaction() as unit:
        return sittings.hold_sitting(unit, caller(), sitting, body)


@operation(blueprint, "/meeting-kinds", guard=Capability.MEETING_READ, answers={200: MeetingKinds}, tags=["procedure"])
def list_meeting_kinds() -> MeetingKinds:
    """The board's kinds of meeting as data."""
    return queries.meeting_kinds(procedure())


@operation(blueprint, "/news", guard=Capability.MEETING_READ, answers={200: News}, tags=["meetings"])
def list_news() -> News:
    """What is new on the cases that are allocated to the caller."""
    with transaction() as unit:
        unit.audit("news.list")
        return news_for(unit, caller().person, NEWS)


def _may_call(unit: Work, case: UUID) -> tuple[str, ...]:
    works = Capability.CASE_WORK in all_that_caller_may(unit, case)
    return calling.callable_by(unit, caller(), case) if works else ()
