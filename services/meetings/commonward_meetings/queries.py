"""Reads of meetings."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from uuid import UUID

from sqlalchemy import select
from sqlmodel import Session, col

from commonward.identity import Actor, heard
from commonward.procedure import Facts, MeetingKind, Procedure
from commonward.store import UnknownSubject, Work
from commonward.web.withholding import EVERYTHING
from commonward_meetings.access import Act, acts_of, is_recipient, kind_of
from commonward_meetings.choosing import to_decide
from commonward_meetings.kind_schemas import KindDemands, MeetingKinds
from commonward_meetings.meeting_schemas import (
    InvitationLine,
    MeetingFilter,
    MeetingLine,
    MeetingPage,
    Meetings,
    MinutesLine,
    MinutesPage,
    PresentLine,
    RulingLine,
    ViewLine,
)
from commonward_meetings.minutes import newest_minutes
from commonward_meetings.model import Attendance, Invitation, Meeting, Minutes, Ruling, View
from commonward_meetings.plan_queries import about, plan_of
from commonward_meetings.plan_schemas import PlanPage
from commonward_meetings.sharing import unreached


def meetings(work: Work, wanted: MeetingFilter, may_call: tuple[str, ...] = ()) -> Meetings:
    """Meetings about cases that the caller may see, the newest first."""
    query = select(Meeting).order_by(col(Meeting.id).desc()).limit(wanted.limit)
    query = query.where(work.sight.visible(col(Meeting.case_id)))
    if wanted.case is not None:
        query = query.where(col(Meeting.case_id) == wanted.case)
    if wanted.sitting is not None:
        query = query.where(col(Meeting.sitting) == wanted.sitting)
    if wanted.state is not None:
        query = query.where(col(Meeting.state) == wanted.state)
    return Meetings(meetings=tuple(_line(row) for row in work.session.scalars(query)), may_call=may_call)


def meeting_of(work: Work, meeting: UUID) -> Meeting:
    """The row of a meeting. Raises UnknownSubject."""
    row = work.session.get(Meeting, (work.authority, meeting))
    if row is None:
        raise UnknownSubject(str(meeting))
    return row


def meeting_page(work: Work, row: Meeting, actor: Actor | None) -> MeetingPage:
    """One meeting, what the procedure wants of it, and what is recorded.

    `actor` is who asks, where they may work on the case at all.
    """
    procedure, facts, session = work.procedure(row.case_id), work.facts(row.case_id), work.session
    kind, made = kind_of(procedure, row), about(session, Ruling, "meeting", row.id)
    newest = newest_minutes(session, row.id)
    may = tuple(acts_of(actor, procedure, row)) if actor else ()
    present = about(session, Attendance, "meeting", row.id)
    plan = plan_of(work, row, kind)
    if plan and actor and _reads_whole(actor, procedure, facts, plan, present):
        plan.seen_by(EVERYTHING)
    invitations = about(session, Invitation, "meeting", row.id)
    return MeetingPage(
        meeting=_line(row),
        kind=_demands(kind, kind.chair_for(facts)),
        chair_reason=row.chair_reason,
        joint_chairs=tuple(row.joint_chairs.splitlines()),
        invited=tuple(row.invited.splitlines()),
        invitations=tuple(InvitationLine.model_validate(made.model_dump()) for made in invitations),
        missing_agencies=tuple(row.missing_agencies.splitlines()),
        attendance=tuple(PresentLine.model_validate(each.model_dump()) for each in present),
        views=tuple(ViewLine.model_validate(view.model_dump()) for view in about(session, View, "meeting", row.id)),
        rulings=tuple(map(_ruling, made)),
        to_decide=to_decide(procedure, facts, kind, {it.about for it in made if it.refused is None}),
        may=may,
        acknowledges=_acknowledges(actor, facts, plan, shares=Act.SHARE in may) if actor and plan else (),
        unreached=unreached(kind.shared_with, facts),
        override_reason=row.override_reason,
        overridden=tuple(row.overridden.splitlines()),
        overridden_by=tuple(map(UUID, row.overridden_by.splitlines())),
        minutes_version=newest.version if newest else None,
        minutes_signed=newest is not None and newest.signed_at is not None,
        plan=plan,
        version=work.subject(row.case_id).sequence,
    )


def _reads_whole(
    actor: Actor, procedure: Procedure, facts: Facts, plan: PlanPage, present: Iterable[Attendance]
) -> bool:
    """Whether the plan was shared with the person, or was agreed where they were: they are asked to carry it out."""
    sent = (recipient for line in plan.shared for recipient in line.recipients)
    return any(is_recipient(actor, facts, code) for code in sent) or heard(
        procedure.core_roles(actor.roles), {each.agency for each in present}
    )


def _acknowledges(actor: Actor, facts: Facts, plan: PlanPage, *, shares: bool) -> tuple[str, ...]:
    have = {receipt.recipient for receipt in plan.receipts}
    sent = dict.fromkeys(recipient for line in plan.shared for recipient in line.recipients)
    return tuple(code for code in sent if code not in have and (shares or is_recipient(actor, facts, code)))


def minutes_page(session: Session, row: Meeting, core_roles: Collection[str]) -> MinutesPage:
    """Every version of a meeting's minutes, the newest first; whole for people with these roles who were there."""
    there = {present.agency for present in about(session, Attendance, "meeting", row.id)}
    sees = EVERYTHING if heard(core_roles, there) else None
    versions = reversed(about(session, Minutes, "meeting", row.id))
    lines = (MinutesLine.model_validate(made.model_dump()).seen_by(sees) for made in versions)
    return MinutesPage(versions=tuple(lines))


def meeting_kinds(procedure: Procedure) -> MeetingKinds:
    """The board's kinds of meeting; the chair is the usual one."""
    return MeetingKinds(kinds=tuple(_demands(kind, kind.chair) for kind in procedure.meeting_kinds))


def _demands(kind: MeetingKind, chair: str) -> KindDemands:
    return KindDemands.model_validate(kind).model_copy(update={"chair": chair})


def _ruling(row: Ruling) -> RulingLine:
    return RulingLine.model_validate({**row.model_dump(), "overridden": tuple(row.overridden.splitlines())})


def _line(row: Meeting) -> MeetingLine:
    return MeetingLine(case=row.case_id, **row.model_dump(include=MeetingLine.model_fields.keys() - {"case"}))
