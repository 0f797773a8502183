"""One service's database: connections, tenancy and transactions, on PostgreSQL or SQLite.

Tenancy is the session's: it is opened for one authority, and every transaction tells PostgreSQL so, whose row-level
security then hides and refuses every other authority's rows. On SQLite the session narrows its queries itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from psycopg.pq import ExecStatus, TransactionStatus
from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import ORMExecuteState, SessionTransaction, with_loader_criteria
from sqlalchemy.pool import QueuePool
from sqlalchemy.sql.base import ExecutableOption
from sqlmodel import Session, col

from commonward.settings import Settings
from commonward.store.types import Tenant


class DatabaseAway(Exception):
    """The database can't be reached just now. Nothing was changed; try again after a pause."""


class ForeignRow(ValueError):
    """A session was to write a row of another authority: a mistake in the code that asked for it."""


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
        except PoolTimeout as error:
            raise DatabaseAway("every connection is in use") from error
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


_SET_AUTHORITY = "SELECT set_config('app.authority', %(authority)s, true)"


@event.listens_for(Session, "after_begin")
def _set_authority(session: Session, transaction: SessionTransaction, connection: Any) -> None:
    if connection.dialect.name != "postgresql":
        return
    authority = session.info.get("authority", "")
    if not _begin_for(connection.connection.driver_connection, authority):
        connection.exec_driver_sql(_SET_AUTHORITY, {"authority": authority})


def _begin_for(raw: psycopg.Connection[Any], authority: str) -> bool:
    """Begin a transaction and set its authority in one round trip, where psycopg would take two.

    False when a transaction is open already, or the server refuses: the caller then asks in the ordinary way.
    """
    if raw.pgconn.transaction_status != TransactionStatus.IDLE:
        return False
    setting = sql.SQL("BEGIN; SELECT set_config('app.authority', {}, true)").format(authority)
    return raw.pgconn.exec_(setting.as_bytes(raw)).status == ExecStatus.TUPLES_OK


@event.listens_for(Session, "do_orm_execute")
def _narrow(state: ORMExecuteState) -> None:
    """SQLite has no row-level security, so every ORM query is narrowed to the session's authority."""
    if state.session.get_bind().dialect.name == "sqlite" and not state.is_column_load:
        state.statement = state.statement.options(*_of_authority(state.session.info.get("authority", "")))


@event.listens_for(Session, "before_flush")
def _refuse_foreign(session: Session, _flush: object, _instances: object) -> None:
    """Nor has SQLite a policy that refuses to write another authority's row."""
    authority = session.info.get("authority", "")
    if any(row.authority != authority for row in (*session.new, *session.dirty) if isinstance(row, Tenant)):
        raise ForeignRow(f"a session of {authority or 'no authority'} can't write another authority's row")


@cache
def _of_authority(authority: str) -> tuple[ExecutableOption, ...]:
    tables = [cls for cls in Tenant.__subclasses__() if hasattr(cls, "__table__")]
    return tuple(with_loader_criteria(cls, col(cls.authority) == authority, include_aliases=True) for cls in tables)


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
