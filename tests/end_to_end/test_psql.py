"""What somebody with the services' own database role can do by hand, in the real psql."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql

from commonward.runtime import installed_services
from commonward.store.migrate import APPEND_ONLY, migrate
from tests.core.kept import distributed

if TYPE_CHECKING:
    from tests.conftest import Database

pytestmark = [pytest.mark.stack, pytest.mark.timeout(180)]

BOARDS = ("bolton", "leeds")
COLUMNS = """
    SELECT a.attname::text AS name, t.typname::text AS kind FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
    WHERE a.attrelid = to_regclass(%s) AND a.attnum > 0 AND NOT a.attisdropped
    AND a.attidentity = '' AND (a.attnotnull OR a.attname = 'id')
"""
VALUES: dict[str, Any] = {
    "varchar": "x",
    "text": "{}",
    "bool": False,
    "bytea": b"x",
    "int2": 1,
    "int4": 1,
    "int8": 1,
    "float8": 1.0,
    "date": "2026-01-01",
    "timestamptz": "2026-01-01T00:00:00Z",
    "jsonb": "{}",
    "json": "{}",
}
"""Something of each kind of column; an id is a new one each time."""


@pytest.fixture(scope="module")
def tables(fresh_database: Database) -> list[str]:
    """Every table of every service, with one row of each board in it."""
    settings, found = distributed(fresh_database), []
    for service in installed_services():
        if service.migrations is not None:
            migrate(settings, service.name, service.migrations)
            found += [f"{service.name}.{model.__tablename__}" for model in service.models]
    with psycopg.connect(fresh_database.admin_url) as connection:
        connection.execute("SET session_replication_role = replica")  # a row alone, whatever it belongs to
        for table in found:
            for board in BOARDS:
                _add(connection, table, board)
    return found


def _add(connection: psycopg.Connection[Any], table: str, board: str) -> None:
    columns = dict(connection.execute(COLUMNS, [table]).fetchall())
    row = {name: uuid4() if kind == "uuid" else VALUES[kind] for name, kind in columns.items()}
    names = sql.SQL(", ").join(map(sql.Identifier, row))
    into = sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(
        sql.Identifier(*table.split(".")), names, sql.SQL(", ").join(sql.Placeholder() * len(row))
    )
    connection.execute(into, list({**row, "authority": board}.values()))


def psql(database: Database, *commands: str) -> subprocess.CompletedProcess[str]:
    """Run the commands one after the other in one session of the services' role."""
    program = shutil.which("psql")
    assert program, "psql is not installed: sudo apt-get install postgresql-client"
    asked = [part for command in commands for part in ("-c", command)]
    options = ["-X", "-A", "-t", "-q", "-v", "ON_ERROR_STOP=1"]
    return subprocess.run(
        [program, database.app_url, *options, *asked],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ, "LC_ALL": "C"},
    )


def name_of(table: str) -> str:
    return ".".join(f'"{part}"' for part in table.split("."))


def counts(tables: list[str], where: str = "") -> str:
    """One query that lists the tables with rows."""
    each = [f"SELECT '{table}' AS name, count(*) AS n FROM {name_of(table)} {where}" for table in tables]
    return f'SELECT name, n FROM ({" UNION ALL ".join(each)}) AS counted WHERE n > 0 ORDER BY name COLLATE "C"'


def said(done: subprocess.CompletedProcess[str]) -> list[str]:
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


def test_without_the_setting_no_table_shows_a_row(fresh_database: Database, tables: list[str]) -> None:
    assert said(psql(fresh_database, counts(tables))) == []


def test_with_leeds_setting_each_table_shows_the_row_of_leeds_alone(
    fresh_database: Database, tables: list[str]
) -> None:
    leeds = "SET app.authority = 'leeds'"
    assert said(psql(fresh_database, leeds, counts(tables))) == [f"{table}|1" for table in sorted(tables)]
    assert said(psql(fresh_database, leeds, counts(tables, "WHERE authority <> 'leeds'"))) == []


def test_with_leeds_setting_nothing_of_bolton_is_written_or_taken(fresh_database: Database, tables: list[str]) -> None:
    for table in (table for table in tables if table.partition(".")[2] not in APPEND_ONLY):
        to_bolton = f"UPDATE {name_of(table)} SET authority = 'bolton'"
        refused = psql(fresh_database, "SET app.authority = 'leeds'", to_bolton)
        assert "row-level security" in refused.stderr, f"{table}: {refused.stderr}"
        psql(fresh_database, "SET app.authority = 'leeds'", f"DELETE FROM {name_of(table)} WHERE authority = 'bolton'")
    bolton = psql(fresh_database, "SET app.authority = 'bolton'", counts(tables))
    assert said(bolton) == [f"{table}|1" for table in sorted(tables)]


@pytest.mark.parametrize("change", ["UPDATE {} SET authority = authority", "DELETE FROM {}", "TRUNCATE {}"])
def test_the_audit_trail_is_not_changed(fresh_database: Database, tables: list[str], change: str) -> None:
    trails = [table for table in tables if table.partition(".")[2] in APPEND_ONLY]
    assert trails
    for table in trails:
        refused = psql(fresh_database, "SET app.authority = 'leeds'", change.format(name_of(table)))
        assert (refused.returncode != 0, "permission denied" in refused.stderr) == (True, True), table


@pytest.mark.parametrize(
    "way",
    [
        "SET row_security = off; SELECT count(*) FROM referral.subject",
        "SET ROLE postgres",
        "ALTER TABLE referral.subject DISABLE ROW LEVEL SECURITY",
        "DROP POLICY own_authority ON referral.subject",
        "CREATE TABLE referral.mine (id int)",
    ],
)
def test_no_way_leads_past_it(fresh_database: Database, tables: list[str], way: str) -> None:
    assert tables
    assert psql(fresh_database, "SET app.authority = 'leeds'", way).returncode != 0
