"""The AsyncAPI 3.0 document of a region: its topics, what they carry, and the headers of every message."""

from __future__ import annotations

from typing import Any

from pydantic.json_schema import models_json_schema

from commonward.contracts.event import Event, event_types
from commonward.contracts.mark import Mark
from commonward.contracts.topics import ANSWERS, CASE, INBOUND, MARKS, TOPICS, Topic, carried_by

Document = dict[str, Any]

_CHANNELS = {CASE: "caseEvents", MARKS: "caseMarks", INBOUND: "partnerInbound", ANSWERS: "partnerAnswers"}


def asyncapi() -> Document:
    """The document, from the registered event types."""
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Commonward events",
            "version": "1",
            "description": "CloudEvents 1.0 in Kafka's binary mode. All examples are synthetic.",
        },
        "defaultContentType": "application/json",
        "channels": {_CHANNELS[topic]: _channel(topic) for topic in TOPICS},
        "operations": _operations(),
        "components": {
            "messages": {**{cls.__name__: _message(cls) for cls in event_types().values()}, "Mark": _MARK},
            "schemas": {"ServiceHeaders": _HEADERS, "PartnerHeaders": _PARTNER_HEADERS, **_payloads()},
        },
    }


def _channel(topic: Topic) -> Document:
    family = "<" in topic.name
    channel: Document = {
        "address": topic.name.replace("<", "{").replace(">", "}"),
        "description": topic.description,
        "messages": {name: {"$ref": f"#/components/messages/{name}"} for name in _carried(topic)},
        "bindings": {
            "kafka": {
                "partitions": topic.partitions,
                "topicConfiguration": {"retention.ms": topic.retention_hours * 3_600_000},
                "bindingVersion": "0.5.0",
            }
        },
    }
    if family:
        channel["parameters"] = {
            "authority": {"description": "The authority's code", "examples": ["bolton", "leeds"]},
            "partner": {"description": "The partner's code at that authority", "examples": ["school-portal"]},
        }
    return channel


def _operations() -> Document:
    """Who sends and who receives on each channel."""
    operations: Document = {}
    for topic in TOPICS:
        ref = f"#/channels/{_CHANNELS[topic]}"
        for publisher in topic.publishers:
            sent = _carried(topic, publisher)
            operations[f"{publisher}-sends-{_CHANNELS[topic]}"] = {
                "action": "send",
                "channel": {"$ref": ref},
                "messages": [{"$ref": f"{ref}/messages/{name}"} for name in sent],
            }
        for consumer in topic.consumers:
            operations[f"{consumer}-receives-{_CHANNELS[topic]}"] = {"action": "receive", "channel": {"$ref": ref}}
    return operations


def _carried(topic: Topic, publisher: str | None = None) -> list[str]:
    """The names of its messages; of one publisher's, where that is given."""
    if topic is MARKS:
        return ["Mark"]
    return [cls.__name__ for cls in carried_by(topic).values() if publisher in (None, cls.publisher)]


def _message(cls: type[Event]) -> Document:
    headers = "PartnerHeaders" if cls.publisher == "partner" else "ServiceHeaders"
    return {
        "name": cls.type,
        "title": cls.__name__,
        "summary": (cls.__doc__ or "").strip(),
        "contentType": "application/json",
        "headers": {
            "allOf": [
                {"$ref": f"#/components/schemas/{headers}"},
                {"type": "object", "properties": {"ce_type": {"const": cls.type}}},
            ]
        },
        "payload": {"$ref": f"#/components/schemas/{cls.__name__}"},
        "bindings": {"kafka": {"key": {"type": "string"}, "bindingVersion": "0.5.0"}},
        "examples": [{"name": "synthetic", "headers": _example_headers(cls), "payload": dict(cls.example)}],
    }


def _example_headers(cls: type[Event]) -> Document:
    known = {
        "ce_specversion": "1.0",
        "ce_id": "0198c0de-0000-7000-8000-0000000000ee",
        "ce_type": cls.type,
        "ce_time": "2026-03-02T09:30:00+00:00",
        "content-type": "application/json",
        "traceparent": "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
    }
    if cls.publisher == "partner":
        return {**known, "ce_id": "school-portal-17", "ce_source": "/partners/school-portal"}
    return {
        **known,
        "ce_source": f"/services/{cls.publisher}",
        "ce_subject": "0198c0de-0000-7000-8000-0000000000aa",
        "ce_authority": "bolton",
        "ce_sequence": "1",
    }


def _payloads() -> Document:
    """Every event's body and what it refers to, side by side."""
    wanted = [(cls, "validation") for cls in (*event_types().values(), Mark)]
    _, schema = models_json_schema(wanted, ref_template="#/components/schemas/{model}")  # type: ignore[arg-type]  # list of a literal
    return dict(schema["$defs"])


_MARK: Document = {
    "name": "Mark",
    "title": "Mark",
    "summary": (Mark.__doc__ or "").strip(),
    "contentType": "application/json",
    "headers": {"type": "object"},
    "payload": {"$ref": "#/components/schemas/Mark"},
    "examples": [
        {"name": "synthetic", "headers": {}, "payload": {"at": "2026-03-02T09:30:00Z", "ends": {"0": 17, "1": 4}}}
    ],
}
_PARTNER_HEADERS: Document = {
    "type": "object",
    "description": "CloudEvents attributes (`ce_`) and the W3C trace. Whose event it is comes from the topic.",
    "required": ["ce_specversion", "ce_id", "ce_source", "ce_type", "ce_time"],
    "properties": {
        "ce_specversion": {"const": "1.0"},
        "ce_id": {
            "type": "string",
            "minLength": 1,
            "description": "Any text without personal data. With `ce_source` it names the event: a repeat is dropped.",
        },
        "ce_source": {"type": "string", "minLength": 1, "description": "Which of the partner's systems speaks."},
        "ce_type": {"type": "string", "pattern": r"^uk\.commonward\.[a-z-]+\.[a-z-]+\.v[0-9]+$"},
        "ce_time": {"type": "string", "format": "date-time", "description": "When it was sent, with its offset."},
        "ce_authority": {"type": "string", "description": "May be left out; another than the topic's is refused."},
        "content-type": {"const": "application/json"},
        "traceparent": {
            "type": "string",
            "pattern": "^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$",
            "description": "W3C Trace Context: the trace that the event belongs to.",
        },
    },
}
_HEADERS: Document = {
    "type": "object",
    "description": "CloudEvents attributes (`ce_`), its extensions `authority` and `sequence`, and the W3C trace.",
    "required": [*_PARTNER_HEADERS["required"], "ce_subject", "ce_authority"],
    "properties": {
        **_PARTNER_HEADERS["properties"],
        "ce_id": {"type": "string", "format": "uuid", "description": "Names the event; a repeat is dropped."},
        "ce_source": {"type": "string", "pattern": "^/services/[a-z]+$"},
        "ce_time": {"type": "string", "format": "date-time", "description": "When it happened, with its offset."},
        "ce_subject": {"type": "string", "format": "uuid", "description": "Whom or what it is about, such as a case."},
        "ce_authority": {"type": "string", "description": "The authority whose event it is."},
        "ce_sequence": {
            "type": "string",
            "pattern": "^[0-9]+$",
            "description": "Counts the publisher's events about this subject, from 1.",
        },
    },
}
