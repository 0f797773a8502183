"""Who may see a subject, beside its facts; the reasons for it in words, and who stands in for whom."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from commonward.store.access_migration import add_access, drop_access
from commonward.store.migrate import protect, tenant_columns
from commonward.store.types import Instant

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    add_access()
    op.create_table(
        "access_step",
        *tenant_columns(),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("how", sa.String(10), nullable=False),
        sa.Column("code", sa.String(64)),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("person", sa.Uuid()),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("until", Instant()),
    )
    op.create_index("access_step_case", "access_step", ["authority", "case_id"])
    op.create_index("access_step_how", "access_step", ["authority", "how"])
    op.create_table(
        "cover",
        *tenant_columns(),
        sa.Column("person", sa.Uuid(), nullable=False),
        sa.Column("cover", sa.Uuid(), nullable=False),
        sa.Column("since", Instant(), nullable=False),
        sa.Column("until", Instant(), nullable=False),
        sa.Column("arranged_by", sa.Uuid(), nullable=False),
        sa.Column("ended_at", Instant()),
    )
    op.create_index("cover_person", "cover", ["authority", "person"])
    op.create_index("cover_cover", "cover", ["authority", "cover"])
    protect("access_step", "cover")


def downgrade() -> None:
    op.drop_table("cover")
    op.drop_table("access_step")
    drop_access()
