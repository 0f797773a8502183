"""Half-written forms."""

from __future__ import annotations

from alembic import op

from commonward.store.drafts import create_draft_table

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    create_draft_table()


def downgrade() -> None:
    op.drop_table("draft")
