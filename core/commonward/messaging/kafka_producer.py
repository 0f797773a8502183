"""Sending to Apache Kafka, and waiting until it is there."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from kafka import KafkaProducer
from kafka.errors import KafkaError, KafkaTimeoutError, RetriableError

from commonward.messaging.kafka_connection import REQUEST_SECONDS, KafkaConnection
from commonward.messaging.transport import Outgoing, TransportAway

DELIVERY_SECONDS = 25
"""When a batch that the broker did not take is given up. Shorter than WAIT_SECONDS, so that no message
that was reported as failed is still on its way."""

WAIT_SECONDS = 30


class KafkaSender:
    """An idempotent producer, made at the first send: one made before a fork is dead in the child.

    Each message is stored once, by all in-sync replicas, in the order sent. The one gap: when a batch is given
    up after DELIVERY_SECONDS while a later one of the same partition gets through, a later message of a key may
    be stored before the earlier one. Both are reported as failed; events carry a sequence that shows it.
    """

    def __init__(self, connection: KafkaConnection) -> None:
        self._connection = connection
        self._lock = threading.Lock()
        self._client: KafkaProducer | None = None

    def send(self, messages: Sequence[Outgoing]) -> list[bool]:
        if not messages:
            return []
        batch = _Batch(self._connected())
        for message in messages:
            batch.hand_over(message)
        flags = batch.wait()
        if not any(flags) and batch.broker_silent:
            self._drop()
            raise TransportAway(str(batch.last_error))
        return flags

    def close(self) -> None:
        with self._lock:
            client, self._client = self._client, None
        if client is not None:
            client.close(timeout=WAIT_SECONDS)

    def _connected(self) -> KafkaProducer:
        with self._lock:
            if self._client is None:
                self._client = self._connection.open(
                    KafkaProducer,
                    acks="all",
                    enable_idempotence=True,
                    linger_ms=5,
                    batch_size=128 * 1024,
                    delivery_timeout_ms=DELIVERY_SECONDS * 1000,
                    max_block_ms=REQUEST_SECONDS * 1000,
                    allow_auto_create_topics=False,
                )
            return self._client

    def _drop(self) -> None:
        """Begin afresh at the next send: a producer whose batches ran out of time may hold a stale sequence."""
        with self._lock:
            client, self._client = self._client, None
        if client is not None:
            client.close(timeout=0)


class _Batch:
    """One call's messages: handed over together, then awaited together."""

    def __init__(self, client: KafkaProducer) -> None:
        self._client = client
        self._deadline = time.monotonic() + WAIT_SECONDS
        self._handed: list[tuple[tuple[str, bytes], Any]] = []
        self._failed_keys: set[tuple[str, bytes]] = set()
        self._unreachable_topics: set[str] = set()
        self._errors: list[Exception] = []

    def hand_over(self, message: Outgoing) -> None:
        key = (message.topic, message.key)
        self._handed.append((key, self._future(message, key)))

    def wait(self) -> list[bool]:
        """One flag each. A key that failed once has failed for the rest of the batch."""
        with suppress(KafkaTimeoutError):  # each message says below what became of it
            self._client.flush(timeout=self._remaining())
        self._failed_keys.clear()  # what was handed over before its key failed may be stored all the same
        return [self._stored(key, future) for key, future in self._handed]

    @property
    def broker_silent(self) -> bool:
        """Whether all that went wrong may go right later (rather than a message that the broker refused)."""
        return bool(self._errors) and all(isinstance(error, RetriableError) for error in self._errors)

    @property
    def last_error(self) -> Exception:
        return self._errors[-1]

    def _future(self, message: Outgoing, key: tuple[str, bytes]) -> Any:
        if key in self._failed_keys or message.topic in self._unreachable_topics:
            return None
        try:
            return self._client.send(message.topic, value=message.value, key=message.key, headers=list(message.headers))
        except KafkaTimeoutError as error:
            # Nothing is known of the topic. Each further try would block as long again.
            self._unreachable_topics.add(message.topic)
            self._fail(key, error)
        except KafkaError as error:
            self._fail(key, error)
        return None

    def _stored(self, key: tuple[str, bytes], future: Any) -> bool:
        if future is None:
            self._failed_keys.add(key)
            return False
        try:
            future.get(timeout=self._remaining())
        except KafkaError as error:
            self._fail(key, error)
        return key not in self._failed_keys

    def _fail(self, key: tuple[str, bytes], error: Exception) -> None:
        self._failed_keys.add(key)
        self._errors.append(error)

    def _remaining(self) -> float:
        return max(0.0, self._deadline - time.monotonic())
