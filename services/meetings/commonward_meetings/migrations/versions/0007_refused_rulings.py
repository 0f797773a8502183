"""A ruling that was refused stays, and the meeting rules again; who has overridden a gate of a meeting."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from commonward.store.types import Instant

revision = "0007"
down_revision = "0006"

ONCE = ["authority", "meeting", "about"]
_STANDS = sa.text("refused IS NULL")
_NAMES = {"uq": "%(table_name)s_%(column_0_N_name)s_key"}
"""As PostgreSQL names a constraint that has no name; SQLite's gets the same for as long as its table is changed."""


def upgrade() -> None:
    with op.batch_alter_table("ruling", naming_convention=_NAMES) as batch:
        batch.drop_constraint("ruling_authority_meeting_about_key", type_="unique")
        batch.add_column(sa.Column("refused", sa.String(20)))
        batch.add_column(sa.Column("at_least", sa.String(64)))
        batch.add_column(sa.Column("refused_at", Instant()))
    op.create_index("ruling_stands", "ruling", ONCE, unique=True, postgresql_where=_STANDS, sqlite_where=_STANDS)
    op.add_column("meeting", sa.Column("overridden_by", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("meeting", "overridden_by")
    op.drop_index("ruling_stands", "ruling")
    op.execute("DELETE FROM ruling WHERE refused IS NOT NULL")
    with op.batch_alter_table("ruling", naming_convention=_NAMES) as batch:
        for column in ("refused_at", "at_least", "refused"):
            batch.drop_column(column)
        batch.create_unique_constraint("ruling_authority_meeting_about_key", ONCE)
