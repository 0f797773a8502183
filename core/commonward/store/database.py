"""One service's database: connections, tenancy and transactions, on PostgreSQL or SQLite.

Tenancy is the transaction's: it is begun for one authority, and tells PostgreSQL so, whose row-level security then
hides and refuses every other authority's rows. On SQLite the ORM's session narrows its queries itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Any

import psycopg
from psycopg import sql
from psycopg.errors import UndefinedTable, error_from_result
from psycopg.pq import ConnStatus, Escaping, ExecStatus, TransactionStatus
from sqlalchemy import ColumnElement, Connection, Engine, create_engine, event, literal_column, text
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import ORMExecuteState, with_loader_criteria
from sqlalchemy.pool import QueuePool
from sqlalchemy.sql.base import ExecutableOption
from sqlmodel import Session

from commonward.settings import Settings
from commonward.store.keys import KeyService, MasterKey, master_keys
from commonward.store.sealed_keys import AuthorityKeys
from commonward.store.sqlite import sqlite_engine
from commonward.store.types import Tenant


class DatabaseAway(Exception):
    """The database can't be reached just now. Nothing was changed; try again after a pause."""


class ForeignRow(ValueError):
    """A session was to write a row of another authority: a mistake in the code that asked for it."""


class Database:
    """The store of one service."""

    def __init__(self, engine: Engine, service: str, key_service: KeyService | None = None) -> None:
        self.engine = engine
        self._key_service = key_service
        self._keys: dict[str, AuthorityKeys] = {}
        self.service = service
        self.postgresql = engine.dialect.name == "postgresql"
        self._engines: dict[tuple[str, bool], Engine] = {}

    @classmethod
    def of(cls, settings: Settings, service: str) -> Database:
        """The database that the settings name: a schema of its own on PostgreSQL, a file of its own on SQLite."""
        if settings.mode == "embedded":
            settings.data_dir.mkdir(parents=True, exist_ok=True)
            engine = sqlite_engine(settings.data_dir / f"{service}.sqlite")
        else:
            assert settings.database_url is not None  # Settings has checked it
            engine = postgresql_engine(settings.database_url.get_secret_value(), service)
        return cls(engine, service, MasterKey(*master_keys(settings)))

    @contextmanager
    def session(self, authority: str, *, writing: bool = False) -> Iterator[Session]:
        """A session that sees one authority only. Rolls back unless it is committed. Raises DatabaseAway."""
        with _away_is_said(), session_on(self._of(authority, writing), authority) as session:
            yield session

    @contextmanager
    def transaction(self, authority: str) -> Iterator[Connection]:
        """A writing transaction that sees one authority only: committed at the end, rolled back on any error.

        It goes past the ORM, whose session costs as much as a query. Raises DatabaseAway.
        """
        with _away_is_said(), self._of(authority, writing=True).begin() as connection:
            yield connection

    def _of(self, authority: str, writing: bool) -> Engine:
        """The engine whose transactions are this authority's."""
        key = authority, writing
        if key not in self._engines:
            keys = self.keys(authority)
            self._engines[key] = self.engine.execution_options(authority=authority, writing=writing, keys=keys)
        if authority in self._keys:
            self._keys[authority].refresh(make=writing)
        return self._engines[key]

    def keys(self, authority: str) -> AuthorityKeys | None:
        """The authority's keys; nothing for no authority, and in a database that was opened without a key service."""
        if authority not in self._keys and authority and self._key_service is not None:
            self._keys.setdefault(authority, AuthorityKeys(self.engine, authority, self._key_service))
        return self._keys.get(authority)

    def has_left(self, authority: str) -> bool:
        """Whether the authority's keys were destroyed, a minute ago at most. Raises DatabaseAway."""
        keys = self.keys(authority)
        if keys is None:
            return False
        with _away_is_said():
            keys.refresh(make=False)
        return keys.gone

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


def session_on(bind: Engine | Connection, authority: str) -> Session:
    """A session of one authority; on a connection, it takes part in the transaction that is open there."""
    return Session(
        bind,
        info={"authority": authority, "keys": bind.get_execution_options().get("keys")},
        expire_on_commit=False,
        autoflush=False,
        join_transaction_mode="rollback_only",
    )


@contextmanager
def _away_is_said() -> Iterator[None]:
    try:
        yield
    except PoolTimeout as error:
        raise DatabaseAway("every connection is in use") from error
    except DBAPIError as error:
        unmade = isinstance(error.orig, UndefinedTable)
        if isinstance(error, OperationalError) or error.connection_invalidated or unmade:
            raise away(error) from error
        raise


def away(error: DBAPIError) -> DatabaseAway:
    """The same in a line of what the database said; of tables that are not there with what makes them."""
    lines = str(error.orig).strip().splitlines()
    if isinstance(error.orig, UndefinedTable) or "no such table" in lines[0]:
        return DatabaseAway(f"{lines[0]}; `commonward migrate` makes the tables")
    return DatabaseAway("; ".join(map(str.strip, lines)))


def commit_with(connection: Connection, statement: str, texts: Mapping[str, str]) -> None:
    """Send the last statement and the commit in one message, which saves a round trip: for a read, half of its audit.

    Such a message takes no parameters, so the texts are quoted, and PostgreSQL plans it each time: it is for plain
    statements. Raises what SQLAlchemy would.
    """
    raw = connection.connection.driver_connection
    assert isinstance(raw, psycopg.Connection)  # the dialect is PostgreSQL's
    quote = Escaping(raw.pgconn).escape_literal
    quoted = {name: bytes(quote(value.encode())).decode() for name, value in texts.items()}
    try:
        result = raw.pgconn.exec_(f"{statement % quoted}; COMMIT".encode())
        if result.status != ExecStatus.COMMAND_OK:
            lost = raw.pgconn.status == ConnStatus.BAD
            raise psycopg.OperationalError("the connection is lost") if lost else error_from_result(result)
    except psycopg.Error as error:
        raise DBAPIError.instance(None, None, error, psycopg.Error, dialect=connection.dialect) from error


_SET_AUTHORITY = "SELECT set_config('app.authority', %(authority)s, true)"


def _begin_for(raw: psycopg.Connection[Any], authority: str) -> bool:
    """Begin a transaction and set its authority in one round trip, where psycopg would take two.

    False when a transaction is open already, or the server refuses: the caller then asks in the ordinary way.
    """
    if raw.pgconn.transaction_status != TransactionStatus.IDLE:
        return False
    return raw.pgconn.exec_(_beginning(authority)).status == ExecStatus.TUPLES_OK


@cache
def _beginning(authority: str) -> bytes:
    return sql.SQL("BEGIN; SELECT set_config('app.authority', {}, true)").format(authority).as_bytes(None)


@event.listens_for(Session, "do_orm_execute")
def _narrow(state: ORMExecuteState) -> None:
    """SQLite has no row-level security, so every ORM query is narrowed to the session's authority."""
    if state.session.get_bind().dialect.name == "sqlite" and not state.is_column_load:
        state.statement = state.statement.options(_of_authority(state.session.info.get("authority", "")))


@event.listens_for(Session, "before_flush")
def _refuse_foreign(session: Session, _flush: object, _instances: object) -> None:
    """Nor has SQLite a policy that refuses to write another authority's row."""
    authority = session.info.get("authority", "")
    if any(row.authority != authority for row in (*session.new, *session.dirty) if isinstance(row, Tenant)):
        raise ForeignRow(f"a session of {authority or 'no authority'} can't write another authority's row")


@cache
def _of_authority(authority: str) -> ExecutableOption:
    """For every table at once: an option for each would cost a query more than its rows do."""
    # SQLAlchemy first tries it on the base, which is no table and has no column.
    return with_loader_criteria(
        Tenant, lambda table: getattr(table, "authority", _OF_NO_TABLE) == authority, include_aliases=True
    )


_OF_NO_TABLE: ColumnElement[str] = literal_column("authority")


def postgresql_engine(url: str, schema: str) -> Engine:
    """An engine whose unqualified names are the schema's, also those that PostgreSQL has itself, such as `record`."""
    dsn = url.replace("postgresql://", "postgresql+psycopg://", 1)
    engine = create_engine(
        dsn,
        poolclass=QueuePool,
        pool_size=8,
        max_overflow=8,
        pool_timeout=5,
        pool_use_lifo=True,
        connect_args={"options": f"-c search_path={schema},pg_catalog", "connect_timeout": 3},
    )

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        authority = connection.get_execution_options().get("authority", "")
        if not _begin_for(connection.connection.driver_connection, authority):  # type: ignore[arg-type]  # psycopg's
            connection.exec_driver_sql(_SET_AUTHORITY, {"authority": authority})

    return engine
