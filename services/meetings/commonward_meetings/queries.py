"""Reads of the meetings service."""

from __future__ import annotations

import json
from typing import TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlmodel import Session, SQLModel, col

from commonward.procedure import MeetingKind, Procedure
from commonward.store import UnknownSubject, Work
from commonward_meetings.access import kind_of
from commonward_meetings.model import Action, Attendance, Meeting, Plan, Sharing, View
from commonward_meetings.schemas import (
    ActionLine,
    KindDemands,
    MeetingFilter,
    MeetingKinds,
    MeetingLine,
    MeetingPage,
    Meetings,
    PlanPage,
    PresentLine,
    SharingLine,
    ViewLine,
)

Row = TypeVar("Row", bound=SQLModel)


def meetings(session: Session, wanted: MeetingFilter) -> Meetings:
    """Meetings, the newest first."""
    query = select(Meeting).order_by(col(Meeting.id).desc()).limit(wanted.limit)
    if wanted.case is not None:
        query = query.where(col(Meeting.case_id) == wanted.case)
    if wanted.state is not None:
        query = query.where(col(Meeting.state) == wanted.state)
    return Meetings(meetings=tuple(_line(row) for row in session.scalars(query)))


def meeting_of(work: Work, meeting: UUID) -> Meeting:
    """The row of a meeting. Raises UnknownSubject."""
    row = work.session.get(Meeting, (work.authority, meeting))
    if row is None:
        raise UnknownSubject(str(meeting))
    return row


def meeting_page(work: Work, row: Meeting) -> MeetingPage:
    """One meeting, what the procedure wants of it, and what is recorded."""
    kind = kind_of(work.procedure(row.case_id), row)
    attendance = _about(work.session, Attendance, "meeting", row.id)
    views = _about(work.session, View, "meeting", row.id)
    return MeetingPage(
        meeting=_line(row),
        kind=_demands(kind, kind.chair_for(work.facts(row.case_id))),
        chair_reason=row.chair_reason,
        invited=tuple(row.invited.splitlines()),
        missing_agencies=tuple(row.missing_agencies.splitlines()),
        attendance=tuple(PresentLine.model_validate(present.model_dump()) for present in attendance),
        views=tuple(ViewLine.model_validate(view.model_dump()) for view in views),
        plan=_plan_of(work.session, row.id),
        version=work.subject(row.case_id).sequence,
    )


def meeting_kinds(procedure: Procedure) -> MeetingKinds:
    """The board's kinds of meeting; the chair is the usual one."""
    return MeetingKinds(kinds=tuple(_demands(kind, kind.chair) for kind in procedure.meeting_kinds))


def _plan_of(session: Session, meeting: UUID) -> PlanPage | None:
    plan = session.scalars(select(Plan).where(col(Plan.meeting) == meeting)).first()
    if plan is None:
        return None
    actions = _about(session, Action, "plan", plan.id)
    return PlanPage(
        sections=json.loads(plan.sections),
        actions=tuple(ActionLine.model_validate(action.model_dump()) for action in actions),
        shared=tuple(_sharing(row) for row in _about(session, Sharing, "plan", plan.id)),
        **plan.model_dump(include={"id", "kind", "version", "adopted_by", "adopted_at", "next_meeting"}),
    )


def _sharing(row: Sharing) -> SharingLine:
    recipients = tuple(row.recipients.splitlines())
    return SharingLine(recipients=recipients, shared_by=row.shared_by, shared_at=row.shared_at)


def _about(session: Session, model: type[Row], column: str, id: UUID) -> list[Row]:
    """The rows of a meeting or plan, in the order in which they were written."""
    query = select(model).where(getattr(model, column) == id)
    return list(session.scalars(query.order_by(model.id)))  # type: ignore[attr-defined]  # every table has an id


def _demands(kind: MeetingKind, chair: str) -> KindDemands:
    return KindDemands.model_validate(kind).model_copy(update={"convened_by": kind.conveners, "chair": chair})


def _line(row: Meeting) -> MeetingLine:
    return MeetingLine(case=row.case_id, **row.model_dump(include=MeetingLine.model_fields.keys() - {"case"}))
