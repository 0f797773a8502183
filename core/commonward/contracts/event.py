"""What an event is: a frozen fact in the past tense, with a type, a version and an example."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, TypeVar

from pydantic import BaseModel, ConfigDict

TYPE_PREFIX = "uk.commonward."


class Event(BaseModel):
    """Base of every event type. `@event(...)` gives it its name on the wire."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, use_attribute_docstrings=True)

    type: ClassVar[str]
    """The CloudEvents type, such as `uk.commonward.referral.concern-raised.v1`."""
    publisher: ClassVar[str]
    """The service that may publish it, or `partner`."""
    version: ClassVar[int]
    example: ClassVar[Mapping[str, Any]]


E = TypeVar("E", bound=type[Event])

_REGISTRY: dict[str, type[Event]] = {}


def event(name: str, *, version: int = 1, example: Mapping[str, Any]) -> Callable[[E], E]:
    """Register an event class as `publisher.fact`, at a version, with a synthetic example."""

    def register(cls: E) -> E:
        cls.type = f"{TYPE_PREFIX}{name}.v{version}"
        cls.publisher = name.partition(".")[0]
        cls.version = version
        cls.example = example
        if cls.type in _REGISTRY:
            raise ValueError(f"two event classes are called {cls.type}")
        _REGISTRY[cls.type] = cls
        return cls

    return register


def event_types() -> Mapping[str, type[Event]]:
    """Every event type by its name on the wire."""
    return _REGISTRY
