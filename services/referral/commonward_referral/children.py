"""Finding the child of a report: by a sure identifier, never by likeness alone.

An NHS number together with the date of birth is sure. Records that only look alike are counted, for a
person to compare.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, FromClause, Select, and_, bindparam, select, union_all
from sqlmodel import SQLModel

from commonward.contracts.events.partner import ReportedChild
from commonward.store import Work
from commonward_referral.model import OPEN, Case, Child
from commonward_referral.rules import likeness


@dataclass(slots=True)
class Known:
    """A child's record and its open case."""

    child: UUID
    born: date | None
    case: UUID | None
    reference: str | None


@dataclass(slots=True)
class Children:
    """The records that a unit of work may need, looked up together."""

    by_number: dict[str, Known] = field(default_factory=dict)
    by_id: dict[UUID, Known] = field(default_factory=dict)
    alike: dict[str, set[UUID]] = field(default_factory=lambda: defaultdict(set))
    looked_up: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, work: Work) -> Children:
        """The unit of work's own."""
        found: Children = work.cache.setdefault(cls, cls())
        return found

    def look_up(self, work: Work, reported: Iterable[ReportedChild]) -> None:
        """Find every record that any of these may be, in one query."""
        named = [(likeness(child), child.nhs_number) for child in reported]
        new = [(name, number) for name, number in named if name not in self.looked_up]
        if not new:
            return
        names = [name for name, _ in new]
        self._take(work, _ALIKE, names=names, numbers=[number for _, number in new if number])
        self.looked_up.update(names)

    def look_up_id(self, work: Work, child: UUID) -> Known | None:
        """The record of that id."""
        self._take(work, _BY_ID, child=child)
        return self.by_id.get(child)

    def _take(self, work: Work, query: Select[Any], **wanted: Any) -> None:
        rows = work.connection.execute(query, {"authority": work.authority, **wanted})
        for child, number, name, born, case, reference in rows:
            if child not in self.by_id:  # found by its name and by its number, or opened a case meanwhile
                self.remember(Known(child, born, case, reference), number, name)

    def remember(self, known: Known, number: str | None, name: str) -> None:
        """Keep a record for the rest of the unit of work."""
        self.by_id[known.child] = known
        self.alike[name].add(known.child)
        if number:
            self.by_number[number] = known

    def sure(self, reported: ReportedChild) -> Known | None:
        """The record with the same NHS number, if the dates of birth do not contradict."""
        known = self.by_number.get(reported.nhs_number or "")
        if known is None or (reported.born and known.born and reported.born != known.born):
            return None
        return known

    def candidates(self, name: str) -> int:
        """How many records have that likeness."""
        return len(self.alike[name])


# Made once: building these took longer than PostgreSQL takes to answer them. They go past the ORM, where nothing
# narrows a query on SQLite, so they name the authority themselves.
_CHILD, _CASE = (SQLModel.metadata.tables[str(model.__tablename__)].c for model in (Child, Case))


def _children(*where: ColumnElement[bool]) -> Select[Any]:
    columns = _CHILD.authority, _CHILD.id, _CHILD.nhs_number, _CHILD.likeness, _CHILD.born
    return select(*columns).where(_CHILD.authority == bindparam("authority"), *where)


def _with_open_case(children: FromClause) -> Select[Any]:
    child = children.c
    is_open = and_(_CASE.authority == child.authority, _CASE.child == child.id, _CASE.state == OPEN)
    columns = child.id, child.nhs_number, child.likeness, child.born, _CASE.id, _CASE.reference
    return select(*columns).select_from(children.outerjoin(_CASE.id.table, is_open))


# One part for each index: with `or`, PostgreSQL reads all of a board's children while the table is small.
_ALIKE = _with_open_case(
    union_all(
        _children(_CHILD.likeness.in_(bindparam("names", expanding=True))),
        _children(_CHILD.nhs_number.in_(bindparam("numbers", expanding=True))),
    ).subquery()
)
_BY_ID = _with_open_case(_children(_CHILD.id == bindparam("child")).subquery())
