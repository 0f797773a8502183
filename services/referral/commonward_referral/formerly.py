"""How children were recorded before somebody put it right: they are still found by it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from commonward.store import Work
from commonward_referral.former_model import FormerIdentity
from commonward_referral.schemas import FormerlyLine


def formerly(work: Work, children: Iterable[UUID]) -> Mapping[UUID, list[FormerIdentity]]:
    """What was put right of each of these records, the oldest first; nothing of one of which nothing was."""
    found: dict[UUID, list[FormerIdentity]] = defaultdict(list)
    query = select(FormerIdentity).where(col(FormerIdentity.child).in_(set(children)))
    for row in work.session.scalars(query.order_by(col(FormerIdentity.id))):
        found[row.child].append(row)
    return found


def lines(rows: Iterable[FormerIdentity]) -> tuple[FormerlyLine, ...]:
    """As answers tell it."""
    return tuple(FormerlyLine.model_validate(row.model_dump()) for row in rows)
