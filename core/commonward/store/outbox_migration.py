"""The migration step by which the embedded store finds unsent events without reading the sent ones."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

_UNSENT = sa.text("sent_at IS NULL")
_INDEX = "outbox_unsent", "outbox", ["authority", "position"]


def index_unsent_alone() -> None:
    """SQLite's index too holds the unsent rows only; PostgreSQL's always has."""
    op.drop_index("outbox_unsent", "outbox")
    op.create_index(*_INDEX, postgresql_where=_UNSENT, sqlite_where=_UNSENT)


def index_all() -> None:
    """The way back."""
    op.drop_index("outbox_unsent", "outbox")
    op.create_index(*_INDEX, postgresql_where=_UNSENT)
