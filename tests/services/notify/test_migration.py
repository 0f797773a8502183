"""What was owed and breached before clocks could pause is still owed, and in the ledger, afterwards and back again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, make_url, select, text

from commonward.procedure import Facts, Step, advance, clock, escalate_to, events, hours
from commonward.runtime import find_service
from commonward.settings import Settings
from commonward.store import Database
from commonward.store.database import postgresql_engine
from commonward.store.sealed_rotation import reseal
from commonward_notify.ledger import obligation_of
from commonward_notify.model import Breach, Owed
from tests.core.kept import distributed, embedded
from tests.core.procedure.builders import board
from tests.core.procedure.timed import told

NOTIFY = find_service("notify")
OPEN, LATE = UUID(int=1), UUID(int=2)
STARTED, DUE, REMIND = (datetime(2026, 3, day, 9, tzinfo=UTC) for day in (2, 3, 4))
COLUMNS = (
    "authority, id, case_id, clock, title, because, role, cause, started_at, due, remind_at, state, reminded,"
    " breached_at, acknowledged_at, acknowledged_reason, acknowledged_note, acknowledged_effect"
)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.stack)])
def region(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    if request.param == "sqlite":
        return embedded(tmp_path / "data")
    return distributed(request.getfixturevalue("fresh_database"))


@contextmanager
def owner(settings: Settings) -> Iterator[Connection]:
    """A connection of the role that owns the tables."""
    if settings.migration_url is None:
        database = Database.of(settings, "notify")
    else:
        database = Database(postgresql_engine(settings.migration_url.get_secret_value(), "notify"), "notify")
    with closing(database), database.engine.execution_options(writing=True).begin() as connection:
        if settings.migration_url is not None and settings.database_url is not None:
            connection.execute(text("CREATE SCHEMA IF NOT EXISTS notify"))
            role = make_url(settings.database_url.get_secret_value()).username
            connection.execute(text(f'GRANT USAGE ON SCHEMA notify TO "{role}"'))
            connection.execute(text("SELECT set_config('app.authority', 'leeds', true)"))
        yield connection


def alembic(settings: Settings, run: Callable[[Config], Any]) -> None:
    with owner(settings) as connection:
        config, given = Config(), settings.database_url
        role = make_url(given.get_secret_value()).username if given else None
        config.set_main_option("script_location", str(NOTIFY.migrations))
        config.set_main_option("path_separator", "os")
        config.attributes.update(connection=connection, role=role)
        run(config)


def insert(connection: Connection, **values: Any) -> None:
    shared = {
        "authority": "leeds",
        "case_id": UUID(int=9),
        "clock": "EXA-1.look",
        "title": "Look",
        "because": '["EXA-1.look"]',
        "role": "worker",
        "cause": UUID(int=8),
        "started_at": STARTED,
        "due": DUE,
        "remind_at": REMIND,
        "state": "open",
        "reminded": False,
        "breached_at": None,
        "acknowledged_at": None,
        "acknowledged_reason": None,
        "acknowledged_note": None,
        "acknowledged_effect": None,
    }
    row = {**shared, **values}
    if connection.dialect.name == "sqlite":
        row = {name: _plain(value) for name, value in row.items()}
    names = ", ".join(f":{name.strip()}" for name in COLUMNS.split(","))
    connection.execute(text(f"INSERT INTO obligation ({COLUMNS}) VALUES ({names})"), row)


def _plain(value: Any) -> Any:
    """As SQLite keeps it."""
    if isinstance(value, UUID):
        return value.hex
    return value.strftime("%Y-%m-%d %H:%M:%S.%f") if isinstance(value, datetime) else value


@pytest.fixture
def before(region: Settings) -> Settings:
    """The tables as they were, with something open and something late that a manager has acknowledged."""
    if region.migration_url is not None:
        with owner(region) as connection:
            connection.execute(text("DROP SCHEMA notify CASCADE"))
    alembic(region, lambda config: command.upgrade(config, "0001"))
    said = {"reason": "workload", "note": "Too much.", "effect": "Seen late.", "at": REMIND}
    acknowledged = {f"acknowledged_{name}": value for name, value in said.items()}
    with owner(region) as connection:
        insert(connection, id=OPEN, due=None, remind_at=None)
        insert(connection, id=LATE, state="breached", reminded=True, breached_at=DUE, **acknowledged)
    return region


def test_what_was_owed_counts_from_where_it_did(before: Settings) -> None:
    alembic(before, lambda config: command.upgrade(config, "head"))
    with closing(Database.of(before, "notify")) as database:
        assert reseal(database, "leeds", NOTIFY.models) == 2  # the note and the effect were text
    with closing(Database.of(before, "notify")) as database, database.session("leeds") as session:
        task, late = (obligation_of(row.model_dump()) for row in session.scalars(select(Owed).order_by("id")))
        (breach,) = session.scalars(select(Breach))
    assert (task.counted_from, task.first_due, task.reminders) == ((), None, 0)
    assert (late.counted_from, late.first_due, late.reminders, late.remind_at) == ((STARTED,), DUE, 1, None)
    assert (breach.obligation, breach.due, breach.acknowledged_reason) == (LATE, DUE, "workload")
    assert (breach.acknowledged_note, breach.acknowledged_effect) == ("Too much.", "Seen late.")


def test_what_was_owed_goes_on_under_the_new_engine(before: Settings) -> None:
    alembic(before, lambda config: command.upgrade(config, "head"))
    with closing(Database.of(before, "notify")) as database, database.session("leeds") as session:
        kept = [obligation_of(row.model_dump()) for row in session.scalars(select(Owed).order_by("id"))]
    look = clock(
        "EXA-1.look",
        "Look",
        opens_on=events.ConcernRaised,
        within=hours(24),
        by="worker",
        met_by=events.PlanAdopted,
        on_breach=escalate_to("manager"),
    )
    done = told(events.PlanAdopted, "2026-03-05 09:00", adopted_at=datetime(2026, 3, 5, 9, tzinfo=UTC))
    made = advance(kept, done, Facts(), board(commonward_clocks=(look,)))
    assert [(change.step, change.obligation.state) for change in made] == [
        (Step.DISCHARGED, "met"),
        (Step.DISCHARGED, "met-late"),
    ]


def test_the_way_back_keeps_the_newest_breach_and_what_was_said_of_it(before: Settings) -> None:
    alembic(before, lambda config: command.upgrade(config, "head"))
    alembic(before, lambda config: command.downgrade(config, "0001"))
    with owner(before) as connection:
        query = text("SELECT reminded, acknowledged_note FROM obligation WHERE breached_at IS NOT NULL")
        assert [tuple(row) for row in connection.execute(query)] == [(True, "Too much.")]
