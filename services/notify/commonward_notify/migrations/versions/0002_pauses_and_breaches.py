"""Deadlines that move and pause; a ledger with a row for each breach; what people said to a pause."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from commonward.store.migrate import protect, tenant_columns, under_no_policy
from commonward.store.types import Instant

revision = "0002"
down_revision = "0001"

_SAID = tuple(f"acknowledged_{name}" for name in ("by", "at", "reason", "note", "effect"))


def _new() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("occasion", sa.Uuid()),
        sa.Column("first_due", Instant()),
        sa.Column("counted_from", sa.JSON(), nullable=False, server_default="[]"),
        sa.Column("pauses", sa.JSON(), nullable=False, server_default="[]"),
        sa.Column("calendar", sa.String(10)),
        sa.Column("calendar_seen", sa.String(10)),
        sa.Column("reminders", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("escalations", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("escalate_at", Instant()),
    )


def _old() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("reminded", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("breached_at", Instant()),
        *_acknowledged(),
    )


def _acknowledged() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("acknowledged_by", sa.Uuid()),
        sa.Column("acknowledged_at", Instant()),
        sa.Column("acknowledged_reason", sa.String(64)),
        sa.Column("acknowledged_note", sa.Text()),
        sa.Column("acknowledged_effect", sa.Text()),
    )


def upgrade() -> None:
    _create_breach()
    _create_remark()
    protect("breach", "remark")
    for column in _new():
        op.add_column("obligation", column)
    op.create_index("obligation_counted", "obligation", ["authority", "calendar_seen"])
    with under_no_policy("obligation", "breach"):
        op.execute(_FILLED_POSTGRESQL if _postgresql() else _FILLED_SQLITE)
        op.execute(_BREACHES)
    _drop(_old())


def downgrade() -> None:
    """Of several breaches of an obligation only the newest has a place."""
    for column in _old():
        op.add_column("obligation", column)
    with under_no_policy("obligation", "breach"):
        op.execute(_PUT_BACK)
    op.drop_index("obligation_counted", "obligation")
    _drop(_new())
    op.drop_table("remark")
    op.drop_table("breach")


def _drop(columns: tuple[sa.Column[Any], ...]) -> None:
    for column in columns:
        op.execute(f"ALTER TABLE obligation DROP COLUMN {column.name}")


# What was reminded of has no further reminder; what has a deadline counts it from its start.
_FILLED = """
    UPDATE obligation SET first_due = due, calendar_seen = '', reminders = CASE WHEN reminded THEN 1 ELSE 0 END,
        remind_at = CASE WHEN reminded THEN NULL ELSE remind_at END,
        counted_from = CASE WHEN due IS NULL THEN {none} ELSE {start} END
"""
_FILLED_POSTGRESQL = _FILLED.format(none="CAST('[]' AS json)", start="json_build_array(started_at)")
_FILLED_SQLITE = _FILLED.format(none="'[]'", start="json_array(replace(started_at, ' ', 'T') || 'Z')")
_BREACHES = f"""
    INSERT INTO breach (authority, id, case_id, obligation, clock, role, due, known_at, {", ".join(_SAID)})
    SELECT authority, id, case_id, id, clock, role, breached_at, breached_at, {", ".join(_SAID)}
    FROM obligation WHERE breached_at IS NOT NULL
"""
_NEWEST = """
    (SELECT b.{name} FROM breach b WHERE b.authority = obligation.authority AND b.obligation = obligation.id
     ORDER BY b.known_at DESC LIMIT 1)
"""
_PUT_BACK = f"""
    UPDATE obligation SET reminded = (reminders > 0), breached_at = {_NEWEST.format(name="due")},
        {", ".join(f"{name} = {_NEWEST.format(name=name)}" for name in _SAID)}
"""


def _create_breach() -> None:
    op.create_table(
        "breach",
        *tenant_columns(),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("obligation", sa.Uuid(), nullable=False),
        sa.Column("clock", sa.String(64), nullable=False),
        sa.Column("role", sa.String(64), nullable=False),
        sa.Column("consequence", sa.String(20)),
        sa.Column("escalated_to", sa.String(64)),
        sa.Column("due", Instant(), nullable=False),
        sa.Column("known_at", Instant(), nullable=False),
        sa.Column("due_now", Instant()),
        sa.Column("corrected_by", sa.Uuid()),
        sa.Column("corrected_at", Instant()),
        *_acknowledged(),
    )
    op.create_index("breach_obligation", "breach", ["authority", "obligation"])
    op.create_index("breach_known", "breach", ["authority", "known_at"])


def _create_remark() -> None:
    op.create_table(
        "remark",
        *tenant_columns(),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("obligation", sa.Uuid(), nullable=False),
        sa.Column("about", sa.String(10), nullable=False),
        sa.Column("reason", sa.String(64)),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("said_by", sa.Uuid(), nullable=False),
        sa.Column("said_at", Instant(), nullable=False),
    )
    op.create_index("remark_obligation", "remark", ["authority", "obligation"])


def _postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"
