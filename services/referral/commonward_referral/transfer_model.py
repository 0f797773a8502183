"""Tables of transfers to another authority: one row on each side, in each authority's own keys; none sees the other's.

`transfers` says who decides, `courier` how the two come to agree.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, Text, UniqueConstraint, text
from sqlmodel import Field

from commonward.store import Tenant, instant, sealed

REQUESTED, WITHDRAWN, REFUSED, ACCEPTED = "requested", "withdrawn", "refused", "accepted"
"""What becomes of a request on the sender's side, where it is decided."""
OFFERED, ACCEPTING, REFUSING, RECEIVED = "offered", "accepting", "refusing", "received"
"""The receiver's side: `accepting` and `refusing` are answers that the sender's side has not decided about yet."""
_OPEN = text(f"state = '{REQUESTED}'")


class TransferOut(Tenant, table=True):
    """A request of this authority's to hand a case over, with what would go, as it was when somebody asked."""

    __tablename__ = "transfer_out"
    __table_args__ = (
        Index(
            "transfer_out_open", "authority", "case_id", unique=True, postgresql_where=_OPEN, sqlite_where=_OPEN
        ),
    )  # fmt: skip
    case_id: UUID
    to_authority: str = Field(max_length=40)
    parts: str = Field(sa_type=Text)
    """What was granted, a line each."""
    note: str = sealed()
    """What the receiver is told before it decides."""
    package: str = sealed()
    """JSON of what goes, if it is accepted."""
    requested_by: UUID
    requested_at: datetime = instant()
    state: str = Field(default=REQUESTED, max_length=10)
    why: str | None = Field(default=None, max_length=40)
    """Why it ended without a transfer, as a code."""
    settled_at: datetime | None = instant(default=None, nullable=True)
    told: str = Field(default="", max_length=10)
    """The last state that the receiver's side has heard of."""


class TransferIn(Tenant, table=True):
    """Another authority's request, as this authority knows of it. Nobody here is told the ids of the other's rows."""

    __tablename__ = "transfer_in"
    __table_args__ = (UniqueConstraint("authority", "request"), Index("transfer_in_case", "authority", "case_id"))
    request: UUID
    """The sender's row; only the courier uses it."""
    from_authority: str = Field(max_length=40)
    reference: str = Field(max_length=15)
    """The sender's case, as people call it."""
    parts: str = Field(sa_type=Text)
    note: str = sealed()
    offered_at: datetime = instant()
    state: str = Field(default=OFFERED, max_length=10)
    why: str | None = Field(default=None, max_length=40)
    answered_by: UUID | None = None
    answered_at: datetime | None = instant(default=None, nullable=True)
    case_id: UUID | None = None
    """This authority's own new case."""
    package: str | None = sealed(default=None)
    """JSON of what was handed over; it is there once this authority has accepted."""
