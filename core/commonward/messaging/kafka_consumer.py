"""Reading from Apache Kafka as a member of a consumer group."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Any

from kafka import KafkaConsumer, OffsetAndMetadata, TopicPartition
from kafka.coordinator.assignors.cooperative_sticky import CooperativeStickyAssignor
from kafka.errors import (
    CommitFailedError,
    IllegalGenerationError,
    KafkaError,
    RebalanceInProgressError,
    UnknownMemberIdError,
)
from kafka.structs import MemberState

from commonward.messaging.kafka_connection import REQUEST_SECONDS, KafkaConnection, broker_needed
from commonward.messaging.transport import Position, Received

REBALANCING = (CommitFailedError, IllegalGenerationError, RebalanceInProgressError, UnknownMemberIdError)
"""A commit that comes while the group shares out its partitions anew. It holds again after the next poll."""

KNOCK_SECONDS = 2

SETTINGS: dict[str, Any] = {
    "enable_auto_commit": False,
    "auto_offset_reset": "earliest",
    "partition_assignment_strategy": (CooperativeStickyAssignor,),
    "session_timeout_ms": 10_000,
    "heartbeat_interval_ms": 3_000,
    "metadata_max_age_ms": 3_000,  # so soon a new partner's topic is seen
    "allow_auto_create_topics": False,
}


class KafkaGroupMember:
    """Connects at the first call that needs the broker.

    A commit that could not be made, because the broker was away or the group shared out its partitions anew,
    is made before the next poll, as far as its partitions are still ours.
    Poll with half a second or more: with a pattern, joining the group needs the names of all the broker's topics
    within one poll, which takes kafka-python some 0.3 ms a topic.
    """

    def __init__(self, connection: KafkaConnection, group: str, topics: Sequence[str]) -> None:
        self._connection = connection
        self._group = group
        self._topics = tuple(topics)
        self._client: KafkaConsumer | None = None
        self._first_uncommitted: dict[TopicPartition, int] = {}
        self._owed: dict[TopicPartition, int] = {}
        self._next_knock = 0.0

    def poll(self, limit: int, timeout: float) -> list[Received]:
        client = self._connected()
        self._settle(client)  # before, not after: an error now loses nothing that was taken
        taken = _poll(client, limit, timeout)
        if not taken:
            self._check_silence()
        for partition, records in taken.items():
            self._first_uncommitted.setdefault(partition, records[0].offset)
        return [_received(record) for records in taken.values() for record in records]

    def commit(self, received: Iterable[Received]) -> None:
        done: dict[TopicPartition, int] = {}
        for message in received:
            at = message.position
            partition = TopicPartition(at.topic, at.partition)
            done[partition] = max(done.get(partition, 0), at.offset + 1)
        self._first_uncommitted.update(done)
        self._owed.update(done)
        self._settle(self._connected())

    def rewind(self) -> None:
        if self._client is None:
            return
        mine = self._client.assignment()
        for partition, offset in self._first_uncommitted.items():
            if partition in mine:
                self._client.seek(partition, offset)

    def idle(self, seconds: float) -> None:
        client = self._connected()
        until = time.monotonic() + seconds
        try:
            while (remaining := until - time.monotonic()) > 0:
                client.pause(*client.assignment())
                self._rest(client, min(remaining, 0.5))
        finally:
            client.resume(*client.assignment())

    def close(self) -> None:
        client, self._client = self._client, None
        if client is None:
            return
        with suppress(KafkaError):  # a broker that is away ends our membership itself, when the session is over
            client.close(autocommit=False, timeout_ms=REQUEST_SECONDS * 1000)

    def _connected(self) -> KafkaConsumer:
        if self._client is None:
            client = self._connection.open(KafkaConsumer, group_id=self._group, **SETTINGS)
            client.subscribe(**_subscription(self._topics))
            self._client = client
        return self._client

    def _settle(self, client: KafkaConsumer) -> None:
        """Commit what is owed, and forget the partitions that other members have by now."""
        mine = client.assignment()
        self._owed = {partition: offset for partition, offset in self._owed.items() if partition in mine}
        self._first_uncommitted = {at: offset for at, offset in self._first_uncommitted.items() if at in mine}
        if not self._owed:
            return
        offsets = {partition: OffsetAndMetadata(offset, "", -1) for partition, offset in self._owed.items()}
        with broker_needed():
            try:
                client.commit(offsets, timeout_ms=REQUEST_SECONDS * 1000)
            except REBALANCING:
                return
        self._owed.clear()

    def _check_silence(self) -> None:
        """kafka-python polls a dead broker without a word: now and then see whether it is there."""
        if time.monotonic() >= self._next_knock:
            self._connection.knock()
            self._next_knock = time.monotonic() + KNOCK_SECONDS

    def _rest(self, client: KafkaConsumer, seconds: float) -> None:
        """Poll for the membership's sake. A partition that comes to us meanwhile is not paused yet: put back."""
        for partition, records in _poll(client, 1, seconds).items():
            client.seek(partition, records[0].offset)


def _poll(client: KafkaConsumer, limit: int, timeout: float) -> dict[TopicPartition, list[Any]]:
    """Poll, and bring a rebalance that outlasts one poll to its end.

    When new metadata starts a rebalance and the poll's time runs out in it, kafka-python 3.0.12 forgets that it
    was joining: no poll would ever return a message again (the Java client had the same fault, KAFKA-9815).
    """
    with broker_needed():
        if client.group_metadata().state == MemberState.REBALANCING:
            client._coordinator.request_rejoin()
        batches: dict[TopicPartition, list[Any]] = client.poll(timeout_ms=int(timeout * 1000), max_records=limit)
    return batches


def _subscription(topics: Sequence[str]) -> dict[str, Any]:
    """kafka-python takes names or one pattern, not both: names become part of the pattern."""
    if not any(topic.endswith("*") for topic in topics):
        return {"topics": list(topics)}
    alternatives = [re.escape(topic[:-1]) + ".*" if topic.endswith("*") else re.escape(topic) for topic in topics]
    return {"pattern": rf"(?:{'|'.join(alternatives)})\Z"}


def _received(record: Any) -> Received:
    headers = tuple((name, value or b"") for name, value in record.headers)
    return Received(Position(record.topic, record.partition, record.offset), record.key, record.value, headers)
