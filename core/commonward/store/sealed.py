"""Sealed columns: a model names a field as sealed once, and its rows are sealed and opened wherever they go.

What is written in bulk (`WriteSet`) is sealed as it is sent, what the ORM writes at its flush; what the ORM loads is
opened when it is loaded. Nothing else can write such a column: its type takes sealed bytes and refuses the rest.
A query that selects the column alone gets the bytes, and opens them with `open_value`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, LargeBinary, event
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import Mapper, QueryContext
from sqlalchemy.orm.attributes import get_history, set_committed_value
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel

from commonward.contracts.field_groups import FieldGroup
from commonward.store.sealed_keys import AuthorityKeys
from commonward.store.types import Tenant


class Unsealed(TypeError):
    """Something was to be written into, or compared with, a sealed column as it is: a mistake in the code."""


class SealedText(TypeDecorator[Any]):
    """Text whose bytes in the database only the authority's key opens, in its own row and column."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> bytes | None:
        if value is None or isinstance(value, bytes):
            return value
        raise Unsealed(f"a sealed column takes sealed bytes, not {type(value).__name__}")

    @staticmethod
    def pack(value: Any) -> bytes:
        """The bytes to seal."""
        return str(value).encode()

    @staticmethod
    def unpack(plain: bytes) -> Any:
        """The value of opened bytes."""
        return plain.decode()


class SealedDate(SealedText):
    """A day, sealed; as text it is in ISO's form."""

    cache_ok = True

    @staticmethod
    def unpack(plain: bytes) -> date:
        """The value of opened bytes."""
        return date.fromisoformat(plain.decode())


class SealedBytes(SealedText):
    """Bytes, sealed: written in bulk and selected by column, as the ORM takes any bytes for sealed ones."""

    cache_ok = True

    @staticmethod
    def pack(value: Any) -> bytes:
        """The bytes to seal."""
        return bytes(value)

    @staticmethod
    def unpack(plain: bytes) -> bytes:
        """The value of opened bytes."""
        return plain


def sealed(kind: type[SealedText] = SealedText, *, group: FieldGroup = FieldGroup.NARRATIVE, **options: Any) -> Any:
    """A column that is sealed, and the group of fields that it is of."""
    return Field(sa_type=kind, sa_column_kwargs={"info": {"group": group}}, **options)


def group_of_column(model: type[SQLModel], name: str) -> FieldGroup:
    """The group that a column is of: what is not sealed is of the case."""
    if name not in sealed_columns(model):
        return FieldGroup.CASE
    group: FieldGroup = SQLModel.metadata.tables[str(model.__tablename__)].columns[name].info["group"]
    return group


@cache
def sealed_columns(model: type[SQLModel]) -> Mapping[str, SealedText]:
    """The sealed columns of a model, by name."""
    columns = SQLModel.metadata.tables[str(model.__tablename__)].columns
    return {column.name: column.type for column in columns if isinstance(column.type, SealedText)}


def keys_of(connection: Connection) -> AuthorityKeys:
    """The keys of the authority whose transaction this is."""
    return _known(connection.get_execution_options().get("keys"))


def _known(keys: AuthorityKeys | None) -> AuthorityKeys:
    if keys is None:
        raise Unsealed("nothing can be sealed or opened here: no authority, or no key service")
    return keys


def seal_value(keys: AuthorityKeys, model: type[SQLModel], name: str, id: UUID, value: Any) -> bytes:
    """One value, sealed for its row and column."""
    return keys.seal(sealed_columns(model)[name].pack(value), place_of(model, name, id))


def open_value(keys: AuthorityKeys, model: type[SQLModel], name: str, id: UUID, value: bytes | None) -> Any:
    """One value, opened; nothing stays nothing. Raises BrokenSeal."""
    if value is None:
        return None
    return sealed_columns(model)[name].unpack(keys.open(bytes(value), place_of(model, name, id)))


def seal_rows(connection: Connection, model: type[SQLModel], rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows with their sealed columns sealed."""
    names = sealed_columns(model)
    if not names:
        return rows
    keys = keys_of(connection)
    return [{**row, **_sealed_part(keys, model, row, [n for n in names if row.get(n) is not None])} for row in rows]


def _sealed_part(
    keys: AuthorityKeys, model: type[SQLModel], row: Mapping[str, Any], names: list[str]
) -> dict[str, bytes]:
    sealed, id = sealed_columns(model), str(row["id"])
    return {name: keys.seal(sealed[name].pack(row[name]), place_of(model, name, id)) for name in names}


def place_of(model: type[SQLModel], name: str, id: UUID | str) -> str:
    """Where a value belongs: sealed for here, it opens nowhere else."""
    return f"{model.__tablename__}|{name}|{id}"


# --- the ORM


def _opened(row: Tenant, context: QueryContext, _names: object = None) -> None:
    """A row was loaded or refreshed."""
    if sealed_columns(type(row)):
        _open_row(row, _known(context.session.info.get("keys")))


def _open_row(row: Tenant, keys: AuthorityKeys) -> None:
    for name in sealed_columns(type(row)):
        value = row.__dict__.get(name)
        if isinstance(value, bytes):
            set_committed_value(row, name, open_value(keys, type(row), name, row.id, value))


def _sealing(_mapper: Mapper[Any], connection: Connection, row: Tenant) -> None:
    """A row is about to be written: what changed in it is sealed."""
    for name in sealed_columns(type(row)):
        value = row.__dict__.get(name)
        if value is not None and get_history(row, name).has_changes():
            setattr(row, name, seal_value(keys_of(connection), type(row), name, row.id, value))


def _written(_mapper: Mapper[Any], connection: Connection, row: Tenant) -> None:
    """A row was written: in memory it is plain again."""
    if any(isinstance(row.__dict__.get(name), bytes) for name in sealed_columns(type(row))):
        _open_row(row, keys_of(connection))


_LISTENERS: Mapping[str, Callable[..., None]] = {
    "load": _opened,
    "refresh": _opened,
    "before_insert": _sealing,
    "before_update": _sealing,
    "after_insert": _written,
    "after_update": _written,
}
for _name, _listener in _LISTENERS.items():
    event.listen(Tenant, _name, _listener, propagate=True)
