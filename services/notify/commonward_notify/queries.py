"""Reads of the notify service."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ScalarSelect, Select, and_, or_, select
from sqlmodel import Session, col

from commonward.identity import Actor
from commonward.procedure import ALLOCATED_WORKER, State
from commonward.store import Subject, UnknownSubject, Work
from commonward_notify.model import Attempt, Breach, Notice, Owed, Remark
from commonward_notify.schemas import (
    Acknowledged,
    AttemptLine,
    Breaches,
    BreachFilter,
    BreachLine,
    NoticeLine,
    Notices,
    ObligationFilter,
    ObligationLine,
    Obligations,
    RemarkLine,
    WorkListPage,
)

_OWED = tuple(state for state in State if state.owed)


def obligations(work: Work, wanted: ObligationFilter) -> Obligations:
    """A page of the obligations on cases that the caller may see."""
    query = select(Owed).where(work.sight.visible(col(Owed.case_id)))
    if wanted.case is not None:
        query = query.where(col(Owed.case_id) == wanted.case)
    if wanted.state is not None:
        query = query.where(col(Owed.state) == wanted.state)
    if wanted.live is not None:
        query = query.where(col(Owed.live) == wanted.live)
    if wanted.role is not None:
        query = query.where(col(Owed.role) == wanted.role)
    return _page(work, query, wanted.page, wanted.limit)


def work_list(work: Work, actor: Actor, wanted: WorkListPage) -> Obligations:
    """What the actor owes: by their roles on cases that they may see, and as the worker of those allocated to them."""
    by_role = col(Owed.role).in_(sorted(actor.roles - {ALLOCATED_WORKER}))
    as_worker = and_(col(Owed.role) == ALLOCATED_WORKER, col(Owed.worker) == actor.person)
    query = select(Owed).where(col(Owed.live), col(Owed.state).in_(_OWED), or_(by_role, as_worker))
    query = query.where(work.sight.visible(col(Owed.case_id)))
    if wanted.role is not None:
        query = query.where(col(Owed.role) == wanted.role)
    return _page(work, query, wanted.page, wanted.limit)


def obligation(session: Session, authority: str, id: UUID) -> ObligationLine:
    """One obligation with its breaches and what people said. Raises UnknownSubject."""
    row = session.get(Owed, (authority, id))
    if row is None:
        raise UnknownSubject(str(id))
    said = session.scalars(select(Remark).where(col(Remark.obligation) == id).order_by(col(Remark.said_at)))
    remarks = tuple(RemarkLine.model_validate(each.model_dump()) for each in said)
    return _lines(session, [row])[0].model_copy(update={"remarks": remarks})


def breaches(work: Work, wanted: BreachFilter) -> Breaches:
    """A page of the breach ledger of the cases that the caller may see, the newest first."""
    query = select(Breach, *work.sight.beside(col(Breach.case_id))).where(work.sight.visible(col(Breach.case_id)))
    query = query.order_by(col(Breach.known_at).desc(), col(Breach.id))
    if wanted.acknowledged is not None:
        open_ = col(Breach.acknowledged_at).is_(None)
        query = query.where(~open_ if wanted.acknowledged else open_)
    rows = work.session.execute(query.limit(wanted.limit).offset((wanted.page - 1) * wanted.limit))
    lines = (breach_line(row).seen_by(work.sight.seeing(flags)) for row, *flags in rows)
    return Breaches(breaches=tuple(lines))


def notices(session: Session, case: UUID) -> Notices:
    """A case's notices with their attempts, in two queries."""
    rows = session.scalars(
        select(Notice).where(col(Notice.case_id) == case).order_by(col(Notice.raised_at), col(Notice.id))
    ).all()
    return Notices(notices=tuple(_notice_lines(session, rows)))


def notice(session: Session, authority: str, id: UUID) -> NoticeLine:
    """One notice with its attempts. Raises UnknownSubject."""
    row = session.get(Notice, (authority, id))
    if row is None:
        raise UnknownSubject(str(id))
    return _notice_lines(session, [row])[0]


def _notice_lines(session: Session, rows: Sequence[Notice]) -> list[NoticeLine]:
    tried: dict[UUID, list[AttemptLine]] = defaultdict(list)
    of_these = select(Attempt).where(col(Attempt.notice).in_([row.id for row in rows]))
    for attempt in session.scalars(of_these.order_by(col(Attempt.at))):
        tried[attempt.notice].append(AttemptLine.model_validate(attempt.model_dump()))
    return [NoticeLine.model_validate({**row.model_dump(), "attempts": tuple(tried[row.id])}) for row in rows]


def breach_line(row: Breach) -> BreachLine:
    """The API's shape of a breach."""
    return BreachLine.model_validate({**row.model_dump(), "case": row.case_id, "acknowledged": _acknowledged(row)})


def _acknowledged(row: Breach) -> Acknowledged | None:
    if row.acknowledged_at is None:
        return None
    names = Acknowledged.model_fields.keys() - {"withheld"}
    return Acknowledged.model_validate({name: getattr(row, f"acknowledged_{name}") for name in names})


def _page(work: Work, query: Select[tuple[Owed]], page: int, limit: int) -> Obligations:
    order = col(Owed.due).is_(None), col(Owed.due), col(Owed.started_at), col(Owed.id)
    query = query.order_by(*order).limit(limit).offset((page - 1) * limit)
    columns = query.add_columns(_known_of_its_case(), *work.sight.beside(col(Owed.case_id)))
    found = work.session.execute(columns).all()
    known = [facts for _, facts, *_ in found]
    lines = map(_named, _lines(work.session, [row for row, *_ in found]), known)
    seen = (work.sight.seeing(flags) for _, _, *flags in found)
    return Obligations(obligations=tuple(line.seen_by(groups) for line, groups in zip(lines, seen, strict=True)))


def _known_of_its_case() -> ScalarSelect[str]:
    same = col(Subject.authority) == col(Owed.authority), col(Subject.id) == col(Owed.case_id)
    return select(col(Subject.facts)).where(*same).scalar_subquery()


def _named(line: ObligationLine, facts: str | None) -> ObligationLine:
    """With what people call its case, where that is known here."""
    return line.model_copy(update={"reference": json.loads(facts or "{}").get("reference") or ""})


def _lines(session: Session, rows: Sequence[Owed]) -> list[ObligationLine]:
    """The API's shape of obligations, their breaches looked up together."""
    found: dict[UUID, list[BreachLine]] = defaultdict(list)
    of_these = select(Breach).where(col(Breach.obligation).in_([row.id for row in rows]))
    for breach in session.scalars(of_these.order_by(col(Breach.known_at), col(Breach.id))):
        found[breach.obligation].append(breach_line(breach))
    return [_line(row, found[row.id]) for row in rows]


def _line(row: Owed, breaches: Sequence[BreachLine]) -> ObligationLine:
    last = breaches[-1] if breaches else None
    derived = {
        "case": row.case_id,
        "reminded": row.reminders > 0,
        "breaches": tuple(breaches),
        "breached_at": last.due if last and last.corrected_at is None else None,
        "acknowledged": last.acknowledged if last else None,
    }
    return ObligationLine.model_validate({**row.model_dump(), **derived})
