"""Where the real servers are, and the real browser. `make test` starts the servers; their fixtures only look them up.

Tests that use one of the servers carry the marker `stack`. They fail without them; they are never skipped.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest
import structlog
from hypothesis import settings
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# How long an example takes says nothing on a machine that is busy.
settings.register_profile("commonward", deadline=None)
settings.load_profile("commonward")

CHROMIUM = Path(os.environ.get("COMMONWARD_TEST_CHROMIUM", "/usr/bin/chromium"))
QUIET = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
"""Without these it calls home, many times."""


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


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, one for all: Playwright drives one from a thread."""
    from playwright.sync_api import sync_playwright  # most runs need no browser

    if not CHROMIUM.exists():
        pytest.fail(f"{CHROMIUM} is missing: sudo apt-get install chromium", pytrace=False)
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*QUIET, *sandbox])
        yield browser
        browser.close()


@pytest.fixture(autouse=True, scope="module")
def logs_as_they_were() -> Iterator[None]:
    """A test that sets up logging, as the command line does, does so for its own file only."""
    yield
    structlog.reset_defaults()


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
