"""Messages for the tests of every transport: sent, taken and told apart by their numbers."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager

from commonward.messaging.transport import Consumer, Outgoing, Received, Transport

GROUP = "readers"


def send(transport: Transport, messages: Sequence[Outgoing]) -> list[bool]:
    with closing(transport.producer()) as producer:
        return producer.send(messages)


def numbered(topic: str, count: int, *, start: int = 0, keys: int = 5) -> list[Outgoing]:
    return [Outgoing(topic, b"k%d" % (i % keys), b"%d" % i) for i in range(start, start + count)]


def take(consumer: Consumer, count: int, *, within: float = 20.0) -> list[Received]:
    """Poll until `count` messages are there or the time is over."""
    until = time.monotonic() + within
    taken: list[Received] = []
    while len(taken) < count and time.monotonic() < until:
        taken += consumer.poll(count - len(taken), 0.2)
    return taken


def numbers(received: Sequence[Received]) -> list[int]:
    return sorted(int(message.value or b"-1") for message in received)


def partitions(received: Sequence[Received]) -> set[int]:
    return {message.position.partition for message in received}


def settle(*members: Consumer) -> None:
    """Poll an empty topic until the members have shared out its partitions."""
    until = time.monotonic() + 4
    while time.monotonic() < until:
        for consumer in members:
            assert consumer.poll(1, 0.1) == []


@contextmanager
def polled_aside(consumer: Consumer, into: list[Received]) -> Iterator[None]:
    """Keep polling in another thread."""
    over = threading.Event()

    def poll() -> None:
        while not over.is_set():
            into.extend(consumer.poll(100, 0.2))

    thread = threading.Thread(target=poll)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
