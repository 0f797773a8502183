"""What an obligation is about."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column("obligation", sa.Column("about", sa.Uuid()))


def downgrade() -> None:
    op.execute("ALTER TABLE obligation DROP COLUMN about")
