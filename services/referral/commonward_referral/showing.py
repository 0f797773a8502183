"""Which children's records somebody may find, by the cases of each: names can tell what a restriction hides."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from commonward.procedure import Facts
from commonward.store import Work
from commonward_referral.model import Case, Child


def shown(work: Work, child: Any) -> ColumnElement[bool]:
    """The condition on records, by their column: they may see one of its cases, or none of them is secret from them."""
    case = aliased(Case)
    mine = select(col(case.id)).where(col(case.authority) == work.authority, col(case.child) == child)
    seen, hidden = mine.where(work.sight.visible(col(case.id))), mine.where(work.sight.secret(col(case.id)))
    return or_(seen.correlate(Child).exists(), ~hidden.correlate(Child).exists())


def may_know(person: UUID, facts: Facts) -> bool:
    """Whether somebody who raises a concern may learn that there is such a case: the same, where nobody looks."""
    if person in facts.blocked:
        return False
    return not facts.restricted or person == facts.holder or person in facts.named
