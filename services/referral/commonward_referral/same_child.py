"""Which records are one child's, as people have merged them: the surviving record, and those merged into it."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from commonward.store import Work
from commonward_referral.model import OPEN, Case, Child


def survivors(work: Work, children: Iterable[UUID]) -> dict[UUID, UUID]:
    """For each record, the one that goes on in its place: itself, where it was not merged."""
    found = {child: child for child in children}
    current = set(found)
    while current:
        query = select(col(Child.id), col(Child.merged_into)).where(col(Child.id).in_(current))
        into = {child: other for child, other in work.session.execute(query) if other is not None}
        found = {child: into.get(last, last) for child, last in found.items()}
        current = set(into.values())
    return found


def merged_into(work: Work, children: Iterable[UUID]) -> dict[UUID, UUID]:
    """The records that were merged into these, also through others, each with the one of these that goes on."""
    found: dict[UUID, UUID] = {}
    current = {child: child for child in children}
    while current:
        query = select(col(Child.id), col(Child.merged_into)).where(col(Child.merged_into).in_(current))
        current = {child: current[into] for child, into in work.session.execute(query)}
        found |= current
    return found


def group(work: Work, child: UUID) -> frozenset[UUID]:
    """Every record of the same child."""
    goes_on = survivors(work, [child])[child]
    return frozenset({goes_on, *merged_into(work, [goes_on])})


def cases_of(work: Work, children: Iterable[UUID]) -> list[UUID]:
    """Their cases, the newest first."""
    query = select(col(Case.id)).where(col(Case.child).in_(set(children)))
    return list(work.session.scalars(query.order_by(col(Case.opened_at).desc(), col(Case.id).desc())))


def open_case(work: Work, child: UUID) -> tuple[UUID | None, str | None]:
    """An open case of a record that was merged into this one, with its reference: the newest."""
    merged = merged_into(work, [child])
    if not merged:
        return None, None
    is_open = col(Case.child).in_(merged), col(Case.state) == OPEN
    query = select(col(Case.id), col(Case.reference)).where(*is_open).order_by(col(Case.opened_at).desc())
    found = work.session.execute(query.limit(1)).first()
    return (found[0], found[1]) if found else (None, None)
