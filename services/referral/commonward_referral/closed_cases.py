"""What is kept for nobody's work any more, and the dates from which its retention is counted, read in a query a kind.

A child's case is so once it is closed; the record of an adult or a place while no case names it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select, true
from sqlmodel import col

from commonward.clock import london
from commonward.procedure import Facts
from commonward.store import Inbox, Subject, Work
from commonward.store.held import column
from commonward_referral.model import CLOSED, Case, Child
from commonward_referral.party_model import Party
from commonward_referral.record_model import Naming
from commonward_referral.retention import Known

MOST = 500


@dataclass(frozen=True, slots=True)
class Closed:
    """A closed case, or a record that no case names."""

    id: UUID
    reference: str
    known: Known


def closed_cases(work: Work, only: UUID | None = None) -> Iterator[Closed]:
    """Those that the caller may see, at most so many of a kind; all of them, or only the one."""
    for case, subject, last, child in work.session.execute(_of_children(work, only)):
        yield _closed(case, subject, last, child.born)
    for party, subject, last in work.session.execute(_of_others(work, only)):
        yield _closed(party, subject, last, None)


def _closed(row: Case | Party, subject: Subject, last: datetime | None, born: Any) -> Closed:
    known = Known(Facts.model_validate_json(subject.facts), born, london(last or row.opened_at).date())
    return Closed(row.id, row.reference, known)


def _of_children(work: Work, only: UUID | None) -> Select[Any]:
    same_child = (col(Child.authority) == col(Case.authority)) & (col(Child.id) == col(Case.child))
    return _query(work, Case, only).add_columns(Child).join(Child, same_child).where(col(Case.state) == CLOSED)


def _of_others(work: Work, only: UUID | None) -> Select[Any]:
    """A form names somebody from the day it is filled in, also while it waits, or when it was refused."""
    named = select(col(Naming.subject)).where(col(Naming.authority) == col(Party.authority))
    return _query(work, Party, only).where(col(Party.id).not_in(named))


def _query(work: Work, model: type[Case] | type[Party], only: UUID | None) -> Select[Any]:
    """With what is known of them, and when anything was last heard of them, if anything was."""
    id, authority = column(model, "id"), column(model, "authority")
    last = select(func.max(col(Inbox.at))).where(col(Inbox.authority) == authority, col(Inbox.subject) == id)
    heard: Any = last.correlate(model).scalar_subquery()
    same_subject = (col(Subject.authority) == authority) & (col(Subject.id) == id)
    wanted: ColumnElement[bool] = true() if only is None else id == only
    query: Select[Any] = select(model, Subject, heard).join(Subject, same_subject)
    return query.where(work.sight.visible(id), wanted).order_by(column(model, "opened_at")).limit(MOST)
