"""The table of proposals to put right what was held for true."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field

from commonward.store import Tenant, instant, sealed
from commonward_referral.states import WAITING


class Proposal(Tenant, table=True):
    """A change of what was held for true. It takes effect when a second person agrees."""

    __tablename__ = "proposal"
    __table_args__ = (Index("proposal_case", "authority", "case_id"),)
    case_id: UUID
    kind: str = Field(max_length=20)
    content: str = sealed()
    """JSON of what is proposed."""
    reason: str = sealed()
    proposed_by: UUID
    proposed_at: datetime = instant()
    authorised_by: UUID | None = None
    answered_at: datetime | None = instant(default=None, nullable=True)
    """When a second person agreed or refused, as far as it was kept."""
    state: str = Field(default=WAITING, max_length=10)
