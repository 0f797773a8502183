"""Two records of one child, and siblings."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from commonward.store.migrate import protect, tenant_columns
from commonward.store.types import Instant

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.add_column("child", sa.Column("merged_into", sa.Uuid()))
    merged = sa.text("merged_into IS NOT NULL")
    op.create_index("child_merged", "child", ["authority", "merged_into"], postgresql_where=merged, sqlite_where=merged)
    op.create_table(
        "sibling_link",
        *tenant_columns(),
        sa.Column("child", sa.Uuid(), nullable=False),
        sa.Column("sibling", sa.Uuid(), nullable=False),
        sa.Column("relation", sa.String(10), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("linked_by", sa.Uuid(), nullable=False),
        sa.Column("linked_at", Instant(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
    )
    op.create_index("sibling_link_child", "sibling_link", ["authority", "child"])
    op.create_index("sibling_link_sibling", "sibling_link", ["authority", "sibling"])
    protect("sibling_link")


def downgrade() -> None:
    op.drop_table("sibling_link")
    op.drop_index("child_merged", "child")
    op.drop_column("child", "merged_into")
