"""Legal holds."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from commonward.store.migrate import protect, tenant_columns
from commonward.store.types import Instant

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.create_table(
        "legal_hold",
        *tenant_columns(),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("set_by", sa.Uuid(), nullable=False),
        sa.Column("set_at", Instant(), nullable=False),
        sa.Column("lifted_because", sa.LargeBinary()),
        sa.Column("lifted_by", sa.Uuid()),
        sa.Column("lifted_at", Instant()),
    )
    held = sa.text("lifted_at IS NULL")
    columns = ["authority", "case_id"]
    op.create_index("legal_hold_set", "legal_hold", columns, unique=True, postgresql_where=held, sqlite_where=held)
    protect("legal_hold")


def downgrade() -> None:
    op.drop_table("legal_hold")
