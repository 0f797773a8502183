"""What is personal is sealed, and children are found by blind indexes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from commonward.store.migrate import protect, tenant_columns
from commonward.store.sealed_migration import create_data_key, seal_columns, unseal_columns

revision = "0004"
down_revision = "0003"

SEALED = {
    "inbox": ("body",),
    "child": ("given_name", "family_name", "likeness", "born", "nhs_number", "address"),
    "concern": ("account",),
    "decision": ("reason", "override_reason"),
    "closing": ("override_reason",),
    "record": ("answers", "override_reason"),
    "proposal": ("content", "reason"),
    "episode": ("account",),
    "party": ("label", "details"),
}


def upgrade() -> None:
    create_data_key()
    op.drop_index("child_nhs_number", "child")
    seal_columns(SEALED)
    op.add_column("child", sa.Column("nhs_token", sa.LargeBinary()))
    known = sa.text("nhs_token IS NOT NULL")
    op.create_index(
        "child_nhs_token",
        "child",
        ["authority", "nhs_token"],
        unique=True,
        postgresql_where=known,
        sqlite_where=known,
    )
    authority, id = tenant_columns()
    token = sa.Column("token", sa.Integer(), primary_key=True, autoincrement=False)
    op.create_table("child_token", authority, id, token, sa.PrimaryKeyConstraint("authority", "token", "id"))
    protect("child_token")


def downgrade() -> None:
    op.drop_table("child_token")
    op.drop_index("child_nhs_token", "child")
    op.drop_column("child", "nhs_token")
    unseal_columns(SEALED)
    op.create_index(
        "child_nhs_number",
        "child",
        ["authority", "nhs_number"],
        unique=True,
        postgresql_where=sa.text("nhs_number IS NOT NULL"),
        sqlite_where=sa.text("nhs_number IS NOT NULL"),
    )
    op.drop_table("data_key")
