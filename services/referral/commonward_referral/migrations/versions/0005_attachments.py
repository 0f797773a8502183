"""Files that belong to concerns and records."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from commonward.store.migrate import protect, tenant_columns
from commonward.store.types import Instant

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "attachment",
        *tenant_columns(),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("about", sa.String(10), nullable=False),
        sa.Column("about_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("kind", sa.String(64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column("added_by", sa.Uuid(), nullable=False),
        sa.Column("added_at", Instant(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
    )
    op.create_index("attachment_case", "attachment", ["authority", "case_id"])
    op.create_index(
        "attachment_waiting", "attachment", ["authority", "id"], postgresql_where=sa.text("state = 'waiting'")
    )
    op.create_table(
        "attachment_content",
        *tenant_columns(),
        sa.Column("content", sa.LargeBinary(), nullable=False),
    )
    protect("attachment", "attachment_content")


def downgrade() -> None:
    op.drop_table("attachment_content")
    op.drop_table("attachment")
