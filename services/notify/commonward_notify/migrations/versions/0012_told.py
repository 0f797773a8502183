"""What a role was told lately is found without reading all that anybody was told."""

from __future__ import annotations

from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.create_index("notice_role", "notice", ["authority", "role", "raised_at"])


def downgrade() -> None:
    op.drop_index("notice_role", "notice")
