"""Sealing the audit trail: apart from requests, rows that were committed are put into a chain of hashes.

A row may be committed after rows with a higher id were sealed already. So a seal names each row that it covers, and
keeps the `floor`: no transaction that was open when it was made holds an id below. Rows from there on are looked at
again by the next seal; a row that turns up below a floor was added by somebody else.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Select, insert, select, text
from sqlmodel import SQLModel, col

from commonward.clock import utcnow
from commonward.store.audit_chain import BEGINNING, Entry, entry_of, id_from, moment_of, pack, seal_hash, unpack
from commonward.store.database import Database
from commonward.store.tables import Audit, AuditSeal
from commonward.store.types import new_id

MOST = 5_000
"""Rows in one seal."""
LOWEST = UUID(int=0)
SKEW = timedelta(seconds=5)
"""How far the clocks of the services' machines and of the database may be apart."""


def seal(database: Database, authority: str, most: int = MOST) -> int:
    """Seal what an authority's trail has new, at most so many rows; return how many.

    Returns 0 while another worker of this service seals. Raises DatabaseAway.
    """
    with database.transaction(authority) as connection:
        if not _alone(connection, database, authority):
            return 0
        oldest = _oldest(connection, database)  # asked for before the rows: what begins later has later ids
        before = connection.execute(_newest(authority)).first()
        found = _unsealed(connection, authority, before.floor if before else LOWEST, most)
        if found:
            floor = id_from(oldest - SKEW)
            if len(found) == most:
                floor = min(floor, found[-1].id)
            connection.execute(insert(AuditSeal), _link(database.service, authority, before, found, floor))
        return len(found)


def _link(service: str, authority: str, before: Any, entries: list[Entry], floor: UUID) -> dict[str, Any]:
    made = AuditSeal(
        authority=authority,
        id=new_id(),
        number=before.number + 1 if before else 1,
        at=utcnow(),
        first=entries[0].id,
        last=entries[-1].id,
        floor=max(floor, before.floor) if before else floor,
        count=len(entries),
        rows=pack(entries),
        previous=before.hash if before else BEGINNING,
        hash=b"",
    )
    return {**made.model_dump(), "hash": seal_hash(service, made)}


def _unsealed(connection: Connection, authority: str, floor: UUID, most: int) -> list[Entry]:
    """Rows that no seal covers yet, in order of id."""
    overlapping = select(col(AuditSeal.rows)).where(col(AuditSeal.authority) == authority, col(AuditSeal.last) >= floor)
    sealed = {entry.id for rows in connection.scalars(overlapping) for entry in unpack(rows) if entry.id >= floor}
    found: list[Entry] = []
    rows = connection.execute(trail(authority, floor).execution_options(yield_per=1000))
    for row in rows:
        if row.id not in sealed:
            found.append(entry_of(row))
        if len(found) == most:
            break
    rows.close()
    return found


def trail(authority: str, floor: UUID = LOWEST) -> Select[Any]:
    """An authority's rows of the trail from an id on, as plain columns in order of id."""
    columns = SQLModel.metadata.tables["audit"].c
    query = select(*columns).where(col(Audit.authority) == authority, col(Audit.id) >= floor)
    return query.order_by(col(Audit.id))


def _newest(authority: str) -> Select[Any]:
    columns = select(col(AuditSeal.number), col(AuditSeal.floor), col(AuditSeal.hash))
    return columns.where(col(AuditSeal.authority) == authority).order_by(col(AuditSeal.number).desc()).limit(1)


def _alone(connection: Connection, database: Database, authority: str) -> bool:
    """Whether this transaction is the one that seals; SQLite has one writer anyway."""
    if not database.postgresql:
        return True
    ask = text("SELECT pg_try_advisory_xact_lock(hashtext(:name))")
    return bool(connection.scalar(ask, {"name": f"seal {database.service} {authority}"}))


def _oldest(connection: Connection, database: Database) -> datetime:
    """Since when transactions that may still add to the trail have been open. A role sees its own, which do."""
    if not database.postgresql:
        return moment_of(new_id())  # the one writer is this one
    ask = "SELECT min(xact_start) FROM pg_stat_activity WHERE usename = current_user AND datname = current_database()"
    oldest: datetime | None = connection.scalar(text(ask))
    if oldest is None:
        raise RuntimeError("PostgreSQL does not tell since when transactions are open: set track_activities = on")
    return oldest
