"""Compares what a service has stored with what its events say."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeAlias
from uuid import UUID

from sqlmodel import Session, select

from commonward.procedure import Facts
from commonward.procedure.rebuilding import Rebuilt, rebuild
from commonward.runtime.history import histories
from commonward.store import Subject, Tie
from commonward.store.ties import beside, ties
from commonward.web import Resources


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that a service holds otherwise than its events say."""

    service: str
    subject: UUID
    what: str
    stored: str
    rebuilt: str


@dataclass(slots=True)
class Verified:
    """What was compared, and where it differs."""

    subjects: int = 0
    events: int = 0
    obligations: int = 0
    differences: list[Difference] = field(default_factory=list)


Verify: TypeAlias = Callable[[Session, str, dict[UUID, Rebuilt]], Iterable[Difference]]
"""A service's own comparison of its tables with what was rebuilt of an authority's subjects."""


def verify(resources: Resources, authority: str, own: Verify | None) -> Verified:
    """Rebuild every subject of the authority from this service's log, and compare what it stores. Changes nothing."""
    found = Verified()
    with resources.database.session(authority) as session:
        rebuilt = {
            subject: rebuild(history, resources.procedures)
            for subject, history in histories(session, resources.settings.topic_prefix)
        }
        found.differences += _facts(session, resources.service, rebuilt)
        if own is not None:
            found.differences += own(session, authority, rebuilt)
    found.subjects = len(rebuilt)
    found.events = sum(one.events for one in rebuilt.values())
    found.obligations = sum(len(one.obligations) for one in rebuilt.values())
    return found


def _facts(session: Session, service: str, rebuilt: dict[UUID, Rebuilt]) -> Iterator[Difference]:
    """Subjects of which a service knows something else than its events say."""
    rows = {row.id: row for row in session.exec(select(Subject))}
    stored = {row.id: Facts.model_validate_json(row.facts) for row in rows.values()}
    tied = _stored_ties(session)
    for id, one in rebuilt.items():
        known = stored.get(id)
        if known is None:
            yield Difference(service, id, "subject", "missing", "there")
            continue
        for name in type(known).model_fields:
            mine, right = getattr(known, name), getattr(one.facts, name)
            if mine != right:
                yield Difference(service, id, name, str(mine), str(right))
        columns = beside(one.facts)
        checked = {f"column {name}": (getattr(rows[id], name), right) for name, right in columns.items()}
        checked["ties"] = tied.get(id, frozenset()), ties(one.facts)
        for name, (is_, should) in checked.items():
            if is_ != should:
                yield Difference(service, id, name, str(is_), str(should))


def _stored_ties(session: Session) -> dict[UUID, frozenset[tuple[object, ...]]]:
    found: dict[UUID, frozenset[tuple[object, ...]]] = {}
    for row in session.exec(select(Tie)):
        found[row.subject] = found.get(row.subject, frozenset()) | {(row.person, row.relation, row.since, row.until)}
    return found
