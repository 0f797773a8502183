"""What is personal is sealed."""

from __future__ import annotations

from alembic import op

from commonward.store.sealed_migration import create_data_key, seal_columns, unseal_columns

revision = "0004"
down_revision = "0003"

SEALED = {
    "inbox": ("body",),
    "meeting": (
        "chair_reason",
        "override_reason",
    ),
    "attendance": (
        "person",
        "contribution",
    ),
    "view": (
        "given",
        "reason",
    ),
    "invitation": ("reason",),
    "ruling": (
        "reason",
        "override_reason",
    ),
    "plan": (
        "sections",
        "aims",
        "override_reason",
    ),
    "action": (
        "what",
        "owner",
        "co_owners",
        "measure",
        "outcome",
    ),
    "sharing": ("override_reason",),
    "receipt": ("person",),
    "signed_copy": ("place",),
}


def upgrade() -> None:
    create_data_key()
    seal_columns(SEALED)
    with op.batch_alter_table("minutes") as batch:
        batch.alter_column("sealed", new_column_name="text")


def downgrade() -> None:
    with op.batch_alter_table("minutes") as batch:
        batch.alter_column("text", new_column_name="sealed")
    unseal_columns(SEALED)
    op.drop_table("data_key")
