"""Rewrites every child's blind indexes, in batches, while the platform runs.

A batch is one transaction under the locks of its records. What is done is not done again, so it may be stopped at any
time and begun again.
"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from commonward.identity import Actor
from commonward.store import keys_of
from commonward.store.blind import BlindIndex
from commonward.web import Resources
from commonward_referral.indexing import index_anew
from commonward_referral.model import Child

BATCH = 200


def reindex(resources: Resources, authority: str, batch: int = BATCH) -> int:
    """Hash with the key that writes now whatever another key has hashed; return of how many records."""
    done, after = 0, UUID(int=0)
    while True:
        changed, last = reindex_some(resources, authority, after, batch)
        done += changed
        if last is None:
            return done
        after = last


def reindex_some(resources: Resources, authority: str, after: UUID, batch: int) -> tuple[int, UUID | None]:
    """A batch of records in order of id: of how many the hashes were changed, and the last if there may be more."""
    with resources.work(Actor.system(authority, resources.service)) as unit:
        page = select(Child).where(col(Child.id) > after).order_by(col(Child.id)).limit(batch).with_for_update()
        children = unit.session.scalars(page).all()
        changed = index_anew(unit, BlindIndex.of(keys_of(unit.connection)), children)
    return changed, children[-1].id if len(children) == batch else None
