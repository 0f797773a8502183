"""How up to date a service's copy of who may see what is: its worker notes it, its web app asks."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from commonward.store.database import Database
from commonward.store.tables import Followed
from commonward.store.writes import WriteSet


def note_followed(database: Database, authority: str, worker: UUID, until: datetime) -> None:
    """Note it, instead of what was noted before. Raises DatabaseAway."""
    writes = WriteSet()
    writes.upsert(Followed, {"authority": authority, "id": worker, "until": until})
    with database.transaction(authority) as connection:
        writes.flush(connection)


def followed_until(session: Session) -> datetime | None:
    """Up to when the copy is whole; None where nothing was ever noted."""
    return session.scalar(select(col(Followed.until)).limit(1))
