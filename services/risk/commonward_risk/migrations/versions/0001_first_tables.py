"""The core's tables, and assessments."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from commonward.store.migrate import create_core_tables_1, protect, tenant_columns
from commonward.store.types import Instant

revision = "0001"
down_revision = None


def upgrade() -> None:
    create_core_tables_1()
    op.create_table(
        "assessment",
        *tenant_columns(),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("tool", sa.String(64), nullable=False),
        sa.Column("tool_version", sa.String(20), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("requested_by", sa.Uuid(), nullable=False),
        sa.Column("requested_at", Instant(), nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("rationale", sa.Text(), nullable=False),
        sa.Column("judgement", sa.String(64)),
        sa.Column("completed_by", sa.Uuid()),
        sa.Column("completed_at", Instant()),
        sa.Column("override_reason", sa.Text()),
        sa.Column("overridden", sa.Text(), nullable=False),
        sa.Column("level", sa.String(64)),
        sa.Column("decided_by", sa.Uuid()),
        sa.Column("decided_at", Instant()),
        sa.Column("decision_reason", sa.Text()),
    )
    op.create_index("assessment_case", "assessment", ["authority", "case_id"])
    still_open = sa.text("state = 'requested'")
    op.create_index(
        "assessment_open",
        "assessment",
        ["authority", "case_id", "tool"],
        unique=True,
        postgresql_where=still_open,
        sqlite_where=still_open,
    )
    protect("assessment")


def downgrade() -> None:
    op.drop_table("assessment")
    for table in ("audit", "parked", "inbox", "outbox", "subject"):
        op.drop_table(table)
