"""`Service` ties a service's parts together; the runtime turns it into a web app and a worker."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib.metadata import entry_points
from pathlib import Path
from typing import Protocol

from flask import Blueprint, Flask
from sqlmodel import SQLModel

from commonward.contracts.topics import CASE_EVENTS
from commonward.identity import TokenVerifier
from commonward.messaging.reactions import Reactions
from commonward.procedure import Procedures
from commonward.runtime.past import LoadHistory
from commonward.runtime.verifying import Verify
from commonward.settings import Settings
from commonward.store.held import Held
from commonward.web import Resources

GROUP = "commonward.services"


@dataclass(frozen=True, slots=True)
class Timer:
    """Something a worker does again and again, authority by authority: it returns how much it did."""

    name: str
    every: float
    """Seconds to wait after a round that found nothing to do."""
    step: Callable[[Resources, str], int]


class RegionParts(Protocol):
    """What of a region a web app without tables is made from."""

    @property
    def settings(self) -> Settings: ...

    @property
    def procedures(self) -> Procedures: ...

    @property
    def verifier(self) -> TokenVerifier: ...


@dataclass(frozen=True, slots=True)
class Service:
    """A small service: its API, its tables, what it reacts to, what it does by itself."""

    name: str
    blueprints: Sequence[Blueprint] = ()
    models: Sequence[type[SQLModel]] = ()
    migrations: Path | None = None
    reactions: Reactions = field(default_factory=Reactions)
    topics: Sequence[str] = (CASE_EVENTS,)
    decides_access: bool = False
    """Who may see a case is decided by its commands. The others follow it, and show less when they can't."""
    timers: Sequence[Timer] = ()
    holds: Sequence[Held] = ()
    """What of its tables is about a case, and what of that is others'."""
    verify: Verify | None = None
    """Holds its own tables against what was rebuilt from the events (`commonward replay`)."""
    load_history: LoadHistory | None = None
    """Takes a board's past cases (`commonward history load`)."""
    reindex: Callable[[Resources, str], int] | None = None
    """Writes an authority's blind indexes anew with the newest key (`commonward keys reindex`); returns how many."""
    app: Callable[[RegionParts], Flask] | None = None
    """A web app of another kind (the portal); such a service has no tables and no worker."""


class UnknownService(LookupError):
    """No service of this name is installed."""


def service_names() -> tuple[str, ...]:
    """The names of the services that are installed here."""
    return tuple(sorted(point.name for point in entry_points(group=GROUP)))


def find_service(name: str) -> Service:
    """The installed service of that name. Raises UnknownService."""
    for point in entry_points(group=GROUP, name=name):
        service: Service = point.load()
        return service
    raise UnknownService(f"no service {name!r} is installed; installed: {', '.join(service_names()) or 'none'}")


def installed_services() -> tuple[Service, ...]:
    """Every service that is installed, by name."""
    return tuple(find_service(name) for name in service_names())
