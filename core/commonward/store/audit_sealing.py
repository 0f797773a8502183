"""Sealing the audit trail: apart from requests, rows that were committed are put into a chain of hashes.

A row may be committed after rows with a higher id were sealed already. So a seal names each row that it covers, and
keeps the `floor`: no transaction that was open when it was made holds an id below. Rows from there on are looked at
again by the next seal; a row that turns up below a floor was added by somebody else.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Select, bindparam, insert, select, text
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
        oldest = _oldest(connection, database, authority)  # before the rows: what begins later has later ids
        if oldest is None:
            return 0
        before = connection.execute(_NEWEST, {"authority": authority}).first()
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
    here = {"authority": authority, "floor": floor}
    covered = connection.scalars(_OVERLAPPING, here)
    sealed = {entry.id for rows in covered for entry in unpack(rows) if entry.id >= floor}
    rows = connection.execute(trail().limit(len(sealed) + most), here)
    return [entry_of(row) for row in rows if row.id not in sealed][:most]


@cache
def trail() -> Select[Any]:
    """An `authority`'s rows of the trail from a `floor` on, as plain columns in order of id."""
    columns = SQLModel.metadata.tables["audit"].c
    query = select(*columns).where(col(Audit.authority) == bindparam("authority"), col(Audit.id) >= bindparam("floor"))
    return query.order_by(col(Audit.id))


_NEWEST = (
    select(col(AuditSeal.number), col(AuditSeal.floor), col(AuditSeal.hash))
    .where(col(AuditSeal.authority) == bindparam("authority"))
    .order_by(col(AuditSeal.number).desc())
    .limit(1)
)
_OVERLAPPING = select(col(AuditSeal.rows)).where(
    col(AuditSeal.authority) == bindparam("authority"), col(AuditSeal.last) >= bindparam("floor")
)


def _oldest(connection: Connection, database: Database, authority: str) -> datetime | None:
    """Since when transactions that may still add to the trail have been open; nothing while another one seals.

    A role sees its own transactions, and it is the services' role that adds. SQLite has one writer, and this is it.
    """
    if not database.postgresql:
        return moment_of(new_id())
    row = connection.execute(_OLDEST, {"name": f"seal {database.service} {authority}"}).one()
    if row.oldest is None:
        raise RuntimeError("PostgreSQL does not tell since when transactions are open: set track_activities = on")
    oldest: datetime = row.oldest
    return oldest if row.alone else None


_OLDEST = text("""
    SELECT pg_try_advisory_xact_lock(hashtext(:name)) AS alone, (
        SELECT min(xact_start) FROM pg_stat_activity WHERE usename = current_user AND datname = current_database()
    ) AS oldest
""")
