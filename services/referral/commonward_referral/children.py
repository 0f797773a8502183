"""Finding the child of a report: by a sure identifier, never by likeness alone.

An NHS number together with the date of birth is sure. Records that only look alike are counted, for a
person to compare. Both are looked up by their blind indexes, as the values themselves are sealed.

A number that comes with another date of birth than the record's makes a record of its own: one of the two is wrong, and
whoever reports is not told that the other is there. It is found again by number and date together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import ColumnElement, FromClause, Select, and_, bindparam, select, union_all
from sqlmodel import SQLModel

from commonward.contracts.events.partner import ReportedChild
from commonward.store import Work, keys_of
from commonward.store.blind import BlindIndex
from commonward.store.sealed import open_value
from commonward_referral.former_model import FormerIdentity
from commonward_referral.model import OPEN, Case, Child
from commonward_referral.rules import likeness

LIKENESS, NHS_NUMBER = "likeness", "nhs-number"


class Numbered(Protocol):
    """A child with an NHS number, on record or as reported."""

    @property
    def nhs_number(self) -> str | None: ...
    @property
    def born(self) -> date | None: ...


@dataclass(slots=True)
class Known:
    """A child's record and its open case."""

    child: UUID
    born: date | None
    case: UUID | None
    reference: str | None
    merged_into: UUID | None = None
    fresh: bool = False
    """Whether the record was made just now."""
    contested: bool = False
    """Whether another record has its NHS number, with another date of birth."""


@dataclass(slots=True)
class Children:
    """The records that a unit of work may need, looked up together."""

    index: BlindIndex
    by_number: dict[bytes, Known] = field(default_factory=dict)
    by_id: dict[UUID, Known] = field(default_factory=dict)
    alike: dict[bytes, set[UUID]] = field(default_factory=lambda: defaultdict(set))
    looked_up: set[bytes] = field(default_factory=set)

    @classmethod
    def of(cls, work: Work) -> Children:
        """The unit of work's own."""
        found: Children | None = work.cache.get(cls)
        if found is None:
            found = work.cache[cls] = cls(BlindIndex.of(keys_of(work.connection)))
        return found

    def name_token(self, child: ReportedChild) -> bytes:
        """What records that look like this child have in common."""
        return self.index.exact(LIKENESS, likeness(child))

    def number_token(self, child: ReportedChild) -> bytes | None:
        """The index of the NHS number, in which no two records agree; none where one has it with that birth too."""
        values = (child.nhs_number, contested(child)) if child.nhs_number else ()
        free = (value for value in values if not self._has(value))
        return next((self.index.exact(NHS_NUMBER, value) for value in free), None)

    def is_taken(self, child: ReportedChild) -> bool:
        """Whether a record has the NHS number already, whoever that is about."""
        return child.nhs_number is not None and self._has(child.nhs_number)

    def _has(self, number: str) -> bool:
        return any(each in self.by_number for each in self.index.exacts(NHS_NUMBER, number))

    def look_up(self, work: Work, reported: Iterable[ReportedChild]) -> None:
        """Find every record that any of these may be, in one query."""
        new = [child for child in reported if self.name_token(child) not in self.looked_up]
        if not new:
            return
        names = [name for child in new for name in self._names(child)]
        self._take(work, _ALIKE, names=names, numbers=[number for child in new for number in self._numbers(child)])
        self.looked_up.update(names)

    def _names(self, child: ReportedChild) -> tuple[bytes, ...]:
        return self.index.exacts(LIKENESS, likeness(child))

    def _numbers(self, child: ReportedChild) -> tuple[bytes, ...]:
        """The number's indexes, and those that it has beside another date of birth."""
        if child.nhs_number is None:
            return ()
        return (
            *self.index.exacts(NHS_NUMBER, child.nhs_number),
            *self.index.exacts(NHS_NUMBER, contested(child)),
        )

    def look_up_id(self, work: Work, child: UUID) -> Known | None:
        """The record of that id."""
        self._take(work, _BY_ID, child=child)
        return self.by_id.get(child)

    def that_goes_on(self, work: Work, known: Known) -> Known:
        """The record that goes on in the place of one that was merged."""
        while known.merged_into is not None:
            into = self.look_up_id(work, known.merged_into)
            assert into is not None  # it goes with those merged into it
            known = into
        return known

    def _take(self, work: Work, query: Select[Any], **wanted: Any) -> None:
        rows = work.connection.execute(query, {"authority": work.authority, **wanted})
        for child, number, name, sealed, merged, case, reference in rows:
            if child not in self.by_id:  # found by its name and by its number, or opened a case meanwhile
                born = open_value(keys_of(work.connection), Child, "born", child, sealed)
                self.remember(Known(child, born, case, reference, merged), number, name)
            self.alike[name].add(child)  # by a former name too

    def remember(self, known: Known, number: bytes | None, name: bytes) -> None:
        """Keep a record for the rest of the unit of work."""
        self.by_id[known.child] = known
        self.alike[name].add(known.child)
        if number:
            self.by_number[number] = known

    def sure(self, reported: ReportedChild, on: date) -> Known | None:
        """The record with the same NHS number, if nothing told of the child and of that day contradicts its birth."""
        found = (self.by_number[number] for number in self._numbers(reported) if number in self.by_number)
        return next((known for known in found if not _contradicts(known.born, reported.born, on)), None)

    def to_compare(self, work: Work, reported: ReportedChild) -> frozenset[UUID]:
        """The records that have, or had, that likeness, or have the NHS number; of merged ones, those that go on."""
        found = {child for name in self._names(reported) for child in self.alike[name]}
        numbers = self.index.exacts(NHS_NUMBER, reported.nhs_number) if reported.nhs_number else ()
        found |= {self.by_number[number].child for number in numbers if number in self.by_number}
        return frozenset(self.that_goes_on(work, self.by_id[child]).child for child in found)

    def candidates(self, reported: ReportedChild) -> int:
        """How many records have that likeness, or had it before they were put right."""
        return len(set[UUID]().union(*(self.alike[name] for name in self._names(reported))))


def contested(child: Numbered) -> str:
    """What a record is found by whose NHS number is another record's."""
    return f"{child.nhs_number} {child.born}"


def _contradicts(born: date | None, told: date | None, on: date) -> bool:
    return born is not None and (on < born or told not in (None, born))


# Made once: building these took longer than PostgreSQL takes to answer them. They go past the ORM, where nothing
# narrows a query on SQLite, so they name the authority themselves.
_CHILD, _CASE, _FORMER = (
    SQLModel.metadata.tables[str(model.__tablename__)].c for model in (Child, Case, FormerIdentity)
)


def _children(*where: ColumnElement[bool], likeness: ColumnElement[bytes] = _CHILD.likeness) -> Select[Any]:
    columns = _CHILD.authority, _CHILD.id, _CHILD.nhs_token, likeness, _CHILD.born, _CHILD.merged_into
    return select(*columns).where(_CHILD.authority == bindparam("authority"), *where)


def _formerly(*where: ColumnElement[bool]) -> Select[Any]:
    theirs = _FORMER.authority == _CHILD.authority, _FORMER.child == _CHILD.id
    return _children(*theirs, *where, likeness=_FORMER.likeness)


def _with_open_case(children: FromClause) -> Select[Any]:
    child = children.c
    is_open = and_(_CASE.authority == child.authority, _CASE.child == child.id, _CASE.state == OPEN)
    columns = child.id, child.nhs_token, child.likeness, child.born, child.merged_into, _CASE.id, _CASE.reference
    return select(*columns).select_from(children.outerjoin(_CASE.id.table, is_open))


# One part for each index: with `or`, PostgreSQL reads all of a board's children while the table is small.
_ALIKE = _with_open_case(
    union_all(
        _children(_CHILD.likeness.in_(bindparam("names", expanding=True))),
        _children(_CHILD.nhs_token.in_(bindparam("numbers", expanding=True))),
        _formerly(_FORMER.likeness.in_(bindparam("names", expanding=True))),
    ).subquery()
)
_BY_ID = _with_open_case(_children(_CHILD.id == bindparam("child")).subquery())
