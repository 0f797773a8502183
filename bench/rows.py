"""The rows that a routed concern leaves behind, written by hand: what the floors write, and nothing else.

The columns and the sizes of the texts are those that the referral service writes. The floors seal nothing: what is
sealed there is here as many bytes, legible ones, and the search tokens are as many rows with nothing behind them.
"""

from __future__ import annotations

import secrets
from typing import Any

import uuid_utils

from commonward.clock import utcnow

Report = dict[str, Any]

_OPENED = '{"reference":"%s","edition":"1.4.11","opened_at":"%s","subject_kind":"child"}'
_RAISED = (
    '{"concern":"%s","source":"partner","agency":"%s","received_at":"%s","age_at_event":12,"age_at_referral":13,'
    '"family_area":"%s","placement_area":null,"open_to_social_care":"no","plan_in_place":null,"looked_after":"no",'
    '"immediate_danger":"no","out_of_hours":false,"significant_harm":"unknown","sexually_active":"unknown",'
    '"forms":["online"],"indicators":["missing-episodes"],"possible_matches":0}'
)
_ROUTED = (
    '{"concern":"%s","team":"%s","response":"child-and-family-assessment","outcome":"refer",'
    '"tasks":["child-and-family-assessment"],"tool":"information-report",'
    '"because":["LDS-3.cluster","LDS-3.cfa","LDS-3.form-each"]}'
)
_SEAL = 31
"""Bytes that sealing adds to a value."""
_ANSWER = '{"reported":"%s","reference":"%s","received_at":"%s","team":"%s"}'


def rows_of(report: Report, received: str) -> dict[str, Any]:
    """What is to be written about one report, by the names of the columns of `told` below."""
    child = report["child"]
    case, concern = _id(), _id()
    area, agency, reference = child["family_area"], report["agency"], f"LDS-{secrets.token_hex(5)}"
    now = utcnow().isoformat()
    return {
        "child": _id(),
        "case_id": case,
        "concern": concern,
        "given_name": as_long(child["given_name"]),
        "family_name": as_long(child["family_name"]),
        "likeness": secrets.token_bytes(16),
        "born": as_long(child["born"]),
        "nhs_number": as_long(child["nhs_number"]) if "nhs_number" in child else None,
        "nhs_token": secrets.token_bytes(16) if "nhs_number" in child else None,
        "reference": reference,
        "team": area,
        "agency": agency,
        "happened_on": report["happened_on"],
        "account": as_long(report["account"]),
        "opened_id": _id(),
        "opened": _OPENED % (reference, now),
        "raised_id": _id(),
        "raised": _RAISED % (concern, agency, now, area),
        "routed_id": _id(),
        "routed": _ROUTED % (concern, area),
        "audit_id": _id(),
        "received_id": received,
        "answer_id": _id(),
        "answer": _ANSWER % (received, reference, now, area),
    }


def as_long(text: str) -> bytes:
    """As many bytes as the sealed text takes."""
    return bytes(_SEAL) + text.encode()


def _id() -> str:
    return str(uuid_utils.uuid7())


TYPES = {
    "child": "uuid",
    "case_id": "uuid",
    "concern": "uuid",
    "given_name": "bytea",
    "family_name": "bytea",
    "likeness": "bytea",
    "born": "bytea",
    "nhs_number": "bytea",
    "nhs_token": "bytea",
    "reference": "text",
    "team": "text",
    "agency": "text",
    "happened_on": "date",
    "account": "bytea",
    "opened_id": "uuid",
    "opened": "text",
    "raised_id": "uuid",
    "raised": "text",
    "routed_id": "uuid",
    "routed": "text",
    "audit_id": "uuid",
    "received_id": "uuid",
    "answer_id": "uuid",
    "answer": "text",
}

_TABLES = """
, w1 AS (INSERT INTO child (authority, id, given_name, family_name, likeness, born, nhs_number, nhs_token, address)
    SELECT 'leeds', child, given_name, family_name, likeness, born, nhs_number, nhs_token, NULL FROM told)
, w2 AS (INSERT INTO child_case (authority, id, child, reference, state, opened_at, edition, team)
    SELECT 'leeds', case_id, child, reference, 'open', now(), '1.4.11', team FROM told)
, w3 AS (INSERT INTO concern (authority, id, case_id, reported_by, agency, happened_on, received_at, account)
    SELECT 'leeds', concern, case_id, received_id, agency, happened_on, now(), account FROM told)
, w4 AS (INSERT INTO subject (authority, id, sequence, applied, facts)
    SELECT 'leeds', case_id, 3, 0, '{{}}' FROM told)
, w5 AS (INSERT INTO outbox (authority, id, subject, sequence, type, topic, body, at)
    SELECT 'leeds', opened_id, case_id, 1, 'uk.commonward.referral.case-opened.v1', 'case-events', opened, now()
    FROM told UNION ALL
    SELECT 'leeds', raised_id, case_id, 2, 'uk.commonward.referral.concern-raised.v1', 'case-events', raised, now()
    FROM told UNION ALL
    SELECT 'leeds', routed_id, case_id, 3, 'uk.commonward.referral.concern-routed.v1', 'case-events', routed, now()
    FROM told{answer})
, w6 AS (INSERT INTO audit (authority, id, at, actor, action, subject)
    SELECT 'leeds', audit_id, now(), received_id, 'concern.raise', case_id FROM told)
, w8 AS (INSERT INTO child_token (authority, id, token)
    SELECT 'leeds', child, hashtextextended(family_name::text, n) & 1048575 FROM told, generate_series(1, {tokens}) AS n
    ON CONFLICT DO NOTHING)
"""
_TOKENS = 12
"""Search tokens of a child with two names and a date of birth."""
_ANSWERS = """ UNION ALL
    SELECT 'leeds', answer_id, received_id, 0, 'uk.commonward.referral.concern-received.v1',
        'partners-out.leeds.bench', answer, now() FROM told"""
_INBOX = """
, w7 AS (INSERT INTO inbox (authority, id, topic, partition, "offset", subject, sequence, publisher, type, body, at,
        received_at, state)
    SELECT 'leeds', received_id, %(topic)s, partition, "offset", received_id, 0, 'partner',
        'uk.commonward.partner.concern-reported.v1', body, now(), now(), 'applied' FROM told)
"""
_INBOX_TYPES = {"partition": "int", '"offset"': "bigint", "body": "bytea"}

SET_AUTHORITY = "SELECT set_config('app.authority', 'leeds', true)"
"""Row-level security wants it in every transaction."""


def _told_batch() -> str:
    types = TYPES | _INBOX_TYPES
    arrays = ", ".join(f"%({name.strip(chr(34))})s::{kind}[]" for name, kind in types.items())
    return f"WITH told AS MATERIALIZED (SELECT * FROM unnest({arrays}) AS t({', '.join(types)}))"


def _told_one() -> str:
    values = ", ".join(f"%({name})s::{kind} AS {name}" for name, kind in TYPES.items() if "answer" not in name)
    return f"WITH told AS MATERIALIZED (SELECT {values})"


BATCH = _told_batch() + _TABLES.format(answer=_ANSWERS, tokens=_TOKENS) + _INBOX + "SELECT 1"
"""Many concerns that came on a partner's topic: arrays, one for each column, unnested once."""

ONE = _told_one() + _TABLES.format(answer="", tokens=_TOKENS) + "SELECT 1"
"""One concern that came over HTTP."""

SINGLE_INSERT = (
    "INSERT INTO concern (authority, id, case_id, reported_by, agency, happened_on, received_at, account)"
    " VALUES ('leeds', %(concern)s, %(case_id)s, %(received_id)s, %(agency)s, %(happened_on)s, now(), %(account)s)"
)
"""A single row: what the machine gives at the very most."""
