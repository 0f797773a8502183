"""JSON Schema 2020-12 of each event type: what a consumer accepts as its body."""

from __future__ import annotations

from typing import Any

from commonward.contracts.event import Event

DIALECT = "https://json-schema.org/draft/2020-12/schema"

Schema = dict[str, Any]


def schema_of(cls: type[Event]) -> Schema:
    """The schema of an event type's body, with its example."""
    return {
        "$schema": DIALECT,
        "$id": f"urn:commonward:event:{cls.type}",
        **cls.model_json_schema(mode="validation"),
        "examples": [dict(cls.example)],
    }
