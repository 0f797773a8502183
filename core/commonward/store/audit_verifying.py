"""Verifying the audit trail: its rows, in order of id, against its seals, in order of number. It only reads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, bindparam, select
from sqlmodel import SQLModel, col

from commonward.store.audit_chain import BEGINNING, entry_of, moment_of, seal_hash, unpack
from commonward.store.audit_sealing import LOWEST, trail
from commonward.store.database import Database
from commonward.store.tables import AuditSeal
from commonward.store.types import new_id

TOP = UUID(int=2**128 - 1)


class Tampering(StrEnum):
    """What was done to a row of the trail, or to a seal."""

    CHANGED = "row changed"
    REMOVED = "row removed"
    ADDED = "row that no seal covers"
    REORDERED = "row changed places"
    SEAL_CHANGED = "seal changed"
    SEAL_REMOVED = "seal removed"
    SEAL_REPLACED = "seal replaced"
    CUT_OFF = "tail cut off"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is not as it was sealed."""

    what: Tampering
    seal: int | None
    """The number of the seal that shows it."""
    row: UUID | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """A seal that is known from elsewhere: a checkpoint's."""

    number: int
    hash: bytes


@dataclass(slots=True)
class Verified:
    """What was looked at in one trail, and every fault of it."""

    rows: int = 0
    seals: int = 0
    end: Mark = Mark(0, BEGINNING)
    """The newest seal."""
    unsealed: int = 0
    waiting_seconds: float = 0.0
    """The age of the oldest row that is not sealed yet."""
    faults: list[Fault] = field(default_factory=list)


def verify(database: Database, authority: str, known: Mark | None = None) -> Verified:
    """Walk an authority's trail in one service, and hold it against a checkpoint's mark if one is given."""
    with database.session(authority) as session:
        # The seals are asked for first: whatever they cover is there when the rows are asked for.
        here = {"authority": authority, "floor": LOWEST}
        seals = _read(session.connection(), _seals(), here, 50)
        walk = _Walk(database.service, _read(session.connection(), trail(), here, 1_000), known)
        for seal in seals:
            walk.take(seal)
        return walk.end()


class _Walk:
    """Rows and seals side by side: memory holds only what lies between two floors."""

    def __init__(self, service: str, rows: Iterator[Any], known: Mark | None) -> None:
        self._service = service
        self._rows = rows
        self._row = next(rows, None)
        self._known = known
        self._sealed: dict[UUID, tuple[bytes, int]] = {}
        self._floor = LOWEST
        self._whole = True
        self._changed: list[tuple[UUID, int, bytes, bytes]] = []
        self._found = Verified()

    def take(self, seal: Any) -> None:
        """The next seal, then all rows below its floor."""
        self._check(seal)
        self._sealed |= {entry.id: (entry.digest, seal.number) for entry in unpack(seal.rows)}
        if self._whole:  # what a changed seal says of its floor is worth nothing
            self._floor = max(self._floor, seal.floor)
        self._compare(self._floor)

    def end(self) -> Verified:
        """What was found, once every seal was taken."""
        self._compare(TOP)
        recorded = {digest for _, _, digest, _ in self._changed}
        for id, number, _, actual in self._changed:
            self._fault(Tampering.REORDERED if actual in recorded else Tampering.CHANGED, number, id)
        if self._known is not None and self._known.number > self._found.end.number:
            self._fault(Tampering.CUT_OFF, self._known.number)
        return self._found

    def _check(self, seal: Any) -> None:
        before, here = self._found.end, Mark(seal.number, seal.hash)
        linked = seal.previous == before.hash or not self._whole
        self._whole = seal_hash(self._service, seal) == seal.hash
        if not self._whole:
            self._fault(Tampering.SEAL_CHANGED, seal.number)
        for missing in range(before.number + 1, seal.number):
            self._fault(Tampering.SEAL_REMOVED, missing)
        if seal.number == before.number + 1 and self._whole and not linked:
            self._fault(Tampering.SEAL_REPLACED, before.number or seal.number)
        if self._known is not None and self._known.number == seal.number and self._known != here:
            self._fault(Tampering.SEAL_REPLACED, seal.number)
        self._found.seals += 1
        self._found.end = here

    def _compare(self, floor: UUID) -> None:
        """All rows below the floor; none of them can come any more, and each must be sealed."""
        while self._row is not None and self._row.id < floor:
            self._compare_row(self._row, waits=floor == TOP)
            self._row = next(self._rows, None)
        for id in [id for id in self._sealed if id < floor]:
            self._fault(Tampering.REMOVED, self._sealed.pop(id)[1], id)

    def _compare_row(self, row: Any, *, waits: bool) -> None:
        self._found.rows += 1
        recorded = self._sealed.pop(row.id, None)
        if recorded is not None:
            digest, number = recorded
            actual = entry_of(row).digest
            if actual != digest:
                self._changed.append((row.id, number, digest, actual))
        elif waits:
            self._found.unsealed += 1
            age = (moment_of(new_id()) - moment_of(row.id)).total_seconds()
            self._found.waiting_seconds = max(self._found.waiting_seconds, age)
        else:
            self._fault(Tampering.ADDED, self._found.end.number, row.id)

    def _fault(self, what: Tampering, seal: int | None, row: UUID | None = None) -> None:
        self._found.faults.append(Fault(what, seal, row))


def _seals() -> Any:
    columns = SQLModel.metadata.tables["audit_seal"].c
    query = select(*columns).where(col(AuditSeal.authority) == bindparam("authority"))
    return query.order_by(col(AuditSeal.number))


def _read(connection: Connection, query: Any, values: dict[str, Any], at_a_time: int) -> Iterator[Any]:
    return iter(connection.execute(query, values, execution_options={"yield_per": at_a_time}))
