"""The composition root: from settings to the parts that services work with."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import cached_property

import requests
from flask import Flask

from commonward.contracts.topics import (
    ANSWERS,
    CASE,
    CASE_EVENTS,
    CASE_MARKS,
    INBOUND,
    MARKS,
    Topic,
    partner_answers,
    partner_inbound,
)
from commonward.identity import Directory, TokenVerifier
from commonward.identity.keys import Fetch
from commonward.messaging.embedded import EmbeddedTransport
from commonward.messaging.kafka import KafkaTransport
from commonward.messaging.transport import Feed, Transport
from commonward.procedure import Procedures
from commonward.runtime.region import refuse_unknown_roles
from commonward.runtime.service import Service
from commonward.settings import Settings
from commonward.store import Database, Sealer, require_fit
from commonward.store.migrate import migrate
from commonward.web import Resources, create_api
from commonward.web.staleness import Copy, Follower, Origin


class Platform:
    """Everything of a region in this process, each part made when it is first wanted."""

    def __init__(self, settings: Settings, fetch: Fetch = requests.get) -> None:
        self.settings = settings
        self._fetch = fetch
        self.failures: list[Exception] = []
        """Why workers of this process stopped by themselves."""
        self.moved_by_hand = False
        """Nothing in it runs by itself, as where data are synthesised: then no copy falls behind."""
        self._databases: dict[str, Database] = {}

    @cached_property
    def procedures(self) -> Procedures:
        """The procedure of each authority that this region serves."""
        boards = self.settings.authorities
        return Procedures(
            {code: self.settings.layers_of(code) for code in boards},
            readings={code: board.readings for code, board in boards.items()},
            region=self.settings.file,
        )

    def load(self) -> None:
        """Load every board's procedure, and hold the region's file against them, as a process does at its start.

        Raises UnusableProcedure, or SettingsError.
        """
        self.procedures.load_all()
        refuse_unknown_roles(self.settings, self.procedures)

    @cached_property
    def transport(self) -> Transport:
        """Kafka, or the durable log of embedded mode."""
        if self.settings.mode == "embedded":
            self.settings.data_dir.mkdir(parents=True, exist_ok=True)
            return EmbeddedTransport(self.settings.data_dir / "transport.sqlite")
        assert self.settings.kafka_servers is not None  # Settings has checked it
        return KafkaTransport(self.settings.kafka_servers, client_id=f"commonward-{self.settings.region}")

    @cached_property
    def verifier(self) -> TokenVerifier:
        """Checks bearer tokens."""
        return TokenVerifier(self.settings, self._fetch)

    @cached_property
    def directory(self) -> Directory:
        """Who holds which role."""
        return Directory(self.settings)

    @cached_property
    def sealer(self) -> Sealer:
        """Seals what must not be read in passing."""
        return Sealer.of(self.settings)

    def resources(self, service: str) -> Resources:
        """What one service works with."""
        if service not in self._databases:
            self._databases[service] = Database.of(self.settings, service)
        return Resources(
            service=service,
            settings=self.settings,
            procedures=self.procedures,
            database=self._databases[service],
            transport=self.transport,
            verifier=self.verifier,
            directory=self.directory,
            sealer=self.sealer,
        )

    def app(self, service: Service) -> Flask:
        """The web app of a service."""
        if service.app is not None:
            return service.app(self)
        resources = self.resources(service.name)
        copy = self._copy(service, resources.database)
        made = replace(
            resources,
            holds=service.holds,
            copy=copy,
            migrations=service.migrations,
            feed=self.feed(service),
            reactions=service.reactions,
        )
        return create_api(made, service.blueprints)

    def _copy(self, service: Service, database: Database) -> Copy:
        if service.decides_access or self.moved_by_hand:
            return Origin()
        return Follower(database, timedelta(seconds=self.settings.stale_seconds))

    def migrate(self, service: Service) -> None:
        """Bring the service's tables to the newest revision."""
        if service.migrations is not None:
            migrate(self.settings, service.name, service.migrations)

    def require_fit(self, service: Service) -> None:
        """Raise Unfit where the service can't use its database as it is, or DatabaseAway."""
        if service.app is None:
            require_fit(self.resources(service.name).database, service.migrations)

    def topic(self, name: str) -> str:
        """A topic's name in this region."""
        return self.settings.topic_prefix + name

    def feed(self, service: Service) -> Feed:
        """The group in which a service's workers share its topics."""
        return Feed(self.topic(f"commonward-{service.name}"), tuple(self.topic(name) for name in service.topics))

    def ensure_topics(self) -> None:
        """Create the topics that every region has."""
        self._ensure(CASE_EVENTS, CASE)
        self._ensure(CASE_MARKS, MARKS)

    def ensure_partner_topics(self, authority: str, partner: str) -> tuple[str, str]:
        """Create a partner's two topics, and return their names: inbound and answers."""
        names = partner_inbound(authority, partner), partner_answers(authority, partner)
        for name, described in zip(names, (INBOUND, ANSWERS), strict=True):
            self._ensure(name, described)
        return self.topic(names[0]), self.topic(names[1])

    def _ensure(self, name: str, described: Topic) -> None:
        self.transport.ensure_topics(
            [self.topic(name)], partitions=described.partitions, retention_hours=described.retention_hours
        )

    def close(self) -> None:
        """Give back every connection."""
        for database in self._databases.values():
            database.close()
        if "transport" in self.__dict__:
            self.transport.close()
