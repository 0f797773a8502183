"""What a service holds about a case, declared once: which rows are the case's, and which of their fields are others'.

The export for a request of the person concerned reads it, and so does the disposal of a case. Whoever adds a table adds
a line.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlmodel import SQLModel

from commonward.contracts.field_groups import FieldGroup
from commonward.store.sealed import group_of_column

OfCase = Callable[[UUID], ColumnElement[bool]]
Others = Callable[[Any], Collection[str]]


@dataclass(frozen=True, slots=True)
class Held:
    """The rows of one table that are about a case."""

    model: type[SQLModel]
    of: OfCase
    others: Others
    """The fields of a row that are about somebody else than the child, or name them."""
    told_by: Callable[[Any], FieldGroup] | None = None
    """The group of what was told, where it follows from the row, such as from the agency."""

    def group_of(self, row: Any, field: str) -> FieldGroup:
        """The group of a field of a row: what is not sealed is of the case."""
        told = group_of_column(self.model, field)
        return self.told_by(row) if told is FieldGroup.NARRATIVE and self.told_by is not None else told


def beside(model: type[SQLModel], of: OfCase) -> Held:
    """Rows that are erased with the case, and are no part of what is exported."""
    return Held(model, of, never)


def column(model: type[SQLModel], name: str) -> Any:
    """A column of a model, by name."""
    return SQLModel.metadata.tables[str(model.__tablename__)].columns[name]


def of_case(model: type[SQLModel], name: str = "case_id") -> OfCase:
    """The rows that name the case."""
    return lambda case: bool_of(column(model, name) == case)


def through(model: type[SQLModel], name: str, parent: type[SQLModel]) -> OfCase:
    """The rows that name a row of the parent's, which names the case."""
    mine = column(parent, "case_id")
    return lambda case: bool_of(column(model, name).in_(select(column(parent, "id")).where(mine == case)))


def among(model: type[SQLModel], ids: Iterable[UUID], name: str = "id") -> OfCase:
    """The rows that name one of these, whatever the case."""
    wanted = list(ids)
    return lambda _case: bool_of(column(model, name).in_(wanted))


def bool_of(condition: Any) -> ColumnElement[bool]:
    """The condition, as a type checker sees it."""
    found: ColumnElement[bool] = condition
    return found


def never(row: Any) -> Collection[str]:
    """Nothing of it is about anybody else."""
    return ()


def always(*names: str) -> Others:
    """These fields are about others in every row."""
    return lambda row: names
