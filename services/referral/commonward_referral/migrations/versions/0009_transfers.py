"""Transfers to another authority: one row on each side."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from commonward.store.migrate import protect, tenant_columns
from commonward.store.types import Instant

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "transfer_out",
        *tenant_columns(),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("to_authority", sa.String(40), nullable=False),
        sa.Column("parts", sa.Text(), nullable=False),
        sa.Column("note", sa.LargeBinary(), nullable=False),
        sa.Column("package", sa.LargeBinary(), nullable=False),
        sa.Column("requested_by", sa.Uuid(), nullable=False),
        sa.Column("requested_at", Instant(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("why", sa.String(40)),
        sa.Column("settled_at", Instant()),
        sa.Column("told", sa.String(10), nullable=False),
    )
    wanted = sa.text("state = 'requested'")
    columns = ["authority", "case_id"]
    op.create_index(
        "transfer_out_open", "transfer_out", columns, unique=True, postgresql_where=wanted, sqlite_where=wanted
    )
    op.create_table(
        "transfer_in",
        *tenant_columns(),
        sa.Column("request", sa.Uuid(), nullable=False),
        sa.Column("from_authority", sa.String(40), nullable=False),
        sa.Column("reference", sa.String(15), nullable=False),
        sa.Column("parts", sa.Text(), nullable=False),
        sa.Column("note", sa.LargeBinary(), nullable=False),
        sa.Column("offered_at", Instant(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("why", sa.String(40)),
        sa.Column("answered_by", sa.Uuid()),
        sa.Column("answered_at", Instant()),
        sa.Column("case_id", sa.Uuid()),
        sa.Column("package", sa.LargeBinary()),
        sa.UniqueConstraint("authority", "request"),
    )
    op.create_index("transfer_in_case", "transfer_in", ["authority", "case_id"])
    protect("transfer_out", "transfer_in")


def downgrade() -> None:
    op.drop_table("transfer_in")
    op.drop_table("transfer_out")
