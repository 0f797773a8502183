"""Tending an authority's keys: a new generation, sealing again with it what older ones sealed, and destroying them all.

Rotation needs no pause: what is written takes the new generation, at the latest a minute later in every process, and
what older generations sealed is readable before, while and after it is sealed again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Table, bindparam, select, update
from sqlmodel import SQLModel, col

from commonward.clock import utcnow
from commonward.settings import Settings
from commonward.store.database import Database
from commonward.store.keys import MasterKey, master_keys
from commonward.store.sealed import SealedBytes, keys_of, place_of, sealed_columns
from commonward.store.sealed_keys import DATA, AuthorityKeys, DataKey, KeyGone, generation_of, is_sealed
from commonward.store.sealing import Sealer
from commonward.store.tables import Parked

BATCH, FILES = 500, 8
"""Rows at a time, and rows that hold whole files."""
_START = UUID(int=0)


def rotate(database: Database, authority: str) -> int:
    """Make a new generation, which seals from now on; return its number. Raises KeyGone."""
    with database.session(authority, writing=True):
        keys = _keys(database, authority)  # the first generation is there now, if it was not
    keys.load()
    if not keys.newest:
        raise KeyGone(f"the keys of {authority} were destroyed")
    keys.add(DATA, keys.newest + 1)
    keys.load()
    return keys.newest


def reseal(database: Database, authority: str, models: Iterable[type[SQLModel]]) -> int:
    """Seal with the newest generation what is sealed with an older one, or not at all; return how many values."""
    count = 0
    for model in models:
        if sealed_columns(model):
            after: UUID | None = _START
            while after is not None:
                with database.transaction(authority) as connection:
                    changed, after = _reseal_some(connection, authority, model, after)
                count += changed
    return count


def destroy(database: Database, authority: str) -> int:
    """Forget every key of the authority, and that for good; return how many. Other processes follow within a minute.

    Parked events, which are sealed otherwise, lose their bodies.
    """
    gone = update(DataKey).where(col(DataKey.authority) == authority, col(DataKey.wrapped).is_not(None))
    with database.transaction(authority) as connection:
        count = connection.execute(gone.values(wrapped=None, destroyed_at=utcnow())).rowcount
        connection.execute(update(Parked).where(col(Parked.authority) == authority).values(sealed=b""))
    _keys(database, authority).load()
    return count


def rewrap(database: Database, authority: str, settings: Settings) -> int:
    """Wrap with the master key what another wrapped, and seal parked events with it; return how many.

    Nothing that the data keys sealed is touched. Raises BrokenSeal when neither master key opens something.
    """
    service, sealer = MasterKey(*master_keys(settings)), Sealer.of(settings)

    def wrap(wrapped: bytes) -> bytes:
        return service.wrap(service.unwrap(wrapped, authority), authority)

    def seal(sealed: bytes) -> bytes:
        return sealer.seal(sealer.open(sealed, authority), authority)

    with database.transaction(authority) as connection:
        keys = _renew(connection, authority, DataKey, "wrapped", wrap)
        return keys + _renew(connection, authority, Parked, "sealed", seal)


def _renew(
    connection: Connection, authority: str, model: type[SQLModel], name: str, renewed: Callable[[bytes], bytes]
) -> int:
    """Replace a column's values, under the locks of their rows; return how many."""
    table = SQLModel.metadata.tables[str(model.__tablename__)]
    there = table.c.authority == authority, table.c[name].is_not(None)
    rows = connection.execute(select(table.c.id, table.c[name]).where(*there).with_for_update()).all()
    there_still = [(id, value) for id, value in rows if value]  # of what was disposed of, no byte is left
    for id, value in there_still:
        connection.execute(_of_row(table, authority).values({name: renewed(value)}), {"row": id})
    return len(there_still)


def _keys(database: Database, authority: str) -> AuthorityKeys:
    keys = database.keys(authority)
    assert keys is not None  # the settings' database has a key service
    return keys


def _reseal_some(connection: Connection, authority: str, model: type[SQLModel], after: UUID) -> tuple[int, UUID | None]:
    """One batch of rows, under their locks: how many values changed, and the last row if there may be more."""
    table, names = SQLModel.metadata.tables[str(model.__tablename__)], sealed_columns(model)
    wanted = select(table.c.id, *(table.c[name] for name in names)).where(table.c.authority == authority)
    page = wanted.where(table.c.id > after).order_by(table.c.id).limit(_batch(model)).with_for_update()
    rows = connection.execute(page).mappings().all()
    keys, count = keys_of(connection), 0
    for row in rows:
        news = dict(_renewed(keys, model, row))
        if news:
            connection.execute(_of_row(table, authority).values(news), {"row": row["id"]})
            count += len(news)
    return count, rows[-1]["id"] if len(rows) == _batch(model) else None


def _batch(model: type[SQLModel]) -> int:
    return FILES if any(isinstance(kind, SealedBytes) for kind in sealed_columns(model).values()) else BATCH


def _renewed(keys: AuthorityKeys, model: type[SQLModel], row: Mapping[Any, Any]) -> Iterator[tuple[str, bytes]]:
    for name in sealed_columns(model):
        value, place = row[name], place_of(model, name, row["id"])
        if value is None or (is_sealed(value) and generation_of(value) == keys.newest):
            continue
        plain = keys.open(value, place) if is_sealed(value) else bytes(value)
        yield name, keys.seal(plain, place)


def _of_row(table: Table, authority: str) -> Any:
    return update(table).where(table.c.authority == authority, table.c.id == bindparam("row"))
