"""Deadlines as a text states them: so long after a fact, so long before a planned date, the earliest of several."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import partial
from typing import Any

from commonward.clock import LONDON, Calendar, Limit, Unit, due, end_of_day, london, postponed
from commonward.clock import before as ahead_of
from commonward.contracts import Code, Happened
from commonward.procedure.facts import Facts

Start = Callable[[Happened[Any], Facts], datetime | None]
"""The time that something counts from, after an event. None: the event and the facts don't say. Pure."""
Named = Callable[[Happened[Any], Facts], date | None]
"""A day that an event or the facts name, if they do. Pure."""


@dataclass(frozen=True, slots=True)
class Term:
    """One limit, and what it counts from."""

    limit: Limit | None
    """None: over at the end of the very day that `start` names."""
    start: Start | None = None
    """None: from the clock's own start."""
    ahead: bool = False
    """True where it is over that long before a planned date."""


@dataclass(frozen=True, slots=True)
class Earliest:
    """Several terms, of which the one that is over first holds."""

    terms: tuple[Term, ...]


Within = Limit | Term | Earliest


@dataclass(frozen=True, slots=True)
class Pause:
    """Time that stands still for a clock; without an end, still."""

    since: datetime
    reason: Code
    asked: bool
    """True where a person paused it, so that no event ends the pause for them."""
    until: datetime | None = None


def after(fact: Start, limit: Limit) -> Term:
    """So long after a fact. While its time is not known, the term sets no deadline."""
    return Term(limit, fact)


def before(planned: Start, limit: Limit) -> Term:
    """So long before a planned date. While none is planned, the term sets no deadline."""
    return Term(limit, planned, ahead=True)


def by_day(named: Named) -> Term:
    """By the end of a day that the facts name. While none is named, the term sets no deadline."""
    return Term(None, partial(_noon, named), ahead=True)


def _noon(
    named: Callable[[Happened[Any], Facts], date | None], happened: Happened[Any], facts: Facts
) -> datetime | None:
    day = named(happened, facts)
    return datetime.combine(day, time(12), LONDON) if day else None


def earliest(*terms: Limit | Term) -> Earliest:
    """Whichever is over first, of those whose time is known."""
    return Earliest(tuple(term if isinstance(term, Term) else Term(term) for term in terms))


def terms_of(within: Within | None) -> tuple[Term, ...]:
    """The terms of a stated time, in the order in which they stand; none, where none is stated."""
    match within:
        case None:
            return ()
        case Earliest(terms=terms):
            return terms
        case Term():
            return (within,)
        case _:
            return (Term(within),)


def deadline(
    terms: Sequence[Term], starts: Sequence[datetime | None], pauses: Sequence[Pause], calendar: Calendar
) -> datetime | None:
    """The instant at which the first of the terms is over; None, while no term's start is known."""
    known = [(term, start) for term, start in zip(terms, starts, strict=True) if start is not None]
    return min((_end(term, start, pauses, calendar) for term, start in known), default=None)


def _end(term: Term, start: datetime, pauses: Sequence[Pause], calendar: Calendar) -> datetime:
    if term.limit is None:
        return end_of_day(london(start).date())
    if term.ahead:
        return ahead_of(start, term.limit, calendar)  # a pause moves no planned date
    end = due(start, term.limit, calendar)
    for pause in pauses:
        since = max(pause.since, start)
        if pause.until is not None and since < end:
            end = postponed(end, term.limit.unit, since, pause.until, calendar)
    return end


def ahead_of_deadline(ends: datetime, limit: Limit, calendar: Calendar) -> datetime:
    """So long before a deadline: hours count from it, days from its last day, since at midnight that has ended."""
    return ahead_of(_counted(ends, limit), limit, calendar)


def past_deadline(ends: datetime, limit: Limit, calendar: Calendar) -> datetime:
    """So long after a deadline, counted likewise."""
    return due(_counted(ends, limit), limit, calendar)


def _counted(ends: datetime, limit: Limit) -> datetime:
    return ends if limit.unit is Unit.HOURS else ends - datetime.resolution
