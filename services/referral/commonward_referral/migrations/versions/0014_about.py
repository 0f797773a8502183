"""What a record is about."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.add_column("record", sa.Column("about", sa.Uuid()))


def downgrade() -> None:
    op.execute("ALTER TABLE record DROP COLUMN about")
