"""Where the real servers are. `make test` starts them; these fixtures only read the environment.

Tests that use one of these fixtures carry the marker `stack`. They fail without servers; they are never skipped.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict


@dataclass(frozen=True, slots=True)
class Database:
    """An empty database. Its tables belong to the owner; the services' role has only what migrations grant it."""

    app_url: str
    owner_url: str
    admin_url: str


def _address(variable: str) -> str:
    value = os.environ.get(variable)
    if not value:
        line = ".venv/bin/commonward-stack run -- .venv/bin/pytest tests/..."
        pytest.fail(f"{variable} is not set. To start the real servers for a few tests: {line}", pytrace=False)
    return value


@pytest.fixture(scope="session")
def kafka_servers() -> str:
    """The bootstrap address of the real broker."""
    return _address("COMMONWARD_TEST_KAFKA")


@pytest.fixture(scope="session")
def database_url() -> str:
    """PostgreSQL as the services' role."""
    return _address("COMMONWARD_TEST_DATABASE")


@pytest.fixture(scope="session")
def owner_url() -> str:
    """PostgreSQL as the role that owns the tables."""
    return _address("COMMONWARD_TEST_OWNER")


@pytest.fixture(scope="session")
def admin_url() -> str:
    """PostgreSQL as a role that may create databases."""
    return _address("COMMONWARD_TEST_ADMIN")


@pytest.fixture(scope="module")
def fresh_database(database_url: str, owner_url: str, admin_url: str) -> Iterator[Database]:
    """A new, empty database for the tests of one file, dropped after them."""
    name = f"test_{uuid.uuid4().hex}"
    owner = conninfo_to_dict(owner_url)["user"]
    _run(admin_url, "CREATE DATABASE {} OWNER {}", name, str(owner))
    yield Database(*(_at(url, name) for url in (database_url, owner_url, admin_url)))
    _run(admin_url, "DROP DATABASE {} WITH (FORCE)", name)


@pytest.fixture
def topic_prefix() -> str:
    """A prefix that no other test's topics or consumer groups have."""
    return f"t{uuid.uuid4().hex[:12]}."


def _run(url: str, statement: str, *names: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def _at(url: str, database: str) -> str:
    """The same server and role, another database."""
    return f"{url.rpartition('/')[0]}/{database}"
