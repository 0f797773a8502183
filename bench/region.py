"""A region of the benchmark's own: a fresh database and fresh topics on the real servers, removed at the end."""

from __future__ import annotations

import base64
import os
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
from kafka import KafkaAdminClient
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from bench.sign_in import Issuer, serving_keys
from commonward.runtime import Platform, find_service
from commonward.settings import load_settings

AUTHORITY = "leeds"
COORDINATOR = "cse-coordinator@leeds.example"
COORDINATOR_PERSON = "bench-coordinator"
DUTY = "duty@leeds.example"
SAMPLING = 0.1
"""The part of traces that is kept, as in production."""

_CONFIG = f"""
region = "bench"
environment = "development"
limits = {{ searches = 1000000 }} # what is measured is a search, not how often somebody may
mode = "distributed"
telemetry = {{ sample_ratio = {SAMPLING} }}

[authorities.{AUTHORITY}]
duty_mailbox = "{DUTY}"
directory = [
  {{ role = "cse-missing-coordinator", mailbox = "{COORDINATOR}", person = "{COORDINATOR_PERSON}" }},
  {{ role = "social-worker", team = "cluster-west", mailbox = "{DUTY}", person = "bench-other-worker" }},
]

[[authorities.{AUTHORITY}.issuers]]
issuer = "%s"
jwks_url = "%s"
"""


class Unusable(Exception):
    """The benchmark can't be run; the message says why and what to do."""


@dataclass(frozen=True)
class Region:
    """Where the processes that are measured find their servers, and how to look at what they did."""

    environment: dict[str, str]
    platform: Platform
    servers: str
    app_url: str
    admin_url: str
    issuer: Issuer

    def clear(self, service: str) -> None:
        """Empty the service's tables, and let PostgreSQL write out what it owes, so that rounds begin alike.

        It keeps what PostgreSQL learns of the rows that were there: without that it plans for one row a board, and
        reads all of a board's children to find one.
        """
        time.sleep(0.5)  # the load's last requests end first, or the two would wait for each other
        with psycopg.connect(self.admin_url, autocommit=True) as connection:
            query = "SELECT tablename FROM pg_tables WHERE schemaname = %s AND tablename <> ALL (%s)"
            found = connection.execute(query, (service, ["alembic_version", "data_key"]))
            names = [sql.Identifier(service, name) for (name,) in found]
            self.analyze()
            connection.execute(sql.SQL("TRUNCATE {}").format(sql.SQL(", ").join(names)))
            connection.execute("CHECKPOINT")

    def analyze(self) -> None:
        """Let PostgreSQL learn of the rows that are there, as autovacuum tells it within a minute of service."""
        with psycopg.connect(self.admin_url, autocommit=True) as connection:
            connection.execute("ANALYZE")

    def backends(self) -> list[int]:
        """PostgreSQL's own processes that serve this region."""
        with psycopg.connect(self.admin_url) as connection:
            query = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            return [pid for (pid,) in connection.execute(query)]

    def count(self, table: str) -> int:
        """How many rows a table of the referral service has."""
        with psycopg.connect(self.admin_url) as connection:
            query = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier("referral", table))
            row = connection.execute(query).fetchone()
        return int(row[0]) if row else 0


@contextmanager
def region(services: Sequence[str], mail_port: int = 1025) -> Iterator[Region]:
    """A region with these services' tables. Raises Unusable when the servers are not named."""
    kafka, app, owner, admin = map(_given, ("KAFKA", "DATABASE", "OWNER", "ADMIN"))
    name = f"bench_{uuid.uuid4().hex[:12]}"
    prefix = f"{name.replace('_', '-')}."
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="commonward-bench-")))
        issuer = stack.enter_context(serving_keys())
        _run(admin, "CREATE DATABASE {} OWNER {}", name, str(conninfo_to_dict(owner)["user"]))
        stack.callback(_run, admin, "DROP DATABASE {} WITH (FORCE)", name)
        config = folder / "bench.toml"
        config.write_text(_CONFIG % (issuer.name, issuer.keys_url))
        environment = _clean() | {
            "COMMONWARD_CONFIG": str(config),
            "COMMONWARD_DATABASE_URL": _at(app, name),
            "COMMONWARD_MIGRATION_URL": _at(owner, name),
            "COMMONWARD_KAFKA_SERVERS": kafka,
            "COMMONWARD_TOPIC_PREFIX": prefix,
            "COMMONWARD_SEAL_KEY": base64.b64encode(os.urandom(32)).decode(),
            "COMMONWARD_SESSION_KEY": os.urandom(16).hex(),
            "COMMONWARD_MAIL__PORT": str(mail_port),
        }
        platform = Platform(load_settings(environment))
        stack.callback(platform.close)
        for service in services:
            platform.migrate(find_service(service))
        platform.ensure_topics()
        stack.callback(_delete_topics, kafka, prefix)
        yield Region(environment, platform, kafka, _at(app, name), _at(admin, name), issuer)


def _clean() -> dict[str, str]:
    """This process's variables without a developer's own settings."""
    return {name: value for name, value in os.environ.items() if not name.startswith("COMMONWARD_")}


def _given(name: str) -> str:
    variable = f"COMMONWARD_TEST_{name}"
    if not os.environ.get(variable):
        raise Unusable(f"{variable} is not set: run `make bench`, which starts the real servers")
    return os.environ[variable]


def _run(url: str, statement: str, *names: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def _at(url: str, database: str) -> str:
    """The same server and role, another database."""
    return f"{url.rpartition('/')[0]}/{database}"


def _delete_topics(servers: str, prefix: str) -> None:
    admin = KafkaAdminClient(bootstrap_servers=servers)
    with suppress(Exception):  # the stack that we run in removes its broker anyway
        admin.delete_topics([topic for topic in admin.list_topics() if topic.startswith(prefix)])
    admin.close()
