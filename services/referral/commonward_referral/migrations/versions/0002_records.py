"""Records, proposals, missing episodes, other subjects; and overrides of decisions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from commonward.store.migrate import protect, tenant_columns
from commonward.store.types import Instant

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("decision", sa.Column("override_reason", sa.Text()))
    op.add_column("decision", sa.Column("overridden", sa.Text(), nullable=False, server_default=""))
    op.create_table(
        "record",
        *tenant_columns(),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(64), nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("happened_at", Instant(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("authorised_by", sa.Uuid()),
        sa.Column("override_reason", sa.Text()),
        sa.Column("overridden", sa.Text(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
    )
    op.create_index("record_case", "record", ["authority", "case_id"])
    op.create_table(
        "proposal",
        *tenant_columns(),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("proposed_by", sa.Uuid(), nullable=False),
        sa.Column("proposed_at", Instant(), nullable=False),
        sa.Column("authorised_by", sa.Uuid()),
        sa.Column("state", sa.String(10), nullable=False),
    )
    op.create_index("proposal_case", "proposal", ["authority", "case_id"])
    op.create_table(
        "episode",
        *tenant_columns(),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("missing_from", Instant(), nullable=False),
        sa.Column("returned_at", Instant()),
        sa.Column("reported_by", sa.Uuid(), nullable=False),
        sa.Column("agency", sa.String(64), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
    )
    op.create_index("episode_case", "episode", ["authority", "case_id"])
    op.create_table(
        "party",
        *tenant_columns(),
        sa.Column("kind", sa.String(64), nullable=False),
        sa.Column("reference", sa.String(15), nullable=False),
        sa.Column("label", sa.String(260), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("opened_at", Instant(), nullable=False),
        sa.Column("opened_by", sa.Uuid(), nullable=False),
        sa.UniqueConstraint("authority", "reference"),
    )
    op.create_index("party_kind", "party", ["authority", "kind"])
    protect("record", "proposal", "episode", "party")


def downgrade() -> None:
    for table in ("party", "episode", "proposal", "record"):
        op.drop_table(table)
    op.drop_column("decision", "overridden")
    op.drop_column("decision", "override_reason")
