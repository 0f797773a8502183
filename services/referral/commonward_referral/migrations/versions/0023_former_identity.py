"""What a child's record said until its name, NHS number or address was put right."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from commonward.store.migrate import protect, tenant_columns
from commonward.store.types import Instant

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    op.create_table(
        "former_identity",
        *tenant_columns(),
        sa.Column("child", sa.Uuid(), nullable=False),
        sa.Column("given_name", sa.LargeBinary()),
        sa.Column("family_name", sa.LargeBinary()),
        sa.Column("likeness", sa.LargeBinary()),
        sa.Column("nhs_number", sa.LargeBinary()),
        sa.Column("address", sa.LargeBinary()),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("put_right_by", sa.Uuid(), nullable=False),
        sa.Column("put_right_at", Instant(), nullable=False),
    )
    op.create_index("former_identity_child", "former_identity", ["authority", "child"])
    op.create_index("former_identity_likeness", "former_identity", ["authority", "likeness"])
    protect("former_identity")


def downgrade() -> None:
    op.drop_table("former_identity")
