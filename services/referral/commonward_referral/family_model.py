"""The table of siblings."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field

from commonward.store import Tenant, instant, sealed
from commonward_referral.states import MADE


class SiblingLink(Tenant, table=True):
    """Two children are siblings, and so is the first the second's."""

    __tablename__ = "sibling_link"
    __table_args__ = (
        Index("sibling_link_child", "authority", "child"),
        Index("sibling_link_sibling", "authority", "sibling"),
    )
    child: UUID
    sibling: UUID
    relation: str = Field(max_length=10)
    reason: str = sealed()
    linked_by: UUID
    linked_at: datetime = instant()
    state: str = Field(default=MADE, max_length=10)
