"""Cases that were disposed of: who said so, and what each service has erased."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from commonward.store.migrate import index_disposed, protect, tenant_columns
from commonward.store.types import Instant

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    index_disposed()
    op.create_table(
        "disposal",
        *tenant_columns(),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("schedule", sa.String(64), nullable=False),
        sa.Column("source", sa.String(200), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.LargeBinary()),
        sa.Column("proposed_by", sa.Uuid(), nullable=False),
        sa.Column("proposed_at", Instant(), nullable=False),
        sa.Column("answered_by", sa.Uuid()),
        sa.Column("answered_at", Instant()),
        sa.Column("state", sa.String(10), nullable=False),
    )
    stands = sa.text("state <> 'refused'")
    columns = ["authority", "case_id"]
    op.create_index("disposal_stands", "disposal", columns, unique=True, postgresql_where=stands, sqlite_where=stands)
    op.create_table(
        "erasure",
        *tenant_columns(),
        sa.Column("disposal", sa.Uuid(), nullable=False),
        sa.Column("service", sa.String(40), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
    )
    op.create_index("erasure_disposal", "erasure", ["authority", "disposal"])
    protect("disposal", "erasure")


def downgrade() -> None:
    op.drop_table("erasure")
    op.drop_table("disposal")
    op.drop_index("inbox_disposed", "inbox")
