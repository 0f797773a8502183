"""The table of adults of concern and places."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from commonward.contracts.field_groups import FieldGroup
from commonward.store import Tenant, instant, sealed


class Party(Tenant, table=True):
    """A subject other than a child: an adult of concern, a place. Its id is the subject of its events."""

    __tablename__ = "party"
    __table_args__ = (UniqueConstraint("authority", "reference"), Index("party_kind", "authority", "kind"))
    kind: str = Field(max_length=64)
    reference: str = Field(max_length=15)
    label: str = sealed(group=FieldGroup.ADULT_OF_CONCERN)
    """A name, an address, a registration plate: what people know it by."""
    details: str = sealed(group=FieldGroup.ADULT_OF_CONCERN)
    opened_at: datetime = instant()
    opened_by: UUID
