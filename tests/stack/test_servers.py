"""The local servers survive being killed, as the tests of faults need."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from kafka import KafkaConsumer, KafkaProducer, TopicPartition
from kafka.admin import KafkaAdminClient

from commonward_stack import KafkaServer, PostgresServer

pytestmark = pytest.mark.stack


@pytest.fixture
def database() -> Iterator[PostgresServer]:
    with PostgresServer() as server:
        yield server


@pytest.fixture
def broker() -> Iterator[KafkaServer]:
    with KafkaServer() as server:
        yield server


def test_a_killed_database_server_keeps_what_was_committed(database: PostgresServer) -> None:
    with psycopg.connect(database.owner_url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 1 AS number")

    database.kill()
    database.start()

    with psycopg.connect(database.owner_url) as connection:
        assert connection.execute("SELECT number FROM kept").fetchall() == [(1,)]


def test_a_killed_database_server_starts_again_while_clients_were_connected(database: PostgresServer) -> None:
    clients = [psycopg.connect(database.app_url) for _ in range(5)]

    database.kill()
    database.start()

    assert database.is_ready()
    for client in clients:
        client.close()


def test_a_killed_broker_keeps_its_address_and_what_it_acknowledged(broker: KafkaServer) -> None:
    partition = TopicPartition("kept", 0)
    _publish(broker.servers, partition.topic, b"fact")

    broker.kill()
    broker.start()

    consumer = KafkaConsumer(bootstrap_servers=broker.servers)
    assert consumer.end_offsets([partition]) == {partition: 1}
    consumer.close()


def test_a_closed_server_leaves_no_files(database: PostgresServer) -> None:
    database.close()

    assert not database.folder.exists()


def _publish(servers: str, topic: str, value: bytes) -> None:
    admin = KafkaAdminClient(bootstrap_servers=servers)
    admin.create_topics({topic: {"num_partitions": 1, "replication_factor": 1}})
    admin.close()
    producer = KafkaProducer(bootstrap_servers=servers)
    producer.send(topic, value).get(timeout=30)
    producer.close()
