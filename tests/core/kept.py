"""One service's database as the tests of storage and messaging want it: migrated and empty, on SQLite or PostgreSQL.

The tables are the referral service's: they have every kind of column, and their service publishes events.
"""

from __future__ import annotations

import base64
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
from psycopg import sql

from commonward.runtime import find_service
from commonward.settings import Settings
from commonward.store import Database
from commonward.store.migrate import migrate

if TYPE_CHECKING:
    from tests.conftest import Database as Address

SERVICE = "referral"
BOARDS = {code: {"duty_mailbox": f"duty@{code}.example"} for code in ("leeds", "bolton")}
SEAL = base64.b64encode(bytes(32)).decode()


def embedded(folder: Path) -> Settings:
    """Files in the folder."""
    return Settings.model_validate({"environment": "development", "data_dir": folder, "authorities": BOARDS})


def distributed(address: Address, kafka: str = "127.0.0.1:9") -> Settings:
    """PostgreSQL; by default with a broker that nobody asks."""
    values = {
        "mode": "distributed",
        "environment": "development",
        "database_url": address.app_url,
        "migration_url": address.owner_url,
        "kafka_servers": kafka,
        "seal_key": SEAL,
        "session_key": "only for tests",
        "authorities": BOARDS,
    }
    return Settings.model_validate(values)


@contextmanager
def migrated(settings: Settings) -> Iterator[Database]:
    """The service's database with its tables, empty again afterwards."""
    scripts = find_service(SERVICE).migrations
    assert scripts is not None
    migrate(settings, SERVICE, scripts)
    database = Database.of(settings, SERVICE)
    yield database
    database.close()
    if settings.migration_url is not None:
        _empty(settings.migration_url.get_secret_value())
    else:
        shutil.rmtree(settings.data_dir)


def _empty(owner_url: str) -> None:
    tables = "SELECT tablename FROM pg_tables WHERE schemaname = %s AND tablename <> 'alembic_version'"
    with psycopg.connect(owner_url) as connection:
        names = [sql.Identifier(SERVICE, row[0]) for row in connection.execute(tables, [SERVICE])]
        connection.execute(sql.SQL("TRUNCATE {}").format(sql.SQL(", ").join(names)))
