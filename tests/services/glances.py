"""What a service looks up once a second, or a minute, for everybody: no part of the request that happens to ask."""

from __future__ import annotations

TABLES = ("ended_session", "followed", "data_key")


def of_a_request(statement: str) -> bool:
    """Whether a statement is a request's own question, and not the beginning of a transaction either."""
    return not statement.startswith("BEGIN") and not any(table in statement for table in TABLES)
