"""Invitations, minutes, rulings, receipts and signed copies; more about meetings, plans and actions."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from commonward.store.migrate import protect, tenant_columns
from commonward.store.types import Instant

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    for table, columns in _added().items():
        for column in columns:
            op.add_column(table, column)
    _create_for_meetings()
    _create_for_plans()
    protect("invitation", "minutes", "ruling", "receipt", "signed_copy")


def _create_for_meetings() -> None:
    op.create_table(
        "invitation",
        *tenant_columns(),
        sa.Column("meeting", sa.Uuid(), nullable=False),
        sa.Column("whom", sa.String(64), nullable=False),
        sa.Column("invited", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=False),
        sa.Column("decided_at", Instant(), nullable=False),
    )
    op.create_index("invitation_meeting", "invitation", ["authority", "meeting"])
    op.create_table(
        "minutes",
        *tenant_columns(),
        sa.Column("meeting", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("written_by", sa.Uuid(), nullable=False),
        sa.Column("written_at", Instant(), nullable=False),
        sa.Column("signed_by", sa.Uuid()),
        sa.Column("signed_at", Instant()),
        sa.UniqueConstraint("authority", "meeting", "version"),
    )
    op.create_table(
        "ruling",
        *tenant_columns(),
        sa.Column("meeting", sa.Uuid(), nullable=False),
        sa.Column("about", sa.String(10), nullable=False),
        sa.Column("choice", sa.String(64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=False),
        sa.Column("decided_at", Instant(), nullable=False),
        sa.Column("override_reason", sa.Text()),
        _lines("overridden"),
        sa.UniqueConstraint("authority", "meeting", "about"),
    )


def _create_for_plans() -> None:
    op.create_table(
        "receipt",
        *tenant_columns(),
        sa.Column("plan", sa.Uuid(), nullable=False),
        sa.Column("recipient", sa.String(64), nullable=False),
        sa.Column("person", sa.String(200), nullable=False),
        sa.Column("received_at", Instant(), nullable=False),
        sa.Column("how", sa.String(20), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.UniqueConstraint("authority", "plan", "recipient"),
    )
    op.create_table(
        "signed_copy",
        *tenant_columns(),
        sa.Column("plan", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("placed_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.UniqueConstraint("authority", "plan"),
    )


def _added() -> dict[str, tuple[sa.Column[Any], ...]]:
    return {
        "meeting": (
            _lines("joint_chairs"),
            sa.Column("aligned_with", sa.String(64)),
            sa.Column("sitting", sa.Uuid()),
        ),
        "attendance": (sa.Column("role", sa.String(64)),),
        "plan": (
            _lines("aims"),
            sa.Column("other_plan", sa.String(64)),
            sa.Column("every_amount", sa.Integer()),
            sa.Column("every_unit", sa.String(10)),
        ),
        "action": (
            sa.Column("kind", sa.String(64)),
            _lines("co_owners"),
            sa.Column("agency", sa.String(64)),
            sa.Column("achievable", sa.Boolean()),
            sa.Column("realistic", sa.Boolean()),
            sa.Column("outcome_code", sa.String(64)),
            sa.Column("completed_on", sa.Date()),
            sa.Column("recorded_by", sa.Uuid()),
            sa.Column("incorporated_in", sa.String(64)),
        ),
        "sharing": (sa.Column("override_reason", sa.Text()), _lines("overridden")),
    }


def _lines(name: str) -> sa.Column[str]:
    """A text that older rows have empty."""
    return sa.Column(name, sa.Text(), nullable=False, server_default="")


def downgrade() -> None:
    for table in ("signed_copy", "receipt", "ruling", "minutes", "invitation"):
        op.drop_table(table)
    for table, columns in _added().items():
        with op.batch_alter_table(table) as batch:
            for column in columns:
                batch.drop_column(column.name)
