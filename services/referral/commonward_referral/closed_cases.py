"""Closed cases and the dates from which their retention is counted, read in one query."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlmodel import col

from commonward.clock import london
from commonward.procedure import Facts
from commonward.store import Inbox, Subject, Work
from commonward_referral.model import CLOSED, Case, Child
from commonward_referral.retention import Known

MOST = 500


@dataclass(frozen=True, slots=True)
class Closed:
    """A closed case."""

    case: Case
    known: Known


def closed_cases(work: Work, *which: ColumnElement[bool]) -> Iterator[Closed]:
    """Those that the caller may see, at most so many; all of them, or which."""
    for case, child, subject, last in work.session.execute(_query().where(work.sight.visible(col(Case.id)), *which)):
        contact = london(last or case.opened_at).date()
        yield Closed(case, Known(Facts.model_validate_json(subject.facts), child.born, contact))


def _query() -> Select[tuple[Case, Child, Subject, datetime | None]]:
    """With what is known of them, and when anything was last heard of them, if anything was."""
    last = select(func.max(col(Inbox.at))).where(
        col(Inbox.authority) == col(Case.authority), col(Inbox.subject) == col(Case.id)
    )
    same_child = (col(Child.authority) == col(Case.authority)) & (col(Child.id) == col(Case.child))
    same_subject = (col(Subject.authority) == col(Case.authority)) & (col(Subject.id) == col(Case.id))
    heard: Any = last.correlate(Case).scalar_subquery()
    query: Select[Any] = select(Case, Child, Subject, heard)
    joined = query.join(Child, same_child).join(Subject, same_subject).where(col(Case.state) == CLOSED)
    return joined.order_by(col(Case.opened_at)).limit(MOST)
