"""What is personal is sealed."""

from __future__ import annotations

from alembic import op

from commonward.store.sealed_migration import create_data_key, seal_columns, unseal_columns

revision = "0004"
down_revision = "0003"

SEALED = {
    "inbox": ("body",),
    "assessment": (
        "answers",
        "filled",
        "rationale",
        "divergence_reason",
        "override_reason",
        "decision_reason",
    ),
}


def upgrade() -> None:
    create_data_key()
    seal_columns(SEALED)


def downgrade() -> None:
    unseal_columns(SEALED)
    op.drop_table("data_key")
