"""What a service's web app and worker are given: made once by the runtime, never at import."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from uuid import UUID

from sqlmodel import Session

from commonward.clock import london, utcnow
from commonward.identity import Actor, Capability, Directory, TokenVerifier, viewer
from commonward.messaging.reactions import Reactions
from commonward.messaging.transport import Feed, Transport
from commonward.procedure import Procedures
from commonward.settings import Settings
from commonward.store import Database, Sealer, Viewer, Work, work
from commonward.store.held import Held
from commonward.web.ended import EndedSessions
from commonward.web.limits import Limits
from commonward.web.staleness import Copy, Origin


@dataclass(frozen=True)
class Resources:
    """The parts that one service works with."""

    service: str
    settings: Settings
    procedures: Procedures
    database: Database
    transport: Transport
    verifier: TokenVerifier
    directory: Directory
    sealer: Sealer
    holds: Sequence[Held] = ()
    """What the service holds about a case."""
    copy: Copy = field(default_factory=Origin)
    """How old what it knows of access is."""
    migrations: Path | None = None
    """What its tables must be of."""
    feed: Feed | None = None
    """What its workers read."""
    reactions: Reactions = field(default_factory=Reactions)
    """What it does about an event, also about one that an operator releases."""

    @cached_property
    def ended(self) -> EndedSessions:
        """The sessions that providers have ended."""
        return EndedSessions(self.database)

    @cached_property
    def limits(self) -> Limits:
        """How often somebody may ask, as this process counts."""
        return Limits(self.settings.limits)

    @contextmanager
    def work(self, actor: Actor, viewer: Viewer | None = None) -> Iterator[Work]:
        """One transaction of the actor's authority, committed at the end; a viewer sees only what is theirs to see."""
        about = self.database, actor.authority
        with work(*about, actor=actor.person, procedures=self.procedures, viewer=viewer) as unit:
            yield unit

    def viewer(self, actor: Actor, core_roles: frozenset[str], capability: Capability) -> Viewer:
        """Somebody who asks over the web, with their teams of today."""
        today = london(utcnow()).date()
        teams = self.directory.teams(actor.authority, actor.person, today) | actor.roles
        return viewer(actor.person, core_roles, teams, capability)

    @contextmanager
    def reading(self, actor: Actor) -> Iterator[Session]:
        """A session that only reads, in the actor's authority."""
        with self.database.session(actor.authority) as session:
            yield session

    def worker(self, authority: str) -> UUID:
        """The id under which this service's worker acts for an authority."""
        return Actor.system(authority, self.service).person
