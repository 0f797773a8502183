"""One service's database: connections, tenancy and transactions, on PostgreSQL or SQLite.

Tenancy is enforced twice: every ORM query is narrowed to the session's authority, and PostgreSQL's row-level security
goes by `app.authority`, set at the beginning of each transaction.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import ORMExecuteState, SessionTransaction, with_loader_criteria
from sqlalchemy.pool import QueuePool
from sqlmodel import Session

from commonward.settings import Settings
from commonward.store.types import Tenant


class DatabaseAway(Exception):
    """The database can't be reached just now. Nothing was changed; try again after a pause."""


class Database:
    """The store of one service."""

    def __init__(self, engine: Engine, service: str) -> None:
        self.engine = engine
        self.service = service
        self.postgresql = engine.dialect.name == "postgresql"
        self._writing = engine.execution_options(writing=True)

    @classmethod
    def of(cls, settings: Settings, service: str) -> Database:
        """The database that the settings name: a schema of its own on PostgreSQL, a file of its own on SQLite."""
        if settings.mode == "embedded":
            settings.data_dir.mkdir(parents=True, exist_ok=True)
            return cls(sqlite_engine(settings.data_dir / f"{service}.sqlite"), service)
        assert settings.database_url is not None  # Settings has checked it
        return cls(postgresql_engine(settings.database_url.get_secret_value(), service), service)

    @contextmanager
    def session(self, authority: str, *, writing: bool = False) -> Iterator[Session]:
        """A session that sees one authority only. Rolls back unless it is committed. Raises DatabaseAway."""
        bind = self._writing if writing else self.engine
        try:
            with Session(bind, info={"authority": authority}, expire_on_commit=False, autoflush=False) as session:
                yield session
        except OperationalError as error:
            raise DatabaseAway(str(error.orig)) from error
        except DBAPIError as error:
            if error.connection_invalidated:
                raise DatabaseAway(str(error.orig)) from error
            raise

    def ready(self) -> bool:
        """Whether the database answers now."""
        try:
            with self.engine.connect() as connection:
                connection.execute(text("SELECT 1"))
        except DBAPIError:
            return False
        return True

    def close(self) -> None:
        """Give back all connections."""
        self.engine.dispose()


@event.listens_for(Session, "after_begin")
def _set_authority(session: Session, transaction: SessionTransaction, connection: Any) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT set_config('app.authority', :a, true)"), {"a": session.info.get("authority", "")})


@event.listens_for(Session, "do_orm_execute")
def _narrow(state: ORMExecuteState) -> None:
    """Every ORM query sees the session's authority and no other."""
    if not state.is_column_load and not state.is_relationship_load:
        authority = state.session.info.get("authority", "")
        state.statement = state.statement.options(
            with_loader_criteria(Tenant, lambda cls: cls.authority == authority, include_aliases=True)
        )


def postgresql_engine(url: str, schema: str) -> Engine:
    """An engine whose unqualified names are the schema's."""
    dsn = url.replace("postgresql://", "postgresql+psycopg://", 1)
    return create_engine(
        dsn,
        poolclass=QueuePool,
        pool_size=8,
        max_overflow=8,
        pool_timeout=5,
        pool_use_lifo=True,
        connect_args={"options": f"-c search_path={schema}", "connect_timeout": 3},
    )


def sqlite_engine(path: Path) -> Engine:
    """WAL, foreign keys, and one writer at a time that waits for its turn instead of failing."""
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": 30, "check_same_thread": False})

    @event.listens_for(engine, "connect")
    def configure(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        writing = connection.get_execution_options().get("writing")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine
