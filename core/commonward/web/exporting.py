"""A service's part of a child's record, for a subject access request: what belongs to other people is set apart.

Each service gives its own; `commonward subject-access` puts them together and leaves out what is withheld.
"""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from flask import Blueprint
from pydantic import BaseModel, PrivateAttr
from sqlalchemy import LargeBinary, select
from sqlmodel import SQLModel

from commonward.contracts.field_groups import FieldGroup, OfWhole, Plain
from commonward.identity import Capability
from commonward.store import Work
from commonward.store.held import Held
from commonward.store.sealed import SealedBytes, sealed_columns
from commonward.web.operations import operation, resources, transaction
from commonward.web.withholding import Grouped

blueprint = Blueprint("exporting", __name__)


BY_COLUMN = OfWhole(lambda entry: entry._group)


class Entry(Grouped):
    """One field of one row. Whoever reads the export decides about it by its place."""

    table: Plain
    id: UUID
    field: Plain
    value: Annotated[Any, BY_COLUMN]
    sealed: bool
    """It is kept sealed: words or names, which a person reads before they are given away."""
    _group: FieldGroup = PrivateAttr(default=FieldGroup.NARRATIVE)

    def of(self, group: FieldGroup) -> Entry:
        """Say of which group the field is."""
        self._group = group
        return self


class Part(BaseModel):
    """What one service holds about the case."""

    service: Plain
    record: tuple[Entry, ...]
    """The child's own."""
    others: tuple[Entry, ...]
    """What is about somebody else, or names them."""


@operation(
    blueprint, "/v1/cases/<uuid:case>/export", guard=Capability.RECORD_EXPORT, answers={200: Part}, tags=["export"]
)
def export(case: UUID) -> Part:
    """This service's part of the record, for a request of the person concerned."""
    with transaction() as unit:
        unit.subject(case)
        unit.audit("record.export", case)
        found = [entry for held in resources().holds for entry in _entries(unit, held, case)]
    return Part(
        service=resources().service,
        record=tuple(entry for entry, others in found if not others),
        others=tuple(entry for entry, others in found if others),
    )


def _entries(work: Work, held: Held, case: UUID) -> list[tuple[Entry, bool]]:
    columns = SQLModel.metadata.tables[str(held.model.__tablename__)].columns
    table, own = str(held.model.__tablename__), [c for c in columns if c.name not in ("authority", "id")]
    shown = [c for c in own if not isinstance(c.type, LargeBinary | SealedBytes)]
    found = []
    for row in work.session.scalars(select(held.model).where(held.of(case)).order_by(columns["id"])):
        values, others = row.model_dump(mode="json", include={"id", *(c.name for c in shown)}), held.others(row)
        for each in shown:
            if values[each.name] not in (None, ""):
                is_sealed = each.name in sealed_columns(held.model)
                place = {"table": table, "id": values["id"], "field": each.name}
                entry = Entry.model_validate({**place, "value": values[each.name], "sealed": is_sealed})
                found.append((entry.of(held.group_of(row, each.name)), each.name in others))
    return found
