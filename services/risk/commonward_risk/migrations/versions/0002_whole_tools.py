"""Drafts, purposes, stages, provisional levels, and falls that wait for a second person."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from commonward.store.types import Instant

revision = "0002"
down_revision = "0001"


def _columns() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("purpose", sa.String(10), nullable=False, server_default="initial"),
        sa.Column("triggered_by", sa.Uuid()),
        sa.Column("filled", sa.Text(), nullable=False, server_default="{}"),
        sa.Column("draft", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("stage", sa.String(64)),
        sa.Column("divergence_reason", sa.Text()),
        sa.Column("provisional", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("meeting", sa.Uuid()),
        sa.Column("proposed", sa.String(64)),
        sa.Column("fell_at", Instant()),
    )


def upgrade() -> None:
    for column in _columns():
        op.add_column("assessment", column)


def downgrade() -> None:
    with op.batch_alter_table("assessment") as table:
        for column in _columns():
            table.drop_column(column.name)
