"""Changing the key of an authority's search tokens while the platform runs.

A new key is added beside the old one. From then on everything is searched by both; once every process has the new
key, everything is written with it. When nothing is left that the old key has hashed, it is destroyed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlmodel import col

from commonward.clock import utcnow
from commonward.store.database import Database
from commonward.store.sealed_keys import INDEX, KEPT, KNOWN, AuthorityKeys, DataKey, KeyGone

STRAGGLERS = timedelta(seconds=KEPT)
"""How long the last transaction that began with the old key may take."""


@dataclass(frozen=True, slots=True)
class Changing:
    """How far the change of a key is."""

    generation: int
    """Of the key that takes over."""
    writes_from: datetime
    """When nothing is written with the old key any more."""
    old: int
    """How many older keys are there still."""


def begin(database: Database, authority: str) -> Changing:
    """Add a key, unless one is on its way already; return how far that is. Raises KeyGone."""
    found = under_way(database, authority)
    if found.old:
        return found
    keys = _keys(database, authority)
    keys.add(INDEX, found.generation + 1)
    keys.load()
    return under_way(database, authority)


def under_way(database: Database, authority: str) -> Changing:
    """How far the change of the key is. Raises KeyGone."""
    with database.session(authority, writing=True) as session:  # the first key is there now, if it was not
        query = select(DataKey).where(col(DataKey.purpose) == INDEX, col(DataKey.wrapped).is_not(None))
        rows = session.scalars(query.order_by(col(DataKey.generation))).all()
    if not rows:
        raise KeyGone(f"the keys of {authority} were destroyed")
    return Changing(rows[-1].generation, rows[-1].made_at + KNOWN + STRAGGLERS, len(rows) - 1)


def finish(database: Database, authority: str, write_anew: Callable[[], int]) -> int:
    """Write anew until nothing is left to write, then destroy the older keys; return how much was written."""
    total = 0
    while changed := write_anew():
        total += changed
    newest = under_way(database, authority).generation
    old = update(DataKey).where(col(DataKey.authority) == authority, col(DataKey.purpose) == INDEX)
    gone = old.where(col(DataKey.generation) < newest, col(DataKey.wrapped).is_not(None))
    with database.transaction(authority) as connection:
        connection.execute(gone.values(wrapped=None, destroyed_at=utcnow()))
    _keys(database, authority).load()
    return total


def _keys(database: Database, authority: str) -> AuthorityKeys:
    keys = database.keys(authority)
    assert keys is not None  # the settings' database has a key service
    return keys
