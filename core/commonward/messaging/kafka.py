"""The transport for production: Apache Kafka 4, through kafka-python."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Any

from kafka.admin import KafkaAdminClient
from kafka.errors import KafkaError, NoError, TopicAlreadyExistsError, for_code

from commonward.messaging.kafka_connection import KafkaConnection, broker_needed
from commonward.messaging.kafka_consumer import KafkaGroupMember
from commonward.messaging.kafka_producer import KafkaSender
from commonward.messaging.transport import TransportAway


class KafkaTransport:
    """Makes clients of the broker at `servers` (`host:port`, several with commas). Connects when first needed."""

    def __init__(self, servers: str, *, client_id: str) -> None:
        self._connection = KafkaConnection(servers, client_id)
        self._admin: KafkaAdminClient | None = None
        self._admin_lock = threading.Lock()

    def ensure_topics(self, topics: Iterable[str], *, partitions: int = 6, retention_hours: int | None = None) -> None:
        with self._admin_lock, broker_needed():
            admin = self._administrator()
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

    def ready(self) -> bool:
        with self._admin_lock:
            try:
                with broker_needed():
                    self._administrator().describe_cluster()
            except TransportAway:
                self._forget_administrator()
                return False
        return True

    def close(self) -> None:
        with self._admin_lock:
            self._forget_administrator()

    def _administrator(self) -> KafkaAdminClient:
        if self._admin is None:
            self._admin = self._connection.open(KafkaAdminClient)
        return self._admin

    def _forget_administrator(self) -> None:
        admin, self._admin = self._admin, None
        if admin is None:
            return
        with suppress(KafkaError):  # it is given up anyway
            admin.close()


def _topic_settings(partitions: int, retention_hours: int | None) -> dict[str, Any]:
    configs = {} if retention_hours is None else {"retention.ms": str(retention_hours * 3_600_000)}
    return {"num_partitions": partitions, "configs": configs}


def _refuse_errors(created: Iterable[dict[str, Any]]) -> None:
    """Raise what went wrong; that another process made the topic first is no error."""
    for topic in created:
        kind = for_code(topic["error_code"])
        if kind not in (NoError, TopicAlreadyExistsError):
            raise kind(f"{topic['name']}: {topic['error_message']}")
