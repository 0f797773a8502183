"""What a case's page says of what belongs together: other cases of the same child, and siblings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from commonward.contracts.events import Relation
from commonward.store import UnknownSubject, Work
from commonward_referral.family_model import SiblingLink
from commonward_referral.model import Case, Child
from commonward_referral.same_child import cases_of, group
from commonward_referral.schemas import MergedRecord, RelatedCase, SiblingLine
from commonward_referral.showing import shown
from commonward_referral.siblings import others


class Family:
    """Read once for a page: everything is locked together, so that two readers can't block each other."""

    def __init__(self, work: Work, case: UUID) -> None:
        self._work = work
        child = work.session.scalar(select(col(Case.child)).where(col(Case.id) == case))
        self._same = group(work, child) if child is not None else frozenset[UUID]()
        self._siblings = list(others(work, self._same)) if self._same else []
        self._cases = {other: cases_of(work, group(work, other)) for _, other in self._siblings}
        self._own = [other for other in cases_of(work, self._same) if other != case]
        work.load([case, *self._own, *(each for cases in self._cases.values() for each in cases)])
        self.child = child

    def together(self) -> tuple[RelatedCase, ...]:
        """Other cases of the same child that the reader may see, the newest first."""
        return tuple(related(self._work, self._own))

    def merged(self) -> tuple[MergedRecord, ...]:
        """The child's other records, but for those whose cases are kept from the reader."""
        if self._same == {self.child}:
            return ()
        other = col(Child.id).in_(self._same - {self.child}), shown(self._work, col(Child.id))
        rows = self._work.session.scalars(select(Child).where(*other))
        return tuple(
            MergedRecord(
                child=row.id,
                given_name=row.given_name,
                family_name=row.family_name,
                born=row.born,
                goes_on=row.merged_into is None,
            )
            for row in rows
        )

    def siblings(self) -> tuple[SiblingLine, ...]:
        """Siblings whose cases the reader may see; where none may be seen, nothing is said of the child."""
        lines = (self._sibling(row, other) for row, other in self._siblings)
        return tuple(line for line in lines if line is not None)

    def _sibling(self, row: SiblingLink, other: UUID) -> SiblingLine | None:
        cases = tuple(related(self._work, self._cases[other]))
        if self._cases[other] and not cases:
            return None
        child = self._work.session.get(Child, (self._work.authority, other))
        assert child is not None  # a link goes with either record
        name = f"{child.given_name} {child.family_name}"
        return SiblingLine(
            link=row.id,
            relation=Relation(row.relation),
            child=other,
            name=name,
            born=child.born,
            reason=row.reason,
            cases=cases,
        )


def related(work: Work, cases: Iterable[UUID]) -> Iterator[RelatedCase]:
    """Those of the cases that the reader may see."""
    for id in cases:
        try:
            facts = work.subject(id).facts
        except UnknownSubject:
            continue
        case = work.session.get(Case, (work.authority, id))
        assert case is not None  # its id was read from it
        yield RelatedCase(
            id=id,
            reference=case.reference,
            state=case.state,
            opened_at=case.opened_at,
            level=facts.level,
            concerns=len(facts.concerns),
        )
