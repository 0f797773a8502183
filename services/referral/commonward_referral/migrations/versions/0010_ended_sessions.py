"""Sessions that providers have ended are known."""

from __future__ import annotations

from alembic import op

from commonward.store.migrate import create_core_tables_3

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    create_core_tables_3()


def downgrade() -> None:
    op.drop_table("ended_session")
