"""The servers that the other tests stand on are real and recent."""

from __future__ import annotations

import psycopg
import pytest
from kafka import KafkaAdminClient
from psycopg.errors import InsufficientPrivilege
from psycopg.rows import scalar_row

from tests.conftest import Database

pytestmark = pytest.mark.stack

KAFKA_4 = 25
"""The metadata version that Kafka 4.0 introduced (4.0-IV3)."""


def test_the_broker_is_kafka_4_or_later(kafka_servers: str) -> None:
    admin = KafkaAdminClient(bootstrap_servers=kafka_servers)
    features = admin.describe_features()
    admin.close()

    assert features["metadata.version"]["finalized"][1] >= KAFKA_4


def test_the_database_server_is_postgresql_15_or_later(database_url: str) -> None:
    with psycopg.connect(database_url) as connection:
        assert connection.info.server_version >= 15_00_00


def test_writes_are_durable(database_url: str) -> None:
    with psycopg.connect(database_url, row_factory=scalar_row) as connection:
        assert connection.execute("SHOW fsync").fetchone() == "on"


def test_the_services_role_cannot_step_around_row_level_security(database_url: str) -> None:
    with psycopg.connect(database_url) as connection:
        role = connection.execute("SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user").fetchone()

    assert role == (False, False)


def test_a_fresh_database_is_empty_and_gives_the_services_role_nothing(fresh_database: Database) -> None:
    with psycopg.connect(fresh_database.owner_url) as connection:
        connection.execute("CREATE TABLE kept (number int)")

    with psycopg.connect(fresh_database.app_url) as connection, pytest.raises(InsufficientPrivilege):
        connection.execute("SELECT * FROM kept")
