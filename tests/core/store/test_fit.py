"""A process does not start on tables of an older release, nor as a role that row-level security does not hold."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import psycopg
import pytest
from sqlalchemy import text

from commonward.runtime import Platform, find_service
from commonward.settings import Settings, SettingsError
from commonward.store import Database, DatabaseAway, Unfit, require_fit
from commonward.store.database import postgresql_engine
from commonward.store.migrate import migrate
from tests.core.kept import SERVICE, distributed

if TYPE_CHECKING:
    from tests.conftest import Database as Address

SCRIPTS = find_service(SERVICE).migrations
assert SCRIPTS is not None
SET = text("UPDATE alembic_version SET version_num = :version")


@contextmanager
def standing_at(settings: Settings, revision: str) -> Iterator[None]:
    """As if the tables were of another revision than they are."""
    if settings.migration_url is None:
        database = Database.of(settings, SERVICE)
    else:
        database = Database(postgresql_engine(settings.migration_url.get_secret_value(), SERVICE), SERVICE)
    with database.transaction("") as connection:
        before = connection.scalar(text("SELECT version_num FROM alembic_version"))
        connection.execute(SET, {"version": revision})
    yield
    with database.transaction("") as connection:
        connection.execute(SET, {"version": before})
    database.close()


def test_tables_of_this_release_are_fit(database: Database) -> None:
    require_fit(database, SCRIPTS)


def test_tables_of_an_older_release_are_not_and_what_to_do_is_said(database: Database, settings: Settings) -> None:
    with (
        standing_at(settings, "0003"),
        pytest.raises(Unfit, match=r"of referral are of revision 0003; .* run `commonward migrate referral`"),
    ):
        require_fit(database, SCRIPTS)


def test_tables_of_a_later_release_are_fit_so_that_they_can_be_migrated_first(
    database: Database, settings: Settings
) -> None:
    with standing_at(settings, "9999"):
        require_fit(database, SCRIPTS)


def test_where_no_tables_were_made_that_is_said(settings: Settings) -> None:
    bare = Platform(settings)
    with pytest.raises(Unfit, match="the tables of risk are not made"):
        bare.require_fit(find_service("risk"))
    with (
        pytest.raises(DatabaseAway, match="`commonward migrate` makes the tables"),
        bare.resources("risk").database.session("leeds"),
    ):
        pass
    bare.close()


def test_readiness_tells_the_truth_about_the_tables(settings: Settings, database: Database) -> None:
    platform = Platform(settings)
    client = platform.app(find_service(SERVICE)).test_client()
    assert client.get("/health/ready").get_json()["fit"]
    with standing_at(settings, "0003"):
        answer = client.get("/health/ready")
    assert (answer.status_code, answer.get_json()["status"], answer.get_json()["fit"]) == (503, "unavailable", False)
    assert client.get("/health/live").status_code == 200
    platform.close()


@pytest.fixture
def passing_by(admin_url: str, fresh_database: Address) -> Iterator[Address]:
    """The database as a role that may go round row-level security."""
    password = "only for tests"
    with psycopg.connect(admin_url, autocommit=True) as connection:
        connection.execute(f"CREATE ROLE passing_by LOGIN BYPASSRLS PASSWORD '{password}'")
        yield replace(
            fresh_database,
            app_url=f"postgresql://passing_by:only%20for%20tests@{fresh_database.app_url.rpartition('@')[2]}",
        )
        connection.execute("DROP ROLE passing_by")


@pytest.mark.stack
def test_a_role_that_passes_by_row_level_security_is_refused(passing_by: Address) -> None:
    platform = Platform(distributed(passing_by))
    with pytest.raises(Unfit, match="the role passing_by passes by row-level security"):
        platform.require_fit(find_service(SERVICE))
    platform.close()


@pytest.mark.stack
def test_migrating_as_the_services_role_is_refused_in_words(fresh_database: Address) -> None:
    settings = distributed(replace(fresh_database, owner_url=fresh_database.app_url))
    assert SCRIPTS is not None
    with pytest.raises(SettingsError, match=r"migration_url: permission denied .* must be the role that owns"):
        migrate(settings, SERVICE, SCRIPTS)


def test_a_database_that_is_away_is_not_called_unfit() -> None:
    away = Platform(distributed(type("Address", (), {"app_url": "postgresql://a@127.0.0.1:9/a", "owner_url": None})()))
    with pytest.raises(DatabaseAway, match="Connection refused"):
        away.require_fit(find_service(SERVICE))
    away.close()
