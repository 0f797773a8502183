"""A request of a board's people, and the shapes that most requests have."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.architecture.scene import Scene

WHY = "A synthetic reason."
AGREE = {"agree": True}
WORKER, MANAGER, HEAD = "social-worker", "team-manager", "head-of-service"


@dataclass(frozen=True, slots=True)
class Asked:
    """A request of somebody of Bolton, ready to be sent."""

    role: str
    id: str = ""
    """What stands in the path."""
    body: dict[str, Any] | None = None
    query: dict[str, Any] = field(default_factory=dict)


Ask = Callable[[Scene], Asked]


def of_case(role: str, body: dict[str, Any]) -> Ask:
    """A request about a new case."""
    return lambda scene: Asked(role, scene.case(), body)


def reading(role: str, **query: str) -> Ask:
    """A request that changes nothing about the case."""
    return lambda scene: Asked(role, scene.known, query=query)


def on(role: str, made: Callable[[Scene], str], body: dict[str, Any] | None = None) -> Ask:
    """A request about what was just made."""
    return lambda scene: Asked(role, made(scene), body)


def by_case(role: str) -> Ask:
    """A list that is narrowed to one case."""
    return lambda scene: Asked(role, query={"case": scene.known})


def plain(role: str, body: dict[str, Any] | None = None, **query: str) -> Ask:
    """A request that names nothing of anybody."""
    return lambda scene: Asked(role, body=body, query=query)


def conducted(role: str, made: Callable[[Scene], str], body: Callable[[], dict[str, Any]]) -> Ask:
    """A request whose body says when: it is made once the rest has happened."""
    return lambda scene: Asked(role, made(scene), body())
