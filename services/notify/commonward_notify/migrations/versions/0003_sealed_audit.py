"""The audit trail says why, and is sealed."""

from __future__ import annotations

from commonward.store.migrate import create_core_tables_2, drop_core_tables_2

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    create_core_tables_2()


def downgrade() -> None:
    drop_core_tables_2()
