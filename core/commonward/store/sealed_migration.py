"""The migration step that seals a service's existing columns.

The bytes of what is there are kept as they are; they open only once `commonward keys reseal` has sealed them.
"""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa
from alembic import op

from commonward.store.migrate import protect, tenant_columns
from commonward.store.types import Instant

Columns = Mapping[str, tuple[str, ...]]


def create_data_key() -> None:
    """The table of the authorities' wrapped data keys."""
    op.create_table(
        "data_key",
        *tenant_columns(),
        sa.Column("purpose", sa.String(10), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("wrapped", sa.LargeBinary()),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("destroyed_at", Instant()),
        sa.UniqueConstraint("authority", "purpose", "generation"),
    )
    protect("data_key")


def seal_columns(columns: Columns) -> None:
    """Make text and days into bytes; by table, the names of its columns."""
    for table, names in columns.items():
        with op.batch_alter_table(table) as batch:
            for name in names:
                batch.alter_column(name, server_default=None)
                as_bytes = f"convert_to(\"{name}\"::text, 'UTF8')"
                batch.alter_column(name, type_=sa.LargeBinary(), postgresql_using=as_bytes)


def unseal_columns(columns: Columns) -> None:
    """Make them text again: what was never sealed as it was, the rest as escaped bytes that nobody reads."""
    for table, names in columns.items():
        with op.batch_alter_table(table) as batch:
            for name in names:
                batch.alter_column(name, type_=sa.Text(), postgresql_using=f"encode(\"{name}\", 'escape')")
