"""Each service's tables come and go with its migrations, and are what its models say."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, MetaData, Uuid, column, inspect, select, table, text
from sqlmodel import SQLModel

from commonward.runtime import Service, installed_services
from commonward.settings import Settings, SettingsError
from commonward.store import Database
from commonward.store.database import postgresql_engine
from commonward.store.migrate import migrate
from tests.core.kept import distributed, embedded

SERVICES = [service for service in installed_services() if service.migrations is not None]
SUBJECT = table(
    "subject",
    column("authority"),
    column("id", Uuid),
    column("sequence"),
    column("applied"),
    column("facts"),
    column("worker", Uuid),
    column("team"),
)
by_name = pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.name)


@contextmanager
def owner(settings: Settings, service: Service) -> Iterator[Connection]:
    """A connection of the role that owns the tables."""
    if settings.migration_url is None:
        database = Database.of(settings, service.name)
    else:
        database = Database(postgresql_engine(settings.migration_url.get_secret_value(), service.name), service.name)
    with database.engine.begin() as connection:
        yield connection
    database.close()


def upgrade(settings: Settings, service: Service) -> None:
    assert service.migrations is not None
    migrate(settings, service.name, service.migrations)


def tables(settings: Settings, service: Service) -> set[str]:
    with owner(settings, service) as connection:
        return set(inspect(connection).get_table_names()) - {"alembic_version"}


def alembic(settings: Settings, service: Service, run: Callable[[Config], Any]) -> None:
    with owner(settings, service) as connection:
        config = Config()
        config.set_main_option("script_location", str(service.migrations))
        config.set_main_option("path_separator", "os")
        config.attributes.update(connection=connection, role=None)
        run(config)


@contextmanager
def within_bolton(settings: Settings, service: Service) -> Iterator[Connection]:
    """The owner's connection, which sees one authority's rows as everybody does."""
    with owner(settings, service) as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT set_config('app.authority', 'bolton', true)"))
        yield connection


@by_name
def test_the_tables_are_what_the_models_say(settings: Settings, service: Service) -> None:
    upgrade(settings, service)
    wanted = MetaData()
    for model in service.models:
        SQLModel.metadata.tables[str(model.__tablename__)].to_metadata(wanted)
    with owner(settings, service) as connection:
        options = {"compare_type": True, "include_object": lambda _o, name, *_: name != "alembic_version"}
        assert compare_metadata(MigrationContext.configure(connection, opts=options), wanted) == []


@by_name
def test_migrating_again_at_once_changes_nothing(settings: Settings, service: Service) -> None:
    upgrade(settings, service)
    before = tables(settings, service)
    upgrade(settings, service)
    assert tables(settings, service) == before != set()


@by_name
def test_a_downgrade_takes_every_table_away_and_an_upgrade_brings_them_back(
    settings: Settings, service: Service
) -> None:
    upgrade(settings, service)
    before = tables(settings, service)
    alembic(settings, service, lambda config: command.downgrade(config, "base"))
    between = tables(settings, service)
    upgrade(settings, service)
    assert (between, tables(settings, service)) == (set(), before)


def test_subjects_that_were_there_before_lists_knew_whose_they_are_keep_their_workers(settings: Settings) -> None:
    risk = next(service for service in SERVICES if service.name == "risk")
    upgrade(settings, risk)
    alembic(settings, risk, lambda config: command.downgrade(config, "0007"))
    subject, worker = uuid4(), uuid4()
    facts = json.dumps({"worker": str(worker), "team": "duty"})
    values = {"authority": "bolton", "id": subject, "sequence": 1, "applied": 1, "facts": facts}
    with within_bolton(settings, risk) as connection:
        connection.execute(SUBJECT.insert().values(values))
    upgrade(settings, risk)
    with within_bolton(settings, risk) as connection:
        found = connection.execute(select(SUBJECT.c.worker, SUBJECT.c.team).where(SUBJECT.c.id == subject)).one()
    assert found == (worker, "duty")


def test_migrations_need_the_owners_address(tmp_path: Path) -> None:
    (service, *_) = SERVICES
    away = distributed(type("Address", (), {"app_url": "postgresql://a@127.0.0.1:9/a", "owner_url": None})())
    with pytest.raises(SettingsError, match="COMMONWARD_MIGRATION_URL"):
        upgrade(away, service)


def test_embedded_services_keep_to_files_of_their_own(tmp_path: Path) -> None:
    for service in SERVICES:
        upgrade(embedded(tmp_path), service)
    assert {f.stem for f in tmp_path.glob("*.sqlite")} == {service.name for service in SERVICES}
