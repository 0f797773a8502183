"""Who has overridden a gate of an assessment."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.add_column("assessment", sa.Column("overridden_by", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("assessment", "overridden_by")
