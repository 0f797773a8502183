"""Who may authorise another person's act: never that person, nor anybody who covers for them or whom they cover for."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Select, and_, or_, select
from sqlmodel import col

from commonward.store.refusals import NotYours
from commonward.store.relations import Relation
from commonward.store.tables import Tie
from commonward.store.work import Work


def second_person(work: Work, *first: UUID | None, otherwise: str) -> None:
    """Pass whoever is another person than the first, in the same office or not. Raises NotYours with the message."""
    people = {person for person in first if person is not None}
    if work.actor in people:
        raise NotYours(otherwise)
    if people and work.session.scalar(_stand_in(work, people)) is not None:
        raise NotYours(f"{otherwise}, nor does who stands in for the first person or is covered by them")


def _stand_in(work: Work, people: set[UUID]) -> Select[tuple[UUID]]:
    for_them = and_(col(Tie.subject).in_(people), col(Tie.person) == work.actor)
    by_them = and_(col(Tie.subject) == work.actor, col(Tie.person).in_(people))
    query = select(col(Tie.id)).where(col(Tie.relation) == Relation.COVER, or_(for_them, by_them))
    return query.where(col(Tie.since) <= work.now, col(Tie.until) > work.now).limit(1)
