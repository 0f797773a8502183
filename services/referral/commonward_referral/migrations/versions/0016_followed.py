"""How old the service's copy of what decides access is."""

from __future__ import annotations

from alembic import op

from commonward.store.access_migration import add_followed

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    add_followed()


def downgrade() -> None:
    op.drop_table("followed")
