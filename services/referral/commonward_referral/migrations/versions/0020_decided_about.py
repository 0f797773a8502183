"""The concern that a decision is about."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    op.add_column("decision", sa.Column("concern", sa.Uuid()))


def downgrade() -> None:
    op.execute("ALTER TABLE decision DROP COLUMN concern")
