"""What an obligation is about."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column("obligation", sa.Column("about", sa.Uuid()))


def downgrade() -> None:
    op.execute("ALTER TABLE obligation DROP COLUMN about")
