"""A case again from its events alone: what is known of it, and what is owed. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from commonward.clock import london
from commonward.contracts import Event, Happened
from commonward.contracts.events import (
    ConcernRaised,
    ConcernRouted,
    LevelDecided,
    ResponseCalledFor,
)
from commonward.procedure.engine import advance
from commonward.procedure.facts import Facts
from commonward.procedure.folding import fold
from commonward.procedure.layers import Procedures
from commonward.procedure.obligation import Obligation
from commonward.procedure.procedure import NoRoute, Procedure
from commonward.procedure.telling import every


@dataclass(slots=True)
class Rebuilt:
    """A subject as its events leave it."""

    facts: Facts = field(default_factory=Facts)
    obligations: dict[UUID, Obligation] = field(default_factory=dict)
    events: int = 0


def rebuild(history: Iterable[Happened[Event]], procedures: Procedures) -> Rebuilt:
    """Fold and count a subject's events, in their order; one that comes twice counts once."""
    rebuilt, taken = Rebuilt(), dict[UUID, Happened[Event]]()
    for happened in history:
        if happened.id in taken:
            continue
        taken[happened.id] = happened
        rebuilt.events += 1
        rebuilt.facts = fold(rebuilt.facts, happened)
        procedure = procedure_of(procedures, happened, rebuilt.facts)
        owed, told = tuple(rebuilt.obligations.values()), lambda: tuple(taken.values())
        for change in advance(owed, happened, rebuilt.facts, procedure, told):
            rebuilt.obligations[change.obligation.id] = change.obligation
    return rebuilt


def procedure_of(procedures: Procedures, happened: Happened[Any], facts: Facts) -> Procedure:
    """The procedure that a subject follows: at its own edition, or that of the day for a new one."""
    if facts.edition is None:
        return procedures.current(happened.authority, london(happened.at).date())
    return procedures.of(happened.authority, facts.edition)


@dataclass(frozen=True, slots=True)
class Otherwise:
    """A decision of the procedure that today's rules would make otherwise."""

    subject: UUID
    event: UUID
    decided: str
    today: str


def redecide(history: Iterable[Happened[Event]], procedures: Procedures) -> Iterator[Otherwise]:
    """Where the newest edition would route a concern or answer a level otherwise. Changes nothing."""
    facts, seen = Facts(), set[UUID]()
    concern: ConcernRaised | None = None
    level: LevelDecided | None = None
    for happened in history:
        if happened.id in seen:
            continue
        seen.add(happened.id)
        newest, before, event = procedures.of(happened.authority), facts, happened.event
        facts = fold(facts, happened)
        if isinstance(event, ConcernRaised):
            concern = event
        elif isinstance(event, LevelDecided):
            level = event
        elif isinstance(event, ConcernRouted) and concern is not None:
            yield from _differs(happened, _route(event), _routed(newest, concern, before))
        elif isinstance(event, ResponseCalledFor) and level is not None:
            response = newest.answer_level(event.level, before)
            yield from _differs(happened, _response(event), _response(response))


def _differs(happened: Happened[Event], decided: str, today: str) -> Iterator[Otherwise]:
    if decided != today:
        yield Otherwise(happened.subject, happened.id, decided, today)


def _routed(procedure: Procedure, concern: ConcernRaised, facts: Facts) -> str:
    try:
        return _route(procedure.route(concern, facts))
    except NoRoute:
        return "no route"


def _route(answer: Any) -> str:
    return f"{answer.team}: {answer.response}, {answer.outcome} ({', '.join(answer.tasks) or 'no task'})"


def _response(answer: Any) -> str:
    wanted = [*([answer.plan] if answer.plan else []), *answer.meetings, *answer.consultations, *answer.tasks]
    review = f", review {every(answer.review_months)}" if answer.review_months else ""
    return f"{', '.join(wanted) or 'nothing'}{review}"
