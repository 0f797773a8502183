"""What was sent under a key of the sender's own, so that it is taken once."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from commonward.store.migrate import protect, tenant_columns
from commonward.store.types import Instant

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.create_table(
        "sent_once",
        *tenant_columns(),
        sa.Column("sent", sa.LargeBinary()),
        sa.Column("answer", sa.LargeBinary()),
        sa.Column("sent_at", Instant(), nullable=False),
    )
    op.create_index("sent_once_at", "sent_once", ["authority", "sent_at"])
    protect("sent_once")


def downgrade() -> None:
    op.drop_table("sent_once")
