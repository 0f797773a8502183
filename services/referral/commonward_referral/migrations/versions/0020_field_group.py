"""Of which group of fields a file is. What was added before is narrative: for who may see everything."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    op.add_column("attachment", sa.Column("group", sa.String(20), nullable=False, server_default="narrative"))


def downgrade() -> None:
    op.drop_column("attachment", "group")
