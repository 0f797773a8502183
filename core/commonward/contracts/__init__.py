"""Event contracts: what may be said between services and partners, and how it looks on the wire."""

from __future__ import annotations

from commonward.contracts import events
from commonward.contracts.envelope import MAX_BODY, BadEvent, Happened, decode, decode_report, encode
from commonward.contracts.event import Event, event, event_types
from commonward.contracts.fields import Because, Code, Day, Moment, Reference, RuleId, Tri, Version
from commonward.contracts.topics import CASE_EVENTS

__all__ = [
    "CASE_EVENTS",
    "MAX_BODY",
    "BadEvent",
    "Because",
    "Code",
    "Day",
    "Event",
    "Happened",
    "Moment",
    "Reference",
    "RuleId",
    "Tri",
    "Version",
    "decode",
    "decode_report",
    "encode",
    "event",
    "event_types",
    "events",
]
