"""The core's tables, and obligations, notices and attempts."""

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
        "obligation",
        *tenant_columns(),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("clock", sa.String(64), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("because", sa.JSON(), nullable=False),
        sa.Column("role", sa.String(64), nullable=False),
        sa.Column("worker", sa.Uuid()),
        sa.Column("cause", sa.Uuid(), nullable=False),
        sa.Column("started_at", Instant(), nullable=False),
        sa.Column("due", Instant()),
        sa.Column("remind_at", Instant()),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("reminded", sa.Boolean(), nullable=False),
        sa.Column("wakes_at", Instant()),
        sa.Column("breached_at", Instant()),
        sa.Column("ended_by", sa.Uuid()),
        sa.Column("ended_at", Instant()),
        sa.Column("acknowledged_by", sa.Uuid()),
        sa.Column("acknowledged_at", Instant()),
        sa.Column("acknowledged_reason", sa.String(64)),
        sa.Column("acknowledged_note", sa.Text()),
        sa.Column("acknowledged_effect", sa.Text()),
    )
    op.create_index("obligation_case", "obligation", ["authority", "case_id"])
    op.create_index("obligation_role", "obligation", ["authority", "role", "due"])
    _create_partial_index("obligation_wakes", "obligation", "wakes_at", where="wakes_at IS NOT NULL")
    op.create_table(
        "notice",
        *tenant_columns(),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("about", sa.String(64), nullable=False),
        sa.Column("role", sa.String(64), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("cause", sa.Uuid(), nullable=False),
        sa.Column("because", sa.JSON(), nullable=False),
        sa.Column("raised_at", Instant(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_attempt_at", Instant(), nullable=False),
        sa.Column("duty", sa.Boolean(), nullable=False),
        sa.Column("trace", sa.String(60)),
    )
    op.create_index("notice_case", "notice", ["authority", "case_id"])
    op.create_index("notice_cause", "notice", ["authority", "cause"])
    _create_partial_index("notice_waiting", "notice", "next_attempt_at", where="state = 'waiting'")
    op.create_table(
        "attempt",
        *tenant_columns(),
        sa.Column("notice", sa.Uuid(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("outcome", sa.String(20), nullable=False),
        sa.Column("smtp_code", sa.Integer()),
    )
    op.create_index("attempt_notice", "attempt", ["authority", "notice"])
    protect("obligation", "notice", "attempt")


def downgrade() -> None:
    for table in ("attempt", "notice", "obligation"):
        op.drop_table(table)
    for table in ("audit", "parked", "inbox", "outbox", "subject"):
        op.drop_table(table)


def _create_partial_index(name: str, table: str, column: str, *, where: str) -> None:
    condition = sa.text(where)
    op.create_index(name, table, ["authority", column], postgresql_where=condition, sqlite_where=condition)
