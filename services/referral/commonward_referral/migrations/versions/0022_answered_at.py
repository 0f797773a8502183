"""When a second person answered what waited for them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from commonward.store.types import Instant

revision = "0022"
down_revision = "0021"
TABLES = ("decision", "record", "proposal")


def upgrade() -> None:
    for table in TABLES:
        op.add_column(table, sa.Column("answered_at", Instant()))


def downgrade() -> None:
    for table in TABLES:
        op.execute(f"ALTER TABLE {table} DROP COLUMN answered_at")
