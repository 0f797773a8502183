"""Every table of every service belongs to an authority, and PostgreSQL itself holds the tenants apart."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from commonward.runtime import installed_services
from commonward.store.migrate import APPEND_ONLY, migrate
from tests.core.kept import distributed

if TYPE_CHECKING:
    from tests.conftest import Database

pytestmark = pytest.mark.stack

TABLES = """
    SELECT n.nspname || '.' || c.relname AS name, c.relrowsecurity AS enabled, c.relforcerowsecurity AS forced,
           (SELECT count(*) FROM pg_policy p WHERE p.polrelid = c.oid AND p.polcmd = '*' AND p.polpermissive
            AND p.polqual IS NOT NULL AND p.polwithcheck IS NOT NULL) AS policies,
           (SELECT count(*) FROM pg_policy p WHERE p.polrelid = c.oid) AS all_policies,
           (SELECT array_agg(a.attname::text ORDER BY array_position(i.indkey::int[], a.attnum::int))
            FROM pg_index i JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (i.indkey)
            WHERE i.indrelid = c.oid AND i.indisprimary) AS key,
           (SELECT array_agg(i.indexrelid::regclass::text) FROM pg_index i
            WHERE i.indrelid = c.oid AND i.indisunique AND NOT EXISTS (
                SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'authority'
                AND a.attnum = ANY (i.indkey))) AS unique_across
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p') AND n.nspname !~ '^(pg_|information_schema)' AND c.relname <> 'alembic_version'
    ORDER BY name
"""
RIGHTS = """
    SELECT table_schema || '.' || table_name AS name, array_agg(privilege_type::text ORDER BY privilege_type) AS rights
    FROM information_schema.role_table_grants WHERE grantee = %s GROUP BY 1
"""


@pytest.fixture(scope="module")
def catalogue(fresh_database: Database) -> Iterator[psycopg.Connection[dict[str, Any]]]:
    """A connection of the administrator's, after every installed service was migrated."""
    settings = distributed(fresh_database)
    for service in installed_services():
        if service.migrations is not None:
            migrate(settings, service.name, service.migrations)
    with psycopg.connect(fresh_database.admin_url, row_factory=psycopg.rows.dict_row) as connection:
        yield connection


@pytest.fixture(scope="module")
def tables(catalogue: psycopg.Connection[dict[str, Any]]) -> list[dict[str, Any]]:
    return catalogue.execute(TABLES).fetchall()


@pytest.fixture(scope="module")
def role(database_url: str) -> str:
    return str(conninfo_to_dict(database_url)["user"])


@pytest.fixture(scope="module")
def rights(catalogue: psycopg.Connection[dict[str, Any]], role: str) -> dict[str, set[str]]:
    return {row["name"]: set(row["rights"]) for row in catalogue.execute(RIGHTS, [role])}


def names(rows: list[dict[str, Any]]) -> list[str]:
    return [row["name"] for row in rows]


def test_each_model_of_each_service_has_its_table(tables: list[dict[str, Any]]) -> None:
    wanted = {f"{service.name}.{model.__tablename__}" for service in installed_services() for model in service.models}
    assert set(names(tables)) == wanted != set()


def test_the_authority_comes_first_in_every_primary_key(tables: list[dict[str, Any]]) -> None:
    assert names([row for row in tables if not row["key"] or row["key"][0] != "authority"]) == []


def test_the_authority_is_in_every_unique_key(tables: list[dict[str, Any]]) -> None:
    assert [row["unique_across"] for row in tables if row["unique_across"]] == []


def test_row_level_security_is_on_and_holds_for_the_owner_too(tables: list[dict[str, Any]]) -> None:
    assert names([row for row in tables if not (row["enabled"] and row["forced"])]) == []


def test_one_policy_covers_reading_and_writing(tables: list[dict[str, Any]]) -> None:
    assert names([row for row in tables if (row["policies"], row["all_policies"]) != (1, 1)]) == []


def test_the_policies_are_all_the_same(catalogue: psycopg.Connection[dict[str, Any]]) -> None:
    found = catalogue.execute("SELECT DISTINCT qual, with_check FROM pg_policies").fetchall()
    mine = "((authority)::text = current_setting('app.authority'::text, true))"
    assert found == [{"qual": mine, "with_check": mine}]


def test_the_services_role_can_not_pass_by_the_policies(
    catalogue: psycopg.Connection[dict[str, Any]], role: str
) -> None:
    found = catalogue.execute(
        "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb,"
        " (SELECT count(*) FROM pg_auth_members m WHERE m.member = r.oid) AS memberships,"
        " (SELECT count(*) FROM pg_class c WHERE c.relowner = r.oid) AS owned FROM pg_roles r WHERE rolname = %s",
        [role],
    ).fetchone()
    assert found is not None
    assert not any(found.values()), found


def test_the_audit_trail_is_added_to_and_read_and_nothing_else(rights: dict[str, set[str]]) -> None:
    audits = {name: given for name, given in rights.items() if name.partition(".")[2] in APPEND_ONLY}
    assert audits
    assert all(given == {"INSERT", "SELECT"} for given in audits.values()), audits


def test_the_services_role_may_read_and_write_rows_and_nothing_more(rights: dict[str, set[str]]) -> None:
    rows = {"SELECT", "INSERT", "UPDATE", "DELETE"}
    assert {name: given - rows for name, given in rights.items() if given - rows} == {}


def test_nobody_else_may_read_a_table(catalogue: psycopg.Connection[dict[str, Any]]) -> None:
    public = (
        "SELECT table_name FROM information_schema.role_table_grants"
        " WHERE grantee = 'PUBLIC' AND table_schema <> ALL (%s)"
    )
    assert catalogue.execute(public, [["pg_catalog", "information_schema"]]).fetchall() == []
