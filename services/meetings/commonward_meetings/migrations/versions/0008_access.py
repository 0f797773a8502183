"""Who may see a subject, beside its facts."""

from __future__ import annotations

from commonward.store.access_migration import add_access, drop_access

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    add_access()


def downgrade() -> None:
    drop_access()
