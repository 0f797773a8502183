"""The migration step that gives a service's lists what they need to know who may see what."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from commonward.store.migrate import protect, tenant_columns, under_no_policy
from commonward.store.types import Instant


def add_access() -> None:
    """Columns beside a subject's facts, filled from them, and the table of ties, which starts empty."""
    with op.batch_alter_table("subject") as batch:
        batch.add_column(sa.Column("worker", sa.Uuid()))
        batch.add_column(sa.Column("team", sa.String(64)))
        batch.add_column(sa.Column("restricted", sa.Boolean(), nullable=False, server_default=sa.false()))
    with under_no_policy("subject"):
        _fill()
    op.create_index("subject_worker", "subject", ["authority", "worker"])
    op.create_index("subject_team", "subject", ["authority", "team"])
    op.create_table(
        "tie",
        *tenant_columns(),
        sa.Column("subject", sa.Uuid(), nullable=False),
        sa.Column("person", sa.Uuid(), nullable=False),
        sa.Column("relation", sa.String(12), nullable=False),
        sa.Column("since", Instant()),
        sa.Column("until", Instant()),
    )
    op.create_index("tie_subject", "tie", ["authority", "subject", "person"])
    op.create_index("tie_person", "tie", ["authority", "person"])
    protect("tie")


def drop_access() -> None:
    """The way back."""
    op.drop_table("tie")
    op.drop_index("subject_worker", "subject")
    op.drop_index("subject_team", "subject")
    with op.batch_alter_table("subject") as batch:
        for name in ("worker", "team", "restricted"):
            batch.drop_column(name)


def add_followed() -> None:
    """How old the service's copy is."""
    op.create_table("followed", *tenant_columns(), sa.Column("until", Instant(), nullable=False))
    protect("followed")


def _fill() -> None:
    if op.get_bind().dialect.name == "sqlite":
        worker = "replace(json_extract(facts, '$.worker'), '-', '')"
        team = "json_extract(facts, '$.team')"
    else:
        worker, team = "CAST(CAST(facts AS json) ->> 'worker' AS uuid)", "CAST(facts AS json) ->> 'team'"
    op.execute(f"UPDATE subject SET worker = {worker}, team = {team}")
