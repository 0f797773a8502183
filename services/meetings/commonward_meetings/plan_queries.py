"""Reads of plans and their actions."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from datetime import date
from typing import TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlmodel import Session, SQLModel, col

from commonward.clock import Limit, Unit, due, last_day, london
from commonward.identity import Actor
from commonward.procedure import MeetingKind
from commonward.store import Work
from commonward_meetings.actions import is_theirs
from commonward_meetings.model import Meeting
from commonward_meetings.plan_model import Action, Plan, Receipt, Sharing, SignedCopy
from commonward_meetings.plan_schemas import (
    ActionFilter,
    ActionLine,
    Actions,
    PlanPage,
    ReceiptLine,
    SharingLine,
    SignedCopyLine,
)

Row = TypeVar("Row", bound=SQLModel)

_AS_STORED = {
    "id",
    "kind",
    "version",
    "other_plan",
    "adopted_by",
    "adopted_at",
    "next_meeting",
    "override_reason",
}


def actions(work: Work, actor: Actor | None, wanted: ActionFilter) -> Actions:
    """A case's actions, the one due first at the top; the actor is who asks, if they may work on the case."""
    mine = select(col(Plan.id)).where(col(Plan.case_id) == wanted.case)
    query = select(Action).where(col(Action.plan).in_(mine)).order_by(col(Action.due), col(Action.id))
    today = london(work.now).date()
    if wanted.state == "outstanding":
        linked = mine.where(col(Plan.other_plan).is_not(None))
        query = query.where(col(Action.plan).in_(linked), col(Action.incorporated_in).is_(None))
    elif wanted.state == "completed":
        query = query.where(col(Action.outcome_code).is_not(None))
    elif wanted.state is not None:
        query = query.where(col(Action.outcome_code).is_(None))
    if wanted.state == "overdue":
        query = query.where(col(Action.due) < today)
    rows = work.session.scalars(query).all()
    return Actions(actions=_lines(rows, today, _theirs(work, actor, wanted.case, rows) if actor else ()))


def _theirs(work: Work, actor: Actor, case: UUID, rows: Sequence[Action]) -> set[UUID]:
    """Those of which the person may say what became of them."""
    same = (col(Meeting.authority) == col(Plan.authority)) & (col(Meeting.id) == col(Plan.meeting))
    query = select(col(Plan.id), Meeting).join(Meeting, same).where(col(Plan.case_id) == case)
    meetings = dict(work.session.execute(query).tuples().all())
    return {row.id for row in rows if row.outcome_code is None and is_theirs(work, actor, row, meetings[row.plan])}


def plan_of(work: Work, meeting: Meeting, kind: MeetingKind) -> PlanPage | None:
    """The plan that a meeting adopted, if it did."""
    session = work.session
    plan = session.scalars(select(Plan).where(col(Plan.meeting) == meeting.id)).first()
    if plan is None:
        return None
    copies = about(session, SignedCopy, "plan", plan.id)
    return PlanPage(
        sections=json.loads(plan.sections),
        aims=tuple(plan.aims.splitlines()),
        actions=_lines(about(session, Action, "plan", plan.id), london(work.now).date()),
        every=Limit(plan.every_amount, Unit(plan.every_unit)) if plan.every_amount and plan.every_unit else None,
        share_by=_share_by(work, meeting, kind),
        shared=tuple(_sharing(row) for row in about(session, Sharing, "plan", plan.id)),
        receipts=tuple(
            ReceiptLine.model_validate(receipt.model_dump()) for receipt in about(session, Receipt, "plan", plan.id)
        ),
        signed_copy=SignedCopyLine.model_validate(copies[0].model_dump()) if copies else None,
        overridden=tuple(plan.overridden.splitlines()),
        **plan.model_dump(include=_AS_STORED),
    ).of_kind(kind)


def about(session: Session, model: type[Row], column: str, id: UUID) -> list[Row]:
    """The rows of a meeting or plan, in the order in which they were written."""
    query = select(model).where(getattr(model, column) == id)
    return list(session.scalars(query.order_by(model.id)))  # type: ignore[attr-defined]  # every table has an id


def _lines(rows: Sequence[Action], today: date, theirs: Collection[UUID] = ()) -> tuple[ActionLine, ...]:
    own = ActionLine.model_fields.keys() - {"co_owners", "overdue", "yours"}
    return tuple(
        ActionLine(
            co_owners=tuple(row.co_owners.splitlines()),
            overdue=row.outcome_code is None and row.due < today,
            yours=row.id in theirs,
            **row.model_dump(include=own),
        )
        for row in rows
    )


def _share_by(work: Work, meeting: Meeting, kind: MeetingKind) -> date | None:
    limit = kind.share_limit(work.facts(meeting.case_id).level)
    if limit is None or meeting.held_at is None:
        return None
    return last_day(due(meeting.held_at, limit, work.procedure(meeting.case_id).calendar))


def _sharing(row: Sharing) -> SharingLine:
    return SharingLine(
        recipients=tuple(row.recipients.splitlines()),
        shared_by=row.shared_by,
        shared_at=row.shared_at,
        override_reason=row.override_reason,
        overridden=tuple(row.overridden.splitlines()),
    )
