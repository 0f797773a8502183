"""The transport for production: Apache Kafka 4, through kafka-python."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import Any

from kafka import TopicPartition
from kafka.admin import KafkaAdminClient, OffsetSpec
from kafka.errors import KafkaError, NoError, TopicAlreadyExistsError, for_code

from commonward.messaging.kafka_behind import behind, left_to_take
from commonward.messaging.kafka_connection import KafkaConnection, broker_needed
from commonward.messaging.kafka_consumer import KafkaGroupMember
from commonward.messaging.kafka_producer import KafkaSender
from commonward.messaging.transport import Behind, Feed, TransportAway


class KafkaTransport:
    """Makes clients of the broker at `servers` (`host:port`, several with commas). Connects when first needed."""

    def __init__(self, servers: str, *, client_id: str) -> None:
        self._connection = KafkaConnection(servers, client_id)
        self._admin: KafkaAdminClient | None = None
        self._admin_lock = threading.Lock()

    def ensure_topics(self, topics: Iterable[str], *, partitions: int = 6, retention_hours: int | None = None) -> None:
        with self._asking() as admin:
            missing = set(topics) - set(admin.list_topics())
            if not missing:
                return
            settings = _topic_settings(partitions, retention_hours)
            answer = admin.create_topics(dict.fromkeys(missing, settings), raise_errors=False)
            _refuse_errors(answer["topics"])
            admin.wait_for_topics(list(missing))

    def producer(self) -> KafkaSender:
        return KafkaSender(self._connection)

    def consumer(self, group: str, topics: Sequence[str]) -> KafkaGroupMember:
        return KafkaGroupMember(self._connection, group, topics)

    def ends(self, topic: str) -> dict[int, int]:
        with self._asking() as admin:
            (described,) = admin.describe_topics([topic])
            partitions = [partition["partition_index"] for partition in described["partitions"]]
            return _offsets(admin, topic, partitions, OffsetSpec.LATEST)

    def reached(self, group: str, topic: str, ends: Mapping[int, int]) -> bool:
        with self._asking() as admin:
            committed = admin.list_group_offsets({group: [TopicPartition(topic, number) for number in ends]})[group]
            done = {at.partition: known.offset for at, known in committed.items()}
            behind = [number for number, end in ends.items() if done.get(number, 0) < end]
            if not behind:
                return True
            begins = _offsets(admin, topic, behind, OffsetSpec.EARLIEST)
            return all(begins[number] >= ends[number] for number in behind)

    def behind(self, feed: Feed) -> tuple[Behind, ...]:
        with self._asking() as admin:
            left = left_to_take(admin, feed)
        return behind(self._connection, left)

    def ready(self) -> bool:
        try:
            with self._asking() as admin:
                admin.describe_cluster()
        except TransportAway:
            return False
        return True

    def close(self) -> None:
        with self._admin_lock:
            self._forget_administrator()

    @contextmanager
    def _asking(self) -> Iterator[KafkaAdminClient]:
        """The one administrator, for one thread at a time. Raises TransportAway, and opens another the next time."""
        with self._admin_lock:
            try:
                with broker_needed():
                    if self._admin is None:
                        self._admin = self._connection.open(KafkaAdminClient)
                    yield self._admin
            except TransportAway:
                self._forget_administrator()
                raise

    def _forget_administrator(self) -> None:
        admin, self._admin = self._admin, None
        if admin is None:
            return
        with suppress(KafkaError):  # it is given up anyway
            admin.close()


def _offsets(admin: KafkaAdminClient, topic: str, partitions: Iterable[int], which: OffsetSpec) -> dict[int, int]:
    found = admin.list_partition_offsets({TopicPartition(topic, number): which for number in partitions})
    return {at.partition: known.offset for at, known in found.items()}


def _topic_settings(partitions: int, retention_hours: int | None) -> dict[str, Any]:
    configs = {} if retention_hours is None else {"retention.ms": str(retention_hours * 3_600_000)}
    return {"num_partitions": partitions, "configs": configs}


def _refuse_errors(created: Iterable[dict[str, Any]]) -> None:
    """Raise what went wrong; that another process made the topic first is no error."""
    for topic in created:
        kind = for_code(topic["error_code"])
        if kind not in (NoError, TopicAlreadyExistsError):
            raise kind(f"{topic['name']}: {topic['error_message']}")
