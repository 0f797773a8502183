"""CloudEvents 1.0 in Kafka's binary mode: attributes in headers, the event's JSON in the body.

Source: CloudEvents 1.0.2, Kafka Protocol Binding 1.0.2. Extensions: `authority`, `sequence`, and `traceparent`
as its own W3C header.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar
from uuid import UUID

from pydantic import TypeAdapter, ValidationError

from commonward.contracts.event import Event, event_types

MAX_BODY = 256 * 1024
"""Bytes. Larger events are refused: a fact is small."""

E = TypeVar("E", bound=Event, covariant=True)
_MOMENT: TypeAdapter[datetime] = TypeAdapter(datetime)


class BadEvent(Exception):
    """An event that can't be understood; the reason is for the parked list and holds nothing of the body."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Happened(Generic[E]):
    """An event with what the envelope says of it."""

    id: UUID
    authority: str
    subject: UUID
    sequence: int
    """Counts the publisher's events about this subject, from 1; 0 where the publisher does not count (partners)."""
    publisher: str
    at: datetime
    event: E
    trace: str | None = None


Headers = tuple[tuple[str, bytes], ...]


def encode(happened: Happened[Event]) -> tuple[Headers, bytes]:
    """Return the Kafka headers and body of an event."""
    headers = [
        ("ce_specversion", "1.0"),
        ("ce_id", str(happened.id)),
        ("ce_source", f"/services/{happened.publisher}"),
        ("ce_type", happened.event.type),
        ("ce_subject", str(happened.subject)),
        ("ce_time", happened.at.isoformat()),
        ("ce_authority", happened.authority),
        ("ce_sequence", str(happened.sequence)),
        ("content-type", "application/json"),
    ]
    if happened.trace:
        headers.append(("traceparent", happened.trace))
    return tuple((name, value.encode()) for name, value in headers), happened.event.model_dump_json().encode()


def decode(headers: Headers, body: bytes | None) -> Happened[Event]:
    """Return the event that a message carries. Raises BadEvent with the reason."""
    known = {name: value for name, value in headers}
    if body is None or len(body) > MAX_BODY:
        raise BadEvent("malformed" if body is None else "oversized", f"a body of 1 to {MAX_BODY} bytes is needed")
    name = _text(known, "ce_type")
    cls = event_types().get(name)
    if cls is None:
        raise BadEvent("unknown-type", f"{name[:120]} is not an event type of this platform")
    if _text(known, "ce_specversion") != "1.0":
        raise BadEvent("malformed", "ce_specversion must be 1.0")
    try:
        event = cls.model_validate_json(body)
    except ValidationError as error:
        places = "; ".join(
            f"{'.'.join(map(str, e['loc'])) or 'body'}: {e['type']}"
            for e in error.errors(include_input=False, include_context=False)[:5]
        )
        raise BadEvent("schema", places) from None
    return _with_envelope(event, known)


def _with_envelope(event: Event, known: dict[str, bytes]) -> Happened[Event]:
    trace = known.get("traceparent")
    try:
        return Happened(
            id=UUID(_text(known, "ce_id")),
            authority=known.get("ce_authority", b"").decode(),
            subject=UUID(_text(known, "ce_subject")),
            sequence=int(known.get("ce_sequence", b"0")),
            publisher=_text(known, "ce_source").removeprefix("/services/"),
            at=_moment(_text(known, "ce_time")),
            event=event,
            trace=trace.decode("ascii", "ignore") if trace else None,
        )
    except (ValueError, UnicodeDecodeError) as error:
        raise BadEvent("malformed", "ce_id and ce_subject must be UUIDs, ce_sequence a number, ce_time RFC 3339") from error


def _moment(text: str) -> datetime:
    moment = _MOMENT.validate_python(text)
    if moment.tzinfo is None:
        raise ValueError("no offset")
    return moment


def _text(known: dict[str, bytes], name: str) -> str:
    try:
        return known[name].decode()
    except KeyError:
        raise BadEvent("malformed", f"the header {name} is missing") from None
    except UnicodeDecodeError:
        raise BadEvent("malformed", f"the header {name} is not UTF-8") from None
