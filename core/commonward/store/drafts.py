"""The table of half-written forms. A service whose forms people fill in lists it among its models."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Index
from sqlmodel import Field

from commonward.store.migrate import protect, tenant_columns
from commonward.store.sealed import sealed
from commonward.store.types import Instant, Tenant, instant


class Draft(Tenant, table=True):
    """What somebody has typed and not sent: theirs alone, and gone once it is sent or has grown old."""

    __tablename__ = "draft"
    __table_args__ = (Index("draft_person", "authority", "person"), Index("draft_expires", "authority", "expires_at"))
    person: UUID
    kind: str = Field(max_length=64)
    """Which form: a concern, one of the board's records, a meeting."""
    what: str | None = Field(default=None, max_length=64)
    """Which of its kind: the record's code, the meeting's id."""
    about: UUID | None = None
    """The case; a concern has none yet."""
    typed: str = sealed(default="{}")
    """Every field with what was typed in it, as JSON."""
    saved_at: datetime = instant()
    expires_at: datetime = instant()


def create_draft_table() -> None:
    """Within a service's migration."""
    op.create_table(
        "draft",
        *tenant_columns(),
        sa.Column("person", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(64), nullable=False),
        sa.Column("what", sa.String(64)),
        sa.Column("about", sa.Uuid()),
        sa.Column("typed", sa.LargeBinary(), nullable=False),
        sa.Column("saved_at", Instant(), nullable=False),
        sa.Column("expires_at", Instant(), nullable=False),
    )
    op.create_index("draft_person", "draft", ["authority", "person"])
    op.create_index("draft_expires", "draft", ["authority", "expires_at"])
    protect("draft")
