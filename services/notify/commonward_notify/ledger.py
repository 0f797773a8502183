"""The obligations of the cases in a unit of work, as rows and as the engine knows them, looked up together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import bindparam, select
from sqlmodel import col

from commonward.procedure import Obligation, Pause, State
from commonward.store import Work
from commonward_notify.model import Owed

Row = dict[str, Any]

_ROWS = select(*(getattr(Owed, name) for name in Owed.model_fields)).where(
    col(Owed.authority) == bindparam("authority"), col(Owed.case_id).in_(bindparam("cases", expanding=True))
)
"""Whole rows, column by column, by a statement that is made once: the ORM would cost more than the query."""
_KEPT = tuple(Obligation.__dataclass_fields__)
_STARTS: TypeAdapter[tuple[datetime | None, ...]] = TypeAdapter(tuple[datetime | None, ...])
_PAUSES: TypeAdapter[tuple[Pause, ...]] = TypeAdapter(tuple[Pause, ...])


@dataclass(slots=True)
class Ledger:
    """What is, or was, owed on the cases of a unit of work."""

    cases: dict[UUID, dict[UUID, Row]] = field(default_factory=dict)
    known: dict[UUID, dict[UUID, Obligation]] = field(default_factory=dict)
    """The same as the engine knows them; read once."""

    @classmethod
    def of(cls, work: Work) -> Ledger:
        """The unit of work's own."""
        found: Ledger = work.cache.setdefault(cls, cls())
        return found

    def look_up(self, work: Work, cases: Iterable[UUID]) -> None:
        """Read every obligation of these cases in one query. The cases are locked already."""
        new = {case for case in cases if case not in self.cases}
        if not new:
            return
        for case in new:
            self.cases[case], self.known[case] = {}, {}
        wanted = {"authority": work.authority, "cases": list(new)}
        for found in work.connection.execute(_ROWS, wanted).mappings():
            row = dict(found)
            self.cases[row["case_id"]][row["id"]], self.known[row["case_id"]][row["id"]] = row, obligation_of(row)

    def obligations(self, case: UUID) -> list[Obligation]:
        """A case's obligations as the engine knows them."""
        return list(self.known[case].values())

    def put(self, work: Work, case: UUID, obligation: Obligation, **values: Any) -> Row:
        """Store an obligation and return its row; `values` are what the engine does not keep."""
        known = self.cases[case].get(obligation.id, {"case_id": case})
        row = {**known, **_row(obligation), "wakes_at": obligation.wakes_at, **values}
        self.cases[case][obligation.id], self.known[case][obligation.id] = row, obligation
        work.replace(Owed, **row)
        return row


def obligation_of(row: Row) -> Obligation:
    """The engine's obligation of a row."""
    kept = {name: row[name] for name in _KEPT}
    starts = tuple(datetime.fromisoformat(start) if start else None for start in row["counted_from"])
    pauses = _PAUSES.validate_python(row["pauses"]) if row["pauses"] else ()
    return Obligation(**{**kept, "state": State(row["state"]), "counted_from": starts, "pauses": pauses})


def _row(obligation: Obligation) -> Row:
    kept = {name: getattr(obligation, name) for name in _KEPT}
    starts = _STARTS.dump_python(obligation.counted_from, mode="json")
    return {**kept, "counted_from": list(starts), "pauses": list(_PAUSES.dump_python(obligation.pauses, mode="json"))}
