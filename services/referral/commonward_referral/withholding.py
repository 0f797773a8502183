"""What is withheld from the person concerned when their record is given to them, and under which exemption.

A mark names a field of a row of any service, by the place that the service's export gives it. Nothing is erased by it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field
from sqlalchemy import Index, select
from sqlmodel import Field as Column
from sqlmodel import col

from commonward.contracts import Code
from commonward.contracts.field_groups import Narrative, Plain
from commonward.identity import Actor
from commonward.store import FieldError, NotReady, Tenant, Work, instant, sealed
from commonward.web import Input
from commonward.web.withholding import Grouped
from commonward_referral.schemas import Done, Reason

Exemption = Literal["serious-harm", "third-party", "crime-and-police", "legal-privilege", "court-proceedings"]
"""DPA 2018, schedules 2 and 3: harm to somebody's health or life, others' data, crime, privilege, family courts."""
Name = Annotated[str, Field(pattern=r"^[a-z_]{1,40}$")]


class Withheld(Tenant, table=True):
    """A mark on one field of one row."""

    __tablename__ = "withheld"
    __table_args__ = (Index("withheld_case", "authority", "case_id"),)
    case_id: UUID
    service: str = Column(max_length=40)
    place: str = Column(max_length=40)
    """The table."""
    row: UUID
    field: str = Column(max_length=40)
    exemption: str = Column(max_length=40)
    reason: str = sealed()
    decided_by: UUID
    decided_at: datetime = instant()


class Withhold(Input):
    """A field that is not given to the person concerned, and why."""

    service: Literal["referral", "risk", "meetings", "notify"]
    table: Name
    row: UUID
    field: Name
    exemption: Exemption
    reason: Reason


class WithheldLine(Grouped):
    """A mark, with who made it."""

    id: UUID
    service: Code
    table: Plain
    row: UUID
    field: Plain
    exemption: Code
    reason: Narrative
    decided_by: UUID
    decided_at: datetime


class WithheldList(BaseModel):
    """A case's marks, the oldest first."""

    withheld: tuple[WithheldLine, ...]


def withhold(work: Work, actor: Actor, case: UUID, wanted: Withhold) -> Done:
    """Mark a field. Raises NotReady when it is marked already."""
    state = work.subject(case)
    if any((w.service, w.row, w.field) == (wanted.service, wanted.row, wanted.field) for w in _marks(work, case)):
        raise NotReady(FieldError(field="field", message="is withheld already"))
    marked = wanted.model_dump(exclude={"table"})
    about = {"case_id": case, "place": wanted.table, "decided_by": actor.person, "decided_at": work.now}
    id = work.write(Withheld, **marked, **about)
    work.audit("record.withhold", case)
    return Done(id=id, version=state.sequence)


def listed(work: Work, case: UUID) -> WithheldList:
    """What is withheld. Raises UnknownSubject."""
    work.subject(case)
    work.audit("withheld.read", case)
    lines = [WithheldLine.model_validate({**row.model_dump(), "table": row.place}) for row in _marks(work, case)]
    return WithheldList(withheld=tuple(lines))


def _marks(work: Work, case: UUID) -> list[Withheld]:
    query = select(Withheld).where(col(Withheld.case_id) == case).order_by(col(Withheld.id))
    return list(work.session.scalars(query))
