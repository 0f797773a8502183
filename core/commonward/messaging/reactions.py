"""How a service says what it does when something happens."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from commonward.contracts import Event, Happened
from commonward.procedure import Facts
from commonward.store import Work

React = Callable[[Work, Happened[Any], Facts], None]
"""Called once for each event, in order; the facts already hold it. Raise BadEvent to have the event parked."""

Prepare = Callable[[Work, Sequence[Happened[Any]]], None]
"""Called once for a batch's events, of a type or all of them, before any reaction: looks up for many in one query."""


@dataclass(frozen=True, slots=True)
class Reactions:
    """A service's routing table."""

    on: Mapping[type[Event], React] = field(default_factory=dict)
    every: React | None = None
    """Called for every event about a subject, before the one for its type."""
    prepare: Mapping[type[Event], Prepare] = field(default_factory=dict)
    prepare_every: Prepare | None = None
    """The same for `every`: called with all of a batch's events, first of all."""

    def react(self, work: Work, happened: Happened[Any], facts: Facts) -> None:
        """Do what the service does about an event. What is history asks for nothing anew."""
        if self.every is not None:
            self.every(work, happened, facts)
        if facts.is_history(happened):
            return
        reaction = self.on.get(type(happened.event))
        if reaction is not None:
            reaction(work, happened, facts)

    def prepare_for(self, work: Work, happenings: Sequence[Happened[Any]]) -> None:
        """Look up for a batch what its reactions will want."""
        if self.prepare_every is not None and happenings:
            self.prepare_every(work, happenings)
        by_type: dict[type[Event], list[Happened[Any]]] = defaultdict(list)
        for happened in happenings:
            by_type[type(happened.event)].append(happened)
        for cls, prepare in self.prepare.items():
            if cls in by_type:
                prepare(work, by_type[cls])
