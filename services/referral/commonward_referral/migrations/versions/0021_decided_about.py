"""The concern that a decision is about."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    op.add_column("decision", sa.Column("concern", sa.Uuid()))


def downgrade() -> None:
    op.execute("ALTER TABLE decision DROP COLUMN concern")
