"""The core's tables, and children, cases, concerns, decisions, closings and partners."""

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
        "child",
        *tenant_columns(),
        sa.Column("given_name", sa.String(120), nullable=False),
        sa.Column("family_name", sa.String(120), nullable=False),
        sa.Column("likeness", sa.String(260), nullable=False),
        sa.Column("born", sa.Date()),
        sa.Column("nhs_number", sa.String(10)),
        sa.Column("address", sa.String(400)),
    )
    known = sa.text("nhs_number IS NOT NULL")
    op.create_index(
        "child_nhs_number",
        "child",
        ["authority", "nhs_number"],
        unique=True,
        postgresql_where=known,
        sqlite_where=known,
    )
    op.create_index("child_likeness", "child", ["authority", "likeness"])
    op.create_table(
        "child_case",
        *tenant_columns(),
        sa.Column("child", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.String(15), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("opened_at", Instant(), nullable=False),
        sa.Column("edition", sa.String(20), nullable=False),
        sa.Column("team", sa.String(64), nullable=False),
        sa.Column("worker", sa.Uuid()),
        sa.UniqueConstraint("authority", "reference"),
    )
    op.create_index("child_case_child", "child_case", ["authority", "child"])
    op.create_index("child_case_opened", "child_case", ["authority", "opened_at"])
    op.create_table(
        "concern",
        *tenant_columns(),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("reported_by", sa.Uuid(), nullable=False),
        sa.Column("agency", sa.String(64), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("received_at", Instant(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
    )
    op.create_index("concern_case", "concern", ["authority", "case_id"])
    op.create_table(
        "decision",
        *tenant_columns(),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("decision", sa.String(64), nullable=False),
        sa.Column("option", sa.String(64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=False),
        sa.Column("decided_at", Instant(), nullable=False),
        sa.Column("authorised_by", sa.Uuid()),
        sa.Column("state", sa.String(10), nullable=False),
    )
    op.create_index("decision_case", "decision", ["authority", "case_id"])
    op.create_table(
        "closing",
        *tenant_columns(),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(64), nullable=False),
        sa.Column("requested_by", sa.Uuid(), nullable=False),
        sa.Column("override_reason", sa.Text()),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("missing", sa.Text(), nullable=False),
    )
    op.create_index("closing_case", "closing", ["authority", "case_id"])
    op.create_table(
        "partner",
        *tenant_columns(),
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("agency", sa.String(64), nullable=False),
        sa.UniqueConstraint("authority", "name"),
    )
    protect("child", "child_case", "concern", "decision", "closing", "partner")


def downgrade() -> None:
    for table in ("partner", "closing", "decision", "concern", "child_case", "child"):
        op.drop_table(table)
    for table in ("audit", "parked", "inbox", "outbox", "subject"):
        op.drop_table(table)
