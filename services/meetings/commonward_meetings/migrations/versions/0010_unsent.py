"""What is unsent is found without reading what was sent."""

from __future__ import annotations

from commonward.store.outbox_migration import index_all, index_unsent_alone

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    index_unsent_alone()


def downgrade() -> None:
    index_all()
