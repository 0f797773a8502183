"""Cases that were disposed of."""

from __future__ import annotations

from alembic import op

from commonward.store.migrate import index_disposed

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    index_disposed()


def downgrade() -> None:
    op.drop_index("inbox_disposed", "inbox")
