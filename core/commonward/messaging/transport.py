"""The seam between the platform and what carries its messages.

Two transports keep this contract and pass the same tests (`tests/contract/test_transport*.py`):
`kafka` (Apache Kafka) and `embedded` (a durable log in one SQLite file, for development).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from commonward.clock import utcnow


class TransportAway(Exception):
    """The broker can't be reached just now. Nothing was lost; try again after a pause."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message to send. Messages with one key keep their order."""

    topic: str
    key: bytes
    value: bytes
    headers: tuple[tuple[str, bytes], ...] = ()


@dataclass(frozen=True, slots=True)
class Position:
    """Where a message stands: `offset` grows by one in each partition of a topic."""

    topic: str
    partition: int
    offset: int


@dataclass(frozen=True, slots=True)
class Received:
    """A message as it arrived."""

    position: Position
    key: bytes | None
    value: bytes | None
    headers: tuple[tuple[str, bytes], ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Feed:
    """What a consumer group reads. A topic that ends in `*` stands for every topic that begins so, also later ones."""

    group: str
    topics: tuple[str, ...]

    def has(self, topic: str) -> bool:
        """Whether the group reads this topic."""
        return any(
            topic.startswith(name.removesuffix("*")) if name.endswith("*") else topic == name for name in self.topics
        )


@dataclass(frozen=True, slots=True)
class Behind:
    """What a consumer group has not taken yet of one topic."""

    topic: str
    events: int
    since: datetime | None = None
    """When the oldest of them was sent; None where nothing waits, or it could not be seen."""

    @property
    def seconds(self) -> int:
        """For about how long the oldest of them has waited."""
        return 0 if self.since is None else max(0, round((utcnow() - self.since).total_seconds()))


class Producer(Protocol):
    """Sends messages. Safe to share between threads; made lazily, after any fork."""

    def send(self, messages: Sequence[Outgoing]) -> list[bool]:
        """Send all and wait until the broker has them. One flag each: True when it is stored for good.

        After a failure of one key's message, later messages of that key in the same call are False too.
        Raises TransportAway when the broker can't be reached at all.
        """
        ...

    def close(self) -> None: ...


class Consumer(Protocol):
    """One member of a consumer group. Not shared between threads."""

    def poll(self, limit: int, timeout: float) -> list[Received]:
        """Return up to `limit` messages, in order within each partition; wait at most `timeout` seconds.

        Raises TransportAway.
        """
        ...

    def commit(self, received: Iterable[Received]) -> None:
        """Mark these messages as done for the group: after a restart, delivery goes on behind them."""
        ...

    def rewind(self) -> None:
        """Forget what was polled and not committed: the next poll delivers it again."""
        ...

    def idle(self, seconds: float) -> None:
        """Stay a member of the group for so long without taking messages (the database is away)."""
        ...

    def close(self) -> None: ...


class Transport(Protocol):
    """Makes producers and consumers, and the topics they use."""

    def ensure_topics(self, topics: Iterable[str], *, partitions: int = 6, retention_hours: int | None = None) -> None:
        """Create what does not exist yet; leave the rest as it is."""
        ...

    def producer(self) -> Producer: ...

    def consumer(self, group: str, topics: Sequence[str]) -> Consumer:
        """A member of `group`. A topic that ends in `*` stands for every topic that begins so, also later ones."""
        ...

    def ends(self, topic: str) -> dict[int, int]:
        """For each partition of a topic, the offset that the next message gets. Raises TransportAway."""
        ...

    def reached(self, group: str, topic: str, ends: Mapping[int, int]) -> bool:
        """Whether the group has committed all that stood before these ends, or it is kept no longer.

        Raises TransportAway.
        """
        ...

    def behind(self, feed: Feed) -> tuple[Behind, ...]:
        """How far the group is behind each topic that it reads, by what it has committed; it need not run.

        Raises TransportAway.
        """
        ...

    def ready(self) -> bool:
        """Whether the transport answers now (for readiness)."""
        ...

    def close(self) -> None: ...
