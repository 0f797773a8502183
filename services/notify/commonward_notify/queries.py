"""Reads of the notify service."""

from __future__ import annotations

from collections import defaultdict
from uuid import UUID

from sqlalchemy import Select, and_, or_, select
from sqlmodel import Session, col

from commonward.identity import Actor
from commonward.procedure import State
from commonward.store import UnknownSubject
from commonward_notify.delivery import WORKER_ROLE
from commonward_notify.model import Attempt, Notice, Owed
from commonward_notify.schemas import (
    Acknowledged,
    AttemptLine,
    NoticeLine,
    Notices,
    ObligationFilter,
    ObligationLine,
    Obligations,
    WorkListPage,
)

_OWED = tuple(state for state in State if state.owed)


def obligations(session: Session, wanted: ObligationFilter) -> Obligations:
    """A page of obligations."""
    query = select(Owed)
    if wanted.case is not None:
        query = query.where(col(Owed.case_id) == wanted.case)
    if wanted.state is not None:
        query = query.where(col(Owed.state) == wanted.state)
    if wanted.role is not None:
        query = query.where(col(Owed.role) == wanted.role)
    return _page(session, query, wanted.page, wanted.limit)


def work_list(session: Session, actor: Actor, wanted: WorkListPage) -> Obligations:
    """What the actor owes: by their roles, and as the worker of the cases allocated to them."""
    by_role = col(Owed.role).in_(sorted(actor.roles - {WORKER_ROLE}))
    as_worker = and_(col(Owed.role) == WORKER_ROLE, col(Owed.worker) == actor.person)
    query = select(Owed).where(col(Owed.state).in_(_OWED), or_(by_role, as_worker))
    return _page(session, query, wanted.page, wanted.limit)


def obligation(session: Session, authority: str, id: UUID) -> ObligationLine:
    """One obligation. Raises UnknownSubject."""
    row = session.get(Owed, (authority, id))
    if row is None:
        raise UnknownSubject(str(id))
    return line(row)


def notices(session: Session, case: UUID) -> Notices:
    """A case's notices with their attempts, in two queries."""
    rows = session.scalars(
        select(Notice).where(col(Notice.case_id) == case).order_by(col(Notice.raised_at), col(Notice.id))
    ).all()
    tried: dict[UUID, list[AttemptLine]] = defaultdict(list)
    of_these = select(Attempt).where(col(Attempt.notice).in_([row.id for row in rows]))
    for attempt in session.scalars(of_these.order_by(col(Attempt.at))):
        tried[attempt.notice].append(AttemptLine.model_validate(attempt.model_dump()))
    return Notices(
        notices=tuple(NoticeLine.model_validate({**row.model_dump(), "attempts": tuple(tried[row.id])}) for row in rows)
    )


def line(row: Owed) -> ObligationLine:
    """The API's shape of an obligation."""
    return ObligationLine.model_validate({**row.model_dump(), "case": row.case_id, "acknowledged": _acknowledged(row)})


def _acknowledged(row: Owed) -> Acknowledged | None:
    if row.acknowledged_at is None:
        return None
    names = Acknowledged.model_fields
    return Acknowledged.model_validate({name: getattr(row, f"acknowledged_{name}") for name in names})


def _page(session: Session, query: Select[tuple[Owed]], page: int, limit: int) -> Obligations:
    order = col(Owed.due).is_(None), col(Owed.due), col(Owed.id)
    rows = session.scalars(query.order_by(*order).limit(limit).offset((page - 1) * limit))
    return Obligations(obligations=tuple(line(row) for row in rows))
