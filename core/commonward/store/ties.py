"""Who may see a case, asked in SQL for lists: the same answer as `Viewer.why` gives for one case from its facts.

A list is narrowed by the database, so that its pages are full and it stays one query.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, and_, false, func, or_, select, true
from sqlmodel import col

from commonward.procedure import Facts
from commonward.store.relations import Relation, Viewer
from commonward.store.tables import Parked, Subject, Tie

BLOCKED = "blocked"
_TIED = (Relation.NAMED, Relation.REFERRER, Relation.BREAK_GLASS)
_OWN = frozenset({Relation.ALLOCATED})


def ties(facts: Facts) -> frozenset[tuple[Any, ...]]:
    """A subject's rows of ties: person, what they are, since, until."""
    return frozenset(_ties(facts))


def _ties(facts: Facts) -> Iterator[tuple[Any, ...]]:
    for relation, people in (
        (Relation.NAMED, facts.named),
        (Relation.REFERRER, facts.referrers),
        (BLOCKED, facts.blocked),
    ):
        yield from ((person, str(relation), None, None) for person in people)
    yield from ((glass.person, str(Relation.BREAK_GLASS), None, glass.until) for glass in facts.opened_glass)
    yield from ((cover.cover, str(Relation.COVER), cover.since, cover.until) for cover in facts.covers)


def beside(facts: Facts) -> dict[str, Any]:
    """What of the facts is in columns too."""
    return {"worker": facts.holder, "team": facts.team, "restricted": facts.restricted}


def tie_rows(subject: UUID, facts: Facts) -> Iterator[dict[str, Any]]:
    """The same as values of a table's rows."""
    for person, relation, since, until in ties(facts):
        yield {"subject": subject, "person": person, "relation": relation, "since": since, "until": until}


@dataclass(frozen=True, slots=True)
class Ways:
    """The relations by which somebody sees a case: what a condition says; the rest are its parameters."""

    open: frozenset[Relation]
    """Of a case that is not restricted."""
    shut: frozenset[Relation]
    """Of a restricted one too."""
    of_a_copy: bool = False

    @classmethod
    def of(cls, viewer: Viewer) -> Ways:
        """Those of somebody who asks."""
        held = {
            relation: allowed
            for relation, allowed in viewer.allows.items()
            if relation is not Relation.TEAM or viewer.teams
        }
        shut = frozenset(relation for relation, allowed in held.items() if allowed.restricted)
        return cls(frozenset(held), shut, viewer.of_a_copy)

    def of_a_stale_copy(self) -> Ways:
        """As `Viewer.of_a_stale_copy`."""
        return Ways(self.open & _OWN, self.shut & _OWN)


class Asked(NamedTuple):
    """Who asks, and when: parameters of a condition."""

    authority: BindParameter[str]
    person: BindParameter[UUID]
    teams: BindParameter[str]
    now: BindParameter[datetime]


def covers_worker(person: UUID | BindParameter[UUID], now: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    """Whether the person stands in, at that moment, for who the subject is allocated to."""
    return (
        select(col(Tie.id))
        .where(
            col(Tie.authority) == col(Subject.authority),
            col(Tie.subject) == col(Subject.worker),
            col(Tie.person) == person,
            col(Tie.relation) == Relation.COVER,
            col(Tie.since) <= now,
            col(Tie.until) > now,
        )
        .correlate(Subject)
        .exists()
    )


def held_up() -> ColumnElement[bool]:
    """Whether an event about the subject is set aside here, so that the later ones wait."""
    aside = select(col(Parked.subject)).where(col(Parked.state) == "parked", col(Parked.subject).is_not(None))
    return col(Subject.id).in_(aside)


def visible(ways: Ways, asked: Asked) -> ColumnElement[bool]:
    """The condition on subjects that may be seen."""
    shown = _shown(ways, asked)
    if ways.of_a_copy:
        shown = or_(and_(~held_up(), shown), _shown(ways.of_a_stale_copy(), asked))
    return and_(shown, ~_tied([BLOCKED], asked))


def _shown(ways: Ways, asked: Asked) -> ColumnElement[bool]:
    """Some relation shows the subject, whoever is blocked from it."""
    return or_(and_(~col(Subject.restricted), _any(ways.open, asked)), _any(ways.shut, asked))


def secret(ways: Ways, asked: Asked) -> ColumnElement[bool]:
    """The condition on subjects of which whoever asks learns nothing, not even that they are there.

    Of others that they may not see, a search tells the reference, to ask for it by.
    """
    shut = or_(col(Subject.restricted), _tied([BLOCKED], asked))
    seen = func.coalesce(visible(ways, asked), false())  # without a worker or a team SQL does not know
    return and_(shut, ~seen)


def _any(wanted: frozenset[Relation], asked: Asked) -> ColumnElement[bool]:
    if Relation.AUTHORITY in wanted:
        return true()
    ways: list[ColumnElement[bool]] = []
    if Relation.ALLOCATED in wanted:
        ways.append(col(Subject.worker) == asked.person)
    if Relation.TEAM in wanted:
        ways.append(col(Subject.team).in_(asked.teams))
    if Relation.COVER in wanted:
        ways.append(covers_worker(asked.person, asked.now))
    tied = [relation for relation in _TIED if relation in wanted]
    if tied:
        ways.append(_tied(tied, asked))
    return or_(false(), *ways)


def _tied(relations: Iterable[str], asked: Asked) -> ColumnElement[bool]:
    return (
        select(col(Tie.id))
        .where(
            col(Tie.authority) == col(Subject.authority),
            col(Tie.subject) == col(Subject.id),
            col(Tie.person) == asked.person,
            or_(*(col(Tie.relation) == str(relation) for relation in relations)),
            or_(col(Tie.until).is_(None), col(Tie.until) > asked.now),
        )
        .correlate(Subject)
        .exists()
    )
