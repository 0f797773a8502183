"""CloudEvents 1.0 in Kafka's binary mode: attributes in headers, the event's JSON in the body.

Source: CloudEvents 1.0.2, Kafka Protocol Binding 1.0.2. Extensions: `authority`, `sequence`, and `traceparent`
as its own W3C header.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, Protocol, TypeVar
from uuid import UUID, uuid5

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from commonward.contracts.event import TYPE_PREFIX, Event, event_types

MAX_BODY = 256 * 1024
"""Bytes. Larger events are refused: a fact is small."""

E = TypeVar("E", bound=Event, covariant=True)
_REPORTS = UUID("0198c0de-0b11-5a7e-8000-c0ffee000002")
_TYPE = re.compile(r"[a-z0-9.-]{1,120}")


class BadEvent(Exception):
    """An event that can't be understood; the reason is for the parked list and holds nothing of the body."""

    def __init__(self, reason: str, detail: str, places: Iterable[str] = ()) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail
        self.places = tuple(places)
        """The headers and fields that it is about, by the names that our contracts give them."""


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
    reporter: str | None = None
    """The partner whose topic it came on; the topic says so, not the event."""


Headers = tuple[tuple[str, bytes], ...]


def encode(happened: Happened[Event]) -> tuple[Headers, bytes]:
    """Return the Kafka headers and body of an event."""
    return headers_of(happened, happened.event.type), happened.event.model_dump_json().encode()


class Enveloped(Protocol):
    """Whatever has an event's attributes: the event itself, or the outbox row that holds it."""

    @property
    def id(self) -> UUID: ...
    @property
    def authority(self) -> str: ...
    @property
    def subject(self) -> UUID: ...
    @property
    def sequence(self) -> int: ...
    @property
    def publisher(self) -> str: ...
    @property
    def at(self) -> datetime: ...
    @property
    def trace(self) -> str | None: ...


def headers_of(happened: Enveloped, type: str) -> Headers:
    """The headers of an event, whose body need not be read for them."""
    headers = [
        ("ce_specversion", "1.0"),
        ("ce_id", str(happened.id)),
        ("ce_source", f"/services/{happened.publisher}"),
        ("ce_type", type),
        ("ce_subject", str(happened.subject)),
        ("ce_time", happened.at.isoformat()),
        ("ce_authority", happened.authority),
        ("ce_sequence", str(happened.sequence)),
        ("content-type", "application/json"),
    ]
    if happened.trace:
        headers.append(("traceparent", happened.trace))
    return tuple((name, value.encode()) for name, value in headers)


def decode(headers: Headers, body: bytes | None) -> Happened[Event]:
    """Return the event that a service published. Raises BadEvent with the reason."""
    known = dict(headers)
    return _with_envelope(_event(known, body), known)


def decode_report(headers: Headers, body: bytes | None, authority: str, partner: str) -> Happened[Event]:
    """Return the event that a partner sent on its own topic. Raises BadEvent.

    Authority and partner come from the topic. A partner's `ce_id` may be any text (CloudEvents 1.0), so the id is
    derived from it; the same `ce_id` again is the same event.
    """
    known = dict(headers)
    # Whose it is comes first: what is forged is called so, whatever else is wrong with it.
    if _text(known, "ce_authority", authority) != authority:
        raise BadEvent(
            "foreign-authority", "ce_authority names another authority than the topic does", ["ce_authority"]
        )
    cls = _class(_text(known, "ce_type"))
    if cls.publisher != "partner":
        raise BadEvent("foreign-type", f"{cls.type} is not for partners to send", ["ce_type"])
    event = _event(known, body)
    id = report_id(known, authority, partner)
    trace = known.get("traceparent")
    return Happened(
        id=id,
        authority=authority,
        subject=id,
        sequence=0,
        publisher="partner",
        at=_sent_at(known),
        event=event,
        trace=trace.decode("ascii", "ignore") if trace else None,
        reporter=partner,
    )


def report_id(known: Mapping[str, bytes], authority: str, partner: str) -> UUID:
    """The id of what a partner reported, made of what it is called by its sender. Raises BadEvent."""
    return uuid5(_REPORTS, f"{authority}|{partner}|{_text(known, 'ce_source')}|{_text(known, 'ce_id')}")


def _sent_at(known: dict[str, bytes]) -> datetime:
    try:
        return _moment(_text(known, "ce_time"))
    except ValueError:
        raise BadEvent("malformed", "ce_time must be RFC 3339 with an offset", ["ce_time"]) from None


def _event(known: dict[str, bytes], body: bytes | None) -> Event:
    if body is None or len(body) > MAX_BODY:
        raise BadEvent("malformed" if body is None else "oversized", f"a body of 1 to {MAX_BODY} bytes is needed")
    cls = _class(_text(known, "ce_type"))
    if _text(known, "ce_specversion") != "1.0":
        raise BadEvent("malformed", "ce_specversion must be 1.0", ["ce_specversion"])
    try:
        return cls.model_validate_json(body)
    except ValidationError as error:
        errors = error.errors(include_input=False, include_context=False, include_url=False)
        faults = [(_place(each), each["type"]) for each in errors[:5]]
        told = "; ".join(f"{place or 'body'}: {fault}" for place, fault in faults)
        raise BadEvent("schema", told, filter(None, dict(faults))) from None


def _class(name: str) -> type[Event]:
    if cls := event_types().get(name):
        return cls
    shown = name if _TYPE.fullmatch(name) else "its ce_type"
    stem = name.rpartition(".v")[0]
    if versions := [known for known in event_types() if known.rpartition(".v")[0] == stem]:
        raise BadEvent("unknown-version", f"{shown} is not known here; known: {', '.join(versions)}", ["ce_type"])
    raise BadEvent("unknown-type", f"{shown} is not an event type of this platform ({TYPE_PREFIX}*)", ["ce_type"])


def _place(error: ErrorDetails) -> str:
    """Where it is wrong. The name of a field that nobody expects is the sender's own text: not repeated."""
    place = error["loc"][:-1] if error["type"] == "extra_forbidden" else error["loc"]
    return ".".join(map(str, place))


def _with_envelope(event: Event, known: dict[str, bytes]) -> Happened[Event]:
    trace = known.get("traceparent")
    try:
        return Happened(
            id=UUID(_text(known, "ce_id")),
            authority=known.get("ce_authority", b"").decode(),
            subject=UUID(_text(known, "ce_subject")),
            sequence=_sequence(known.get("ce_sequence", b"0")),
            publisher=_text(known, "ce_source").removeprefix("/services/"),
            at=_moment(_text(known, "ce_time")),
            event=event,
            trace=trace.decode("ascii", "ignore") if trace else None,
        )
    except ValueError:  # not chained: its text repeats what was sent
        raise BadEvent(
            "malformed", "ce_id and ce_subject must be UUIDs, ce_sequence a number from 0, ce_time RFC 3339"
        ) from None


def _sequence(digits: bytes) -> int:
    if not digits.isdigit():
        raise ValueError("not a number from 0")
    return int(digits)


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("no offset")
    return moment


def _text(known: Mapping[str, bytes], name: str, default: str | None = None) -> str:
    if name not in known:
        if default is not None:
            return default
        raise BadEvent("malformed", f"the header {name} is missing", [name])
    try:
        return known[name].decode()
    except UnicodeDecodeError:
        raise BadEvent("malformed", f"the header {name} is not UTF-8", [name]) from None
