"""Which records name another subject, so that an adult's or a place's connections are found; those there are, too."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from commonward.store.migrate import protect, tenant_columns, under_no_policy

revision = "0019"
down_revision = "0018"

_POSTGRESQL = """
INSERT INTO naming (authority, id, case_id, record, subject)
SELECT named.authority, gen_random_uuid(), named.case_id, named.record, named.subject FROM (
    SELECT DISTINCT o.authority, o.subject AS case_id, (o.body::json ->> 'record')::uuid AS record,
        v.value::uuid AS subject
    FROM outbox o, json_array_elements(o.body::json -> 'answers') a, json_array_elements_text(a -> 'values') v
    WHERE o.type = 'uk.commonward.referral.record-made.v1' AND v.value ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
) named
WHERE EXISTS (SELECT 1 FROM party p WHERE p.authority = named.authority AND p.id = named.subject)
   OR EXISTS (SELECT 1 FROM child_case c WHERE c.authority = named.authority AND c.id = named.subject)
"""
_SQLITE = """
INSERT INTO naming (authority, id, case_id, record, subject)
SELECT named.authority, lower(hex(randomblob(16))), named.case_id, named.record, named.subject FROM (
    SELECT DISTINCT o.authority, o.subject AS case_id, replace(json_extract(o.body, '$.record'), '-', '') AS record,
        replace(v.value, '-', '') AS subject
    FROM outbox o, json_each(o.body, '$.answers') a, json_each(a.value, '$.values') v
    WHERE o.type = 'uk.commonward.referral.record-made.v1' AND length(v.value) = 36
) named
WHERE EXISTS (SELECT 1 FROM party p WHERE p.authority = named.authority AND p.id = named.subject)
   OR EXISTS (SELECT 1 FROM child_case c WHERE c.authority = named.authority AND c.id = named.subject)
"""


def upgrade() -> None:
    op.create_table(
        "naming",
        *tenant_columns(),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("record", sa.Uuid(), nullable=False),
        sa.Column("subject", sa.Uuid(), nullable=False),
    )
    op.create_index("naming_subject", "naming", ["authority", "subject"])
    op.create_index("naming_case", "naming", ["authority", "case_id"])
    protect("naming")
    with under_no_policy("naming", "outbox", "party", "child_case"):
        op.execute(_POSTGRESQL if op.get_bind().dialect.name == "postgresql" else _SQLITE)


def downgrade() -> None:
    op.drop_table("naming")
