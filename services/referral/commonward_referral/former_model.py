"""The table of how children were recorded before somebody put it right."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, LargeBinary
from sqlmodel import Field

from commonward.contracts.field_groups import FieldGroup
from commonward.store import Tenant, instant, sealed


class FormerIdentity(Tenant, table=True):
    """What a child's record said until it was put right; only what was, and nothing where nothing stood there."""

    __tablename__ = "former_identity"
    __table_args__ = (
        Index("former_identity_child", "authority", "child"),
        Index("former_identity_likeness", "authority", "likeness"),
    )
    child: UUID
    given_name: str | None = sealed(group=FieldGroup.IDENTITY, default=None)
    family_name: str | None = sealed(group=FieldGroup.IDENTITY, default=None)
    """Both names are kept where one of them was wrong, as a child is looked for by both."""
    likeness: bytes | None = Field(sa_type=LargeBinary, default=None)
    """The blind index of that name with the date of birth, as a record's own: a report under it may be this child's."""
    nhs_number: str | None = sealed(group=FieldGroup.IDENTITY, default=None)
    address: str | None = sealed(group=FieldGroup.IDENTITY, default=None)
    reason: str = sealed(group=FieldGroup.IDENTITY)
    """It may well say the name."""
    put_right_by: UUID
    put_right_at: datetime = instant()
