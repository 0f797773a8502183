"""A whole region in this process, moved by hand: its APIs, relays, consumers and timers, at simulated times."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from commonward.cli.synthesise.partner import Partner
from commonward.cli.synthesise.people import Staff, Tokens
from commonward.cli.synthesise.sink import post_office
from commonward.clock import SimulatedTime, london, simulated_time, utcnow
from commonward.identity.development import ready_users
from commonward.messaging.consumer import BatchConsumer
from commonward.messaging.relay import Relay
from commonward.messaging.transport import Consumer
from commonward.procedure import Procedure
from commonward.runtime import Platform, Service, installed_services
from commonward.settings import LimitSettings, Settings
from commonward.web import Resources

ROUNDS = 200
"""More rounds than any step's consequences take; beyond that something goes round in a circle."""

SLOW = 60.0
"""Timers that wait so many seconds or longer between their rounds are stepped after each midnight only."""

UNLIMITED = 1_000_000_000
"""More requests than a synthetic year makes in a minute."""


class Restless(Exception):
    """Events call forth events without an end."""


@dataclass(frozen=True, slots=True)
class Part:
    """One service on the stage."""

    service: Service
    resources: Resources
    relay: Relay
    member: Consumer
    consumer: BatchConsumer

    def catches_up(self) -> int:
        """Take what has come, and what follows from that within this service; return how many batches it was."""
        for batches in range(ROUNDS):
            if not self.consumer.step(timeout=0.0):
                return batches
            self.relay.step()
        raise Restless(f"{self.service.name} calls itself forth without an end at {utcnow().isoformat()}")


class Region:
    """The services on one stage. Nothing in it runs by itself."""

    def __init__(self, platform: Platform, clock: SimulatedTime) -> None:
        self.platform, self.clock, self._begins = platform, clock, clock.at
        self.answers: Counter[int] = Counter()
        platform.moved_by_hand = True
        services = [service for service in installed_services() if service.app is None]
        for service in services:
            platform.migrate(service)
        platform.ensure_topics()
        self._clients = {service.name: platform.app(service).test_client() for service in services}
        self._parts = [_part(platform, service) for service in services]
        self._partners: dict[str, Partner] = {}

    def procedure(self, authority: str) -> Procedure:
        """The procedure that the board's new cases follow at first."""
        return self.platform.procedures.current(authority, london(self._begins).date())

    def partner(self, authority: str) -> Partner:
        """A partner's system that reports to the board."""
        if authority not in self._partners:
            self._partners[authority] = Partner(self.platform, authority)
        return self._partners[authority]

    def staff(self, authority: str) -> Staff:
        """The people of a board."""
        users = ready_users(self.platform.settings)[authority]
        return Staff(self.procedure(authority), users, self._clients, self.answers)

    def settle(self) -> None:
        """Relay, consume and step the quick timers until nothing moves. Raises Restless."""
        for part in self._parts:
            part.relay.step()
        self._until_still()

    def wake(self, *, slow: bool = False) -> None:
        """Time has passed and nobody did anything: step the timers, `slow` ones as well, and settle what they do."""
        if self._tick(slow=slow):
            self._until_still()

    def _until_still(self) -> None:
        for _ in range(ROUNDS):
            if not sum(part.catches_up() for part in self._parts) and not self._tick():
                return
        raise Restless(f"still moving after {ROUNDS} rounds at {utcnow().isoformat()}")

    def _tick(self, *, slow: bool = False) -> bool:
        """Step the timers, and relay what they publish. Says whether any did something."""
        stirred = [part for part in self._parts if self._timers(part, slow=slow)]
        for part in stirred:
            part.relay.step()
        return bool(stirred)

    def _timers(self, part: Part, *, slow: bool = False) -> int:
        wanted = [timer for timer in part.service.timers if slow or timer.every < SLOW]
        boards = self.platform.procedures.authorities
        return sum(timer.step(part.resources, authority) for timer in wanted for authority in boards)

    def close(self) -> None:
        """Give back what the region holds."""
        for partner in self._partners.values():
            partner.close()
        for part in self._parts:
            part.relay.close()
            part.member.close()
        self.platform.close()


def _part(platform: Platform, service: Service) -> Part:
    resources, prefix = platform.resources(service.name), platform.settings.topic_prefix
    relay = Relay(resources.database, platform.transport, platform.procedures.authorities, prefix)
    topics = [platform.topic(topic) for topic in service.topics]
    member = platform.transport.consumer(f"{prefix}commonward-{service.name}", topics)
    consumer = BatchConsumer(
        resources.database,
        member,
        reactions=service.reactions,
        procedures=resources.procedures,
        sealer=resources.sealer,
        actor=resources.worker,
        prefix=prefix,
    )
    return Part(service, resources, relay, member, consumer)


@contextmanager
def region(settings: Settings, begins: datetime) -> Iterator[Region]:
    """An empty region at its first moment, until the context ends."""
    with post_office() as port, simulated_time(begins) as clock:
        mail = settings.mail.model_copy(update={"host": "127.0.0.1", "port": port, "starttls": False, "username": None})
        telemetry = settings.telemetry.model_copy(update={"otlp_endpoint": None, "sample_ratio": 0.0})
        limits = LimitSettings(searches=UNLIMITED, refusals=UNLIMITED)
        changed = {"mail": mail, "telemetry": telemetry, "limits": limits, "patience": 0.0, "mode": "embedded"}
        platform = Platform(settings.model_copy(update=changed))
        platform.verifier = Tokens()  # type: ignore[assignment]  # it answers the one question that the web app asks
        made = Region(platform, clock)
        try:
            yield made
        finally:
            made.close()
