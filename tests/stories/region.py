"""All services of a region in this process, on SQLite or on the real servers, moved by hand through a story's time."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask.testing import FlaskClient

from commonward.cli.synthesise.sink import post_office
from commonward.clock import SimulatedTime, end_of_day, london, simulated_time
from commonward.messaging.consumer import BatchConsumer
from commonward.messaging.relay import Relay
from commonward.messaging.transport import Consumer
from commonward.procedure import Layer, Procedures
from commonward.procedure.layers import InstalledLayers
from commonward.runtime import Platform, Service, installed_services
from commonward.settings import Settings
from commonward.web import Resources
from tests.services.stage import Tokens, migrated

PATIENCE = 60.0
"""Seconds of the wall's clock in which what was sent has come to every service."""
AFTER_MIDNIGHT = timedelta(minutes=5)
SLOW = 60.0
"""Timers that rest so many seconds or longer are stepped after each midnight only."""


@dataclass(slots=True)
class Part:
    """One service, its relay and its consumer."""

    service: Service
    resources: Resources
    http: FlaskClient
    relay: Relay
    member: Consumer
    consumer: BatchConsumer
    taken: int = 0
    """How many messages it has taken."""


class Region:
    """The services together. Nothing in it runs by itself."""

    def __init__(self, platform: Platform, clock: SimulatedTime) -> None:
        self.platform, self._clock, self._sent = platform, clock, 0
        platform.moved_by_hand = True
        platform.ensure_topics()
        self._parts = [_part(platform, service) for service in installed_services() if service.app is None]

    @property
    def http(self) -> Mapping[str, FlaskClient]:
        """A client for each service's API."""
        return {part.service.name: part.http for part in self._parts}

    @property
    def now(self) -> datetime:
        """The time of the story, as a clock on the wall in London shows it."""
        return london(self._clock.at)

    def settle(self) -> None:
        """Relay, consume and step the quick timers until nothing moves."""
        while self._relayed() or self._timers(lambda every: every < SLOW):
            for part in self._parts:
                self._take(part)

    def come_to(self, moment: datetime) -> None:
        """Let time pass up to the moment; each midnight on the way, what is over by then is seen."""
        while (midnight := end_of_day(self.now.date()) + AFTER_MIDNIGHT) < moment:
            self._clock.set(midnight)
            if self._timers(lambda every: True):
                self.settle()
        self._clock.set(moment)
        self.settle()

    def _relayed(self) -> int:
        sent = sum(part.relay.step() for part in self._parts)
        self._sent += sent
        return sent

    def _take(self, part: Part) -> None:
        """Whatever was sent comes to every service."""
        until = time.monotonic() + PATIENCE
        while part.taken < self._sent:
            part.taken += part.consumer.step(timeout=0.5)
            assert time.monotonic() < until, f"{part.service.name} has {part.taken} of {self._sent} messages"

    def _timers(self, wanted: Callable[[float], bool]) -> int:
        boards = self.platform.procedures.authorities
        due = [(part, timer) for part in self._parts for timer in part.service.timers if wanted(timer.every)]
        return sum(timer.step(part.resources, board) for part, timer in due for board in boards)

    def close(self) -> None:
        """Give back what the region holds."""
        for part in self._parts:
            part.relay.close()
            part.member.close()
        self.platform.close()


def _part(platform: Platform, service: Service) -> Part:
    migrated(platform, service)
    resources, prefix = platform.resources(service.name), platform.settings.topic_prefix
    topics = [platform.topic(topic) for topic in service.topics]
    member = platform.transport.consumer(f"{prefix}commonward-{service.name}", topics)
    relay = Relay(resources.database, platform.transport, platform.procedures.authorities, prefix)
    consumer = BatchConsumer(
        resources.database,
        member,
        reactions=service.reactions,
        procedures=resources.procedures,
        sealer=resources.sealer,
        actor=resources.worker,
        prefix=prefix,
    )
    return Part(service, resources, platform.app(service).test_client(), relay, member, consumer)


@contextmanager
def region(settings: Settings, begins: datetime, newer: Layer) -> Iterator[Region]:
    """An empty region at the story's first moment. It serves one board: `newer` is its layer, with its next edition."""
    with post_office() as port, simulated_time(begins) as clock:
        mail = settings.mail.model_copy(update={"host": "127.0.0.1", "port": port})
        served = {newer.code: settings.authorities[newer.code]}
        platform = Platform(settings.model_copy(update={"authorities": served, "mail": mail, "patience": 0.0}))
        layers = {**InstalledLayers(), newer.code: newer}
        platform.procedures = Procedures({newer.code: settings.layers_of(newer.code)}, layers)
        platform.verifier = Tokens()  # type: ignore[assignment]  # it answers the one question that the web app asks
        made = Region(platform, clock)
        try:
            yield made
        finally:
            made.close()
