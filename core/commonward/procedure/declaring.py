"""What every declaration shares: conditions on an event, and going without what a general layer declares."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from commonward.contracts import Event
from commonward.procedure.facts import Facts

When = Callable[[Any, Facts], bool]
"""A condition on an event and the facts after it. Pure."""


def always(event: Event, facts: Facts) -> bool:
    """No condition."""
    return True


@dataclass(frozen=True, slots=True)
class Without:
    """Takes away what a more general layer declared; shown with its reason."""

    id: str
    because: str


def without(id: str, *, because: str) -> Without:
    """Remove a more general layer's declaration of this id."""
    return Without(id, because)


def as_tuple(types: type[Event] | tuple[type[Event], ...]) -> tuple[type[Event], ...]:
    """One event type, or several."""
    return types if isinstance(types, tuple) else (types,)
