"""The core's tables, and meetings, attendance, views, plans, actions and sharings."""

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
        "meeting",
        *tenant_columns(),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(64), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("required_at", Instant(), nullable=False),
        sa.Column("planned_for", Instant()),
        sa.Column("chair", sa.Uuid()),
        sa.Column("chair_role", sa.String(64)),
        sa.Column("chair_reason", sa.Text()),
        sa.Column("invited", sa.Text(), nullable=False),
        sa.Column("held_at", Instant()),
        sa.Column("quorate", sa.Boolean()),
        sa.Column("missing_agencies", sa.Text(), nullable=False),
        sa.Column("override_reason", sa.Text()),
        sa.Column("overridden", sa.Text(), nullable=False),
    )
    op.create_index("meeting_case", "meeting", ["authority", "case_id"])
    op.create_table(
        "attendance",
        *tenant_columns(),
        sa.Column("meeting", sa.Uuid(), nullable=False),
        sa.Column("agency", sa.String(64), nullable=False),
        sa.Column("person", sa.String(200), nullable=False),
        sa.Column("contribution", sa.Text(), nullable=False),
    )
    op.create_index("attendance_meeting", "attendance", ["authority", "meeting"])
    op.create_table(
        "view",
        *tenant_columns(),
        sa.Column("meeting", sa.Uuid(), nullable=False),
        sa.Column("of", sa.String(64), nullable=False),
        sa.Column("given", sa.Text()),
        sa.Column("reason", sa.Text()),
    )
    op.create_index("view_meeting", "view", ["authority", "meeting"])
    op.create_table(
        "plan",
        *tenant_columns(),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("meeting", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sections", sa.Text(), nullable=False),
        sa.Column("adopted_by", sa.Uuid(), nullable=False),
        sa.Column("adopted_at", Instant(), nullable=False),
        sa.Column("next_meeting", sa.Date()),
        sa.Column("override_reason", sa.Text()),
        sa.Column("overridden", sa.Text(), nullable=False),
        sa.UniqueConstraint("authority", "meeting"),
        sa.UniqueConstraint("authority", "case_id", "kind", "version"),
    )
    op.create_table(
        "action",
        *tenant_columns(),
        sa.Column("plan", sa.Uuid(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("owner", sa.String(200), nullable=False),
        sa.Column("owner_person", sa.Uuid()),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text()),
    )
    op.create_index("action_plan", "action", ["authority", "plan"])
    op.create_table(
        "sharing",
        *tenant_columns(),
        sa.Column("plan", sa.Uuid(), nullable=False),
        sa.Column("recipients", sa.Text(), nullable=False),
        sa.Column("shared_by", sa.Uuid(), nullable=False),
        sa.Column("shared_at", Instant(), nullable=False),
    )
    op.create_index("sharing_plan", "sharing", ["authority", "plan"])
    protect("meeting", "attendance", "view", "plan", "action", "sharing")


def downgrade() -> None:
    for table in ("sharing", "action", "plan", "view", "attendance", "meeting"):
        op.drop_table(table)
    for table in ("audit", "parked", "inbox", "outbox", "subject"):
        op.drop_table(table)
