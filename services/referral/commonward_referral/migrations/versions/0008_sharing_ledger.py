"""The ledger of information-sharing decisions: its lines are only added, and its words are sealed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from commonward.store.migrate import protect, tenant_columns
from commonward.store.types import Instant

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "sharing_decision",
        *tenant_columns(),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("source", sa.String(10), nullable=False),
        sa.Column("source_id", sa.Uuid()),
        sa.Column("outcome", sa.String(10), nullable=False),
        sa.Column("with_whom", sa.String(64), nullable=False),
        sa.Column("purpose", sa.String(64)),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("informed", sa.String(20)),
        sa.Column("decided_by", sa.Uuid()),
        sa.Column("decided_at", Instant(), nullable=False),
    )
    op.create_index("sharing_decision_case", "sharing_decision", ["authority", "case_id"])
    op.create_table(
        "sharing_words",
        *tenant_columns(),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.LargeBinary()),
        sa.Column("not_informed_because", sa.LargeBinary()),
    )
    op.create_index("sharing_words_case", "sharing_words", ["authority", "case_id"])
    protect("sharing_decision", "sharing_words")


def downgrade() -> None:
    op.drop_table("sharing_words")
    op.drop_table("sharing_decision")
