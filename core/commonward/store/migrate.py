"""Migrations: each service has its own Alembic history, in its own schema (PostgreSQL) or file (SQLite)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from uuid import UUID

import sqlalchemy as sa
from alembic import command, context, op
from alembic.config import Config
from psycopg.errors import InsufficientPrivilege
from sqlalchemy import Connection, make_url, text
from sqlalchemy.exc import ProgrammingError
from sqlmodel import SQLModel

from commonward.settings import Settings, SettingsError
from commonward.store.database import Database, postgresql_engine
from commonward.store.types import Instant

APPEND_ONLY = frozenset({"audit", "audit_seal", "sharing_decision"})
"""The services' role may add to these tables and read them, and nothing else."""


def migrate(settings: Settings, service: str, scripts: Path) -> None:
    """Bring a service's tables to the newest revision.

    Raises SettingsError when the owner's address is missing or is another role's, and DatabaseAway.
    """
    if settings.mode == "embedded":
        database = Database.of(settings, service)
        _upgrade(database, service, scripts, role=None)
        database.close()
        return
    if settings.migration_url is None or settings.database_url is None:
        raise SettingsError("migration_url: migrations need the role that owns the tables (COMMONWARD_MIGRATION_URL)")
    role = make_url(settings.database_url.get_secret_value()).username
    owner = Database(postgresql_engine(settings.migration_url.get_secret_value(), service), service)
    with closing(owner), _owner_needed():
        with owner.transaction("") as connection:
            connection.execute(text(f'CREATE SCHEMA IF NOT EXISTS "{service}"'))
            connection.execute(text(f'GRANT USAGE ON SCHEMA "{service}" TO "{role}"'))
        _upgrade(owner, service, scripts, role=role)


@contextmanager
def _owner_needed() -> Iterator[None]:
    """What the role of `migration_url` may not do is a mistake in the settings."""
    try:
        yield
    except ProgrammingError as error:
        if not isinstance(error.orig, InsufficientPrivilege):
            raise
        raise SettingsError(
            f"migration_url: {error.orig}; it must be the role that owns the database and its tables"
        ) from error


def _upgrade(database: Database, service: str, scripts: Path, *, role: str | None) -> None:
    config = Config()
    config.set_main_option("script_location", str(scripts))
    config.set_main_option("path_separator", "os")
    engine = database.engine.execution_options(writing=True)
    with engine.begin() as connection:
        if database.postgresql:
            # Two migrations of one service at once would race for the same tables.
            connection.execute(text("SELECT pg_advisory_xact_lock(hashtext(:s))"), {"s": f"migrate {service}"})
        config.attributes.update(connection=connection, role=role)
        command.upgrade(config, "head")
        if role is not None:  # it asks at its start whether the tables are of its release
            connection.execute(text(f'GRANT SELECT ON alembic_version TO "{role}"'))


def run_migrations(models: Sequence[type[SQLModel]]) -> None:
    """The body of each service's `env.py`."""
    connection: Connection = context.config.attributes["connection"]
    wanted = {str(model.__tablename__) for model in models}
    context.configure(
        connection=connection,
        target_metadata=SQLModel.metadata,
        render_as_batch=True,
        include_object=lambda thing, name, kind, reflected, other: kind != "table" or name in wanted,
    )
    context.run_migrations()


def protect(*tables: str) -> None:
    """Within a migration: row-level security, forced, and the services' role's rights, on new tables."""
    role = context.config.attributes.get("role")
    if role is None:
        return  # SQLite: the session narrows every query; there are no roles
    for table in tables:
        op.execute(f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY')
        op.execute(f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY')
        mine = "authority = current_setting('app.authority', true)"
        op.execute(f'CREATE POLICY own_authority ON "{table}" USING ({mine}) WITH CHECK ({mine})')
        rights = "SELECT, INSERT" if table in APPEND_ONLY else "SELECT, INSERT, UPDATE, DELETE"
        op.execute(f'GRANT {rights} ON "{table}" TO "{role}"')


@contextmanager
def under_no_policy(*tables: str) -> Iterator[None]:
    """Within a migration: the owner moves rows of every authority; forced row-level security would show it none."""
    forced = tables if op.get_bind().dialect.name == "postgresql" else ()
    for table in forced:
        op.execute(f'ALTER TABLE "{table}" NO FORCE ROW LEVEL SECURITY')
    yield
    for table in forced:
        op.execute(f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY')


def tenant_columns() -> tuple[sa.Column[str], sa.Column[UUID]]:
    """The key that every table begins with."""
    return (
        sa.Column("authority", sa.String(40), primary_key=True),
        sa.Column("id", sa.Uuid(), primary_key=True),
    )


def create_core_tables_1() -> None:
    """Within a service's first migration: the tables that every service has, as of core 0.1."""
    op.create_table(
        "subject",
        *tenant_columns(),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("applied", sa.Integer(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
    )
    op.create_table(
        "outbox",
        *tenant_columns(),
        sa.Column("position", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("subject", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("type", sa.String(120), nullable=False),
        sa.Column("topic", sa.String(249), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("trace", sa.String(60)),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("sent_at", Instant()),
    )
    op.create_index("outbox_subject", "outbox", ["authority", "subject", "sequence"])
    unsent = sa.text("sent_at IS NULL")
    op.create_index("outbox_unsent", "outbox", ["authority", "position"], postgresql_where=unsent)
    op.create_table(
        "inbox",
        *tenant_columns(),
        *_position_columns(),
        sa.Column("subject", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("publisher", sa.String(40), nullable=False),
        sa.Column("type", sa.String(120), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("trace", sa.String(60)),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("received_at", Instant(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
    )
    waiting = sa.text("state = 'waiting'")
    op.create_index("inbox_waiting", "inbox", ["authority", "subject"], postgresql_where=waiting)
    op.create_table(
        "parked",
        *tenant_columns(),
        *_position_columns(),
        sa.Column("subject", sa.Uuid()),
        sa.Column("type", sa.String(120)),
        sa.Column("reason", sa.String(40), nullable=False),
        sa.Column("detail", sa.String(1000), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("parked_at", Instant(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("settled_by", sa.Uuid()),
        sa.Column("settled_because", sa.String(400)),
        sa.Column("settled_at", Instant()),
    )
    op.create_table(
        "audit",
        *tenant_columns(),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("actor", sa.Uuid(), nullable=False),
        sa.Column("action", sa.String(60), nullable=False),
        sa.Column("subject", sa.Uuid()),
    )
    op.create_index("audit_subject", "audit", ["authority", "subject", "at"])
    protect("subject", "outbox", "inbox", "parked", "audit")


def create_core_tables_2() -> None:
    """Within a service's later migration: why somebody did something, and the seals of the audit trail."""
    op.add_column("audit", sa.Column("why", sa.String(40), nullable=False, server_default="role"))
    op.create_table(
        "audit_seal",
        *tenant_columns(),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("first", sa.Uuid(), nullable=False),
        sa.Column("last", sa.Uuid(), nullable=False),
        sa.Column("floor", sa.Uuid(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("rows", sa.LargeBinary(), nullable=False),
        sa.Column("previous", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.UniqueConstraint("authority", "number"),
    )
    op.create_index("audit_seal_last", "audit_seal", ["authority", "last"])
    protect("audit_seal")


def drop_core_tables_2() -> None:
    """Take back what `create_core_tables_2` made."""
    op.drop_table("audit_seal")
    op.execute("ALTER TABLE audit DROP COLUMN why")


def create_core_tables_3() -> None:
    """Within a service's later migration: the sessions that providers have ended."""
    op.create_table(
        "ended_session",
        *tenant_columns(),
        sa.Column("session", sa.String(255)),
        sa.Column("person", sa.Uuid()),
        sa.Column("at", Instant(), nullable=False),
    )
    protect("ended_session")


def index_disposed() -> None:
    """Within a service's later migration: events by which a case was disposed of are found by the case."""
    disposed = sa.text("state = 'disposed'")
    op.create_index("inbox_disposed", "inbox", ["authority", "subject"], postgresql_where=disposed)


def _position_columns() -> tuple[sa.Column[str], sa.Column[int], sa.Column[int]]:
    return (
        sa.Column("topic", sa.String(249), nullable=False),
        sa.Column("partition", sa.Integer(), nullable=False),
        sa.Column("offset", sa.BigInteger(), nullable=False),
    )
