"""What every declaration shares: which events it waits for, and going without what a general layer declares."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias, TypeVar

from commonward.contracts import Event
from commonward.procedure.facts import Facts

When = Callable[[Any, Facts], bool]
"""A condition on an event and the facts after it. Pure."""


def always(event: Event, facts: Facts) -> bool:
    """No condition."""
    return True


@dataclass(frozen=True, slots=True)
class Only:
    """Events of one type, as far as a condition holds."""

    event: type[Event]
    when: When = always

    def has(self, event: Event, facts: Facts) -> bool:
        """Whether an event is one of them."""
        return isinstance(event, self.event) and self.when(event, facts)


Events: TypeAlias = type[Event] | Only | tuple[type[Event] | Only, ...]
"""A type of event, some of them, or any of several."""
AnEvent = TypeVar("AnEvent", bound=Event)


def only(event: type[AnEvent], when: Callable[[AnEvent, Facts], bool]) -> Only:
    """Those events of a type of which a condition holds; it is asked with (event, facts)."""
    return Only(event, when)


def each_of(events: Events) -> tuple[Only, ...]:
    """What a declaration waits for, one type each."""
    several = events if isinstance(events, tuple) else (events,)
    return tuple(each if isinstance(each, Only) else Only(each) for each in several)


@dataclass(frozen=True, slots=True)
class Without:
    """Takes away what a more general layer declared; shown with its reason."""

    id: str
    because: str


def without(id: str, *, because: str) -> Without:
    """Remove a more general layer's declaration of this id."""
    return Without(id, because)
