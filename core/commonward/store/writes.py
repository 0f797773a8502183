"""Many rows of many tables in one round trip.

On PostgreSQL the rows travel as JSON, and one statement with a common table expression for each table inserts them:
row-level security and defaults still apply. The rows of a single table, such as the audit of a read, travel with the
commit. SQLite runs in the process, so a statement a table costs nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any
from uuid import UUID

from pydantic_core import to_json
from sqlalchemy import Connection, LargeBinary, TextClause, bindparam, text
from sqlmodel import SQLModel

from commonward.store.database import commit_with
from commonward.store.sealed import SealedText, seal_rows

Row = dict[str, Any]


class WriteSet:
    """Collects rows and writes them together. Not safe to share between threads."""

    def __init__(self) -> None:
        self._inserts: dict[type[SQLModel], list[Row]] = {}
        self._upserts: dict[type[SQLModel], dict[tuple[str, UUID], Row]] = {}

    def insert(self, model: type[SQLModel], row: Row) -> None:
        """Add a row; fields that are left out take the model's defaults."""
        self._inserts.setdefault(model, []).append({**_defaults(model), **row})

    def upsert(self, model: type[SQLModel], row: Row) -> None:
        """Add a row, or replace the one with its key."""
        self._upserts.setdefault(model, {})[row["authority"], row["id"]] = {**_defaults(model), **row}

    def flush(self, connection: Connection) -> None:
        """Write what was collected, in the order in which tables were first named."""
        groups = self._taken(connection)
        if not groups:
            return
        if connection.dialect.name == "postgresql":
            _write_postgresql(connection, groups)
        else:
            _write_sqlite(connection, groups)

    def finish(self, connection: Connection) -> None:
        """The same as the last act of the transaction, which may be committed by it."""
        if connection.dialect.name == "postgresql" and len(self._inserts) == 1 and not self._upserts:
            groups = self._taken(connection)
            commit_with(connection, _statement(_shape(groups)), _values(groups))
        else:
            self.flush(connection)

    def _taken(self, connection: Connection) -> Groups:
        """What was collected, sealed; from now on nothing is."""
        groups = [(model, seal_rows(connection, model, rows), False) for model, rows in self._inserts.items()]
        groups += [
            (model, seal_rows(connection, model, [*rows.values()]), True) for model, rows in self._upserts.items()
        ]
        self._inserts.clear()
        self._upserts.clear()
        return groups


Groups = list[tuple[type[SQLModel], list[Row], bool]]


def _write_postgresql(connection: Connection, groups: Groups) -> None:
    connection.exec_driver_sql(_statement(_shape(groups)), _values(groups))


Shape = tuple[tuple[type[SQLModel], tuple[str, ...], bool], ...]


def _shape(groups: Groups) -> Shape:
    return tuple((model, tuple(rows[0]), upsert) for model, rows, upsert in groups)


def _values(groups: Groups) -> dict[str, str]:
    return {f"rows{n}": _as_json(model, rows) for n, (model, rows, _) in enumerate(groups)}


def _as_json(model: type[SQLModel], rows: list[Row]) -> str:
    for name in _binary(model):
        rows = [{**row, name: "\\x" + row[name].hex()} if row[name] is not None else row for row in rows]
    return to_json(rows).decode()


@cache
def _statement(shape: Shape) -> str:
    parts = []
    for n, (model, columns, upsert) in enumerate(shape):
        table = str(model.__tablename__)
        columns = tuple(column for column in columns if column not in _identities(model))
        names = ", ".join(f'"{column}"' for column in columns)
        source = f'json_populate_recordset(NULL::"{table}", CAST(%(rows{n})s AS json))'
        conflict = _conflict(columns) if upsert else ""
        parts.append(f'w{n} AS (INSERT INTO "{table}" ({names}) SELECT {names} FROM {source}{conflict})')
    return f"WITH {', '.join(parts)} SELECT 1"


@cache
def _identities(model: type[SQLModel]) -> frozenset[str]:
    """Columns whose values PostgreSQL gives."""
    return frozenset(
        c.name for c in SQLModel.metadata.tables[str(model.__tablename__)].columns if c.identity is not None
    )


@cache
def _binary(model: type[SQLModel]) -> tuple[str, ...]:
    """Columns of bytes, which JSON has not: they travel as PostgreSQL writes them."""
    columns = SQLModel.metadata.tables[str(model.__tablename__)].columns
    return tuple(column.name for column in columns if isinstance(column.type, (LargeBinary, SealedText)))


def _conflict(columns: tuple[str, ...]) -> str:
    news = ", ".join(f'"{column}" = EXCLUDED."{column}"' for column in columns if column not in ("authority", "id"))
    return f" ON CONFLICT (authority, id) DO UPDATE SET {news}"


def _write_sqlite(connection: Connection, groups: Groups) -> None:
    for model, rows, upsert in groups:
        connection.execute(_sqlite_statement(model, tuple(rows[0]), upsert), rows)


@cache
def _sqlite_statement(model: type[SQLModel], columns: tuple[str, ...], upsert: bool) -> TextClause:
    """As text, since SQLAlchemy builds its own inserts for SQLite anew each time."""
    table = SQLModel.metadata.tables[str(model.__tablename__)]
    names, values = ", ".join(f'"{column}"' for column in columns), ", ".join(f":{column}" for column in columns)
    statement = f'INSERT INTO "{table.name}" ({names}) VALUES ({values}){_conflict(columns) if upsert else ""}'
    return text(statement).bindparams(*(bindparam(column, type_=table.c[column].type) for column in columns))


@cache
def _defaults(model: type[SQLModel]) -> Mapping[str, Any]:
    """The plain defaults of a model's fields; keys are given by the caller."""
    return {
        name: field.default
        for name, field in model.model_fields.items()
        if not field.is_required() and field.default_factory is None
    }
