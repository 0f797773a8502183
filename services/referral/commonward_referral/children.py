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

from sqlalchemy import Select, and_, or_, select
from sqlmodel import col

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
        new = [child for child in reported if likeness(child) not in self.looked_up]
        if not new:
            return
        numbers = [child.nhs_number for child in new if child.nhs_number]
        names = [likeness(child) for child in new]
        match = or_(col(Child.likeness).in_(names), col(Child.nhs_number).in_(numbers))
        for child, number, name, born, case, reference in work.session.execute(_known().where(match)):
            self.remember(Known(child, born, case, reference), number, name)
        self.looked_up.update(names)

    def look_up_id(self, work: Work, child: UUID) -> Known | None:
        """The record of that id."""
        for id, number, name, born, case, reference in work.session.execute(_known().where(col(Child.id) == child)):
            self.remember(Known(id, born, case, reference), number, name)
        return self.by_id.get(child)

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

    def candidates(self, reported: ReportedChild) -> int:
        """How many records look alike."""
        return len(self.alike[likeness(reported)])


def _known() -> Select[Any]:
    is_open = and_(
        col(Case.authority) == col(Child.authority), col(Case.child) == col(Child.id), col(Case.state) == OPEN
    )
    return select(
        col(Child.id), col(Child.nhs_number), col(Child.likeness), col(Child.born), col(Case.id), col(Case.reference)
    ).outerjoin(Case, is_open)
