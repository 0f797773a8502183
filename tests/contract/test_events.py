"""What is said between services: shapes, envelope, interoperation, and what is refused and why."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from enum import Enum
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints
from uuid import UUID

import pytest
from cloudevents.core.bindings import kafka
from cloudevents.core.formats.json import JSONFormat
from cloudevents.core.v1.event import CloudEvent
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pydantic import AwareDatetime, BaseModel, Field

from commonward.contracts import (
    MAX_BODY,
    BadEvent,
    Code,
    Event,
    Happened,
    decode,
    decode_report,
    encode,
    event_types,
    events,
)
from commonward.contracts.asyncapi import asyncapi
from commonward.contracts.schemas import schema_of
from commonward.contracts.topics import INBOUND, topic_of

EVENTS = pytest.mark.parametrize("cls", event_types().values(), ids=lambda cls: cls.__name__)
A_NAME = "Jane Synthetic"


def happened(event: Event) -> Happened[Event]:
    return Happened(
        id=UUID(int=1),
        authority="bolton",
        subject=UUID(int=2),
        sequence=3,
        publisher=event.publisher,
        at=datetime(2026, 3, 2, 9, 30, tzinfo=UTC),
        event=event,
        trace="00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
    )


def example(cls: type[Event]) -> Event:
    return cls.model_validate_json(json.dumps(cls.example))


CLOSED = happened(example(events.CaseClosed))
HEADERS, BODY = encode(CLOSED)


def without(name: str) -> tuple[tuple[str, bytes], ...]:
    return tuple((key, value) for key, value in HEADERS if key != name)


def having(name: str, value: bytes) -> tuple[tuple[str, bytes], ...]:
    return (*without(name), (name, value))


# --- shapes


@EVENTS
def test_an_example_is_valid_by_the_model_and_by_its_schema(cls: type[Event]) -> None:
    schema = schema_of(cls)
    Draft202012Validator.check_schema(schema)
    checker = Draft202012Validator.FORMAT_CHECKER
    assert not list(Draft202012Validator(schema, format_checker=checker).iter_errors(dict(cls.example)))
    assert example(cls)


@EVENTS
def test_a_schema_refuses_a_field_that_nobody_expects(cls: type[Event]) -> None:
    assert not Draft202012Validator(schema_of(cls)).is_valid({**cls.example, "given_name": A_NAME})


CLOSED_TYPES = {UUID, datetime, AwareDatetime, date, bool, int, type(None), Ellipsis}


def strings_that_may_say_anything(hint: Any, place: str) -> Iterator[str]:
    """Places at which a type takes text that is no id, enum, date or code with a pattern."""
    for inner, where in inside(hint, place):
        yield from strings_that_may_say_anything(inner, where)
    if not (isinstance(hint, type) and issubclass(hint, (BaseModel, Enum))) and not is_closed(hint):
        yield place


def inside(hint: Any, place: str) -> Iterator[tuple[Any, str]]:
    """The types of which a type is made."""
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        hints = get_type_hints(hint, include_extras=True)
        yield from ((hints[name], f"{place}.{name}") for name in hint.model_fields)
    elif get_origin(hint) is Annotated and get_args(hint)[0] is not str:
        yield get_args(hint)[0], place
    elif get_origin(hint) in (Union, UnionType, tuple):
        yield from ((part, place) for part in get_args(hint))


def is_closed(hint: Any) -> bool:
    origin, parts = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return parts[0] is not str or any(map(keeps_names_out, parts[1:]))
    return hint in CLOSED_TYPES or origin in (Union, UnionType, tuple)


def keeps_names_out(annotation: Any) -> bool:
    patterns = [rule.pattern for rule in getattr(annotation, "metadata", ()) if getattr(rule, "pattern", None)]
    return bool(patterns) and not any(re.search(patterns[0], text) for text in (A_NAME, "1 Mill Lane, M1 1AA", "a\nb"))


@EVENTS
def test_no_text_of_an_event_between_services_can_hold_a_name(cls: type[Event]) -> None:
    found = list(strings_that_may_say_anything(cls, cls.__name__))
    assert not found or topic_of(cls) is INBOUND, f"give these a type of commonward.contracts.fields: {found}"


class Inner(BaseModel):
    note: str


class Leaky(BaseModel):
    plain: str
    optional: str | None
    many: tuple[str, ...]
    inner: Inner
    loose: dict[str, Any]
    any_text: Annotated[str, Field(pattern="^.*$")]
    code: Code


def test_the_walk_finds_text_wherever_it_hides() -> None:
    found = set(strings_that_may_say_anything(Leaky, "e"))
    assert found == {"e.plain", "e.optional", "e.many", "e.inner.note", "e.loose", "e.any_text"}


def test_only_a_partners_report_carries_free_text() -> None:
    free = [cls for cls in event_types().values() if list(strings_that_may_say_anything(cls, ""))]
    assert free == [events.ConcernReported]


@pytest.mark.parametrize(
    "moment", ['"0"', "0", '"2026-03-02"', '"2026-03-02T09:30:00"', '"1700000000"', '"20260302T093000Z"', '"-"']
)
def test_a_moment_needs_a_date_a_time_and_an_offset(moment: str) -> None:
    with pytest.raises(BadEvent, match="schema: reached"):
        decode(having("ce_type", events.TimeReached.type.encode()), b'{"reached": %s}' % moment.encode())


@pytest.mark.parametrize("day", ["0", 0, "20260302", "2026-W10-1", "2026-02-30", "2026-03-02T00:00:00Z"])
def test_a_day_is_a_date_as_it_is_written_and_nothing_else(day: object) -> None:
    body = json.dumps({**events.PlanAdopted.example, "next_meeting": day}).encode()
    with pytest.raises(BadEvent, match="schema: next_meeting"):
        decode(having("ce_type", events.PlanAdopted.type.encode()), body)


@pytest.mark.parametrize(
    "text", ["2026-03-02T09:30:00Z", "2026-03-02t09:30:00.000000001z", "2026-03-02T10:30:00+01:00"]
)
def test_a_moment_is_the_same_instant_however_it_is_written(text: str) -> None:
    assert events.TimeReached.model_validate_json(json.dumps({"reached": text})) == example(events.TimeReached)


# --- envelope


@EVENTS
def test_what_was_encoded_is_decoded_as_it_was(cls: type[Event]) -> None:
    sent = happened(example(cls))
    assert decode(*encode(sent)) == sent


@given(
    id=st.uuids(),
    subject=st.uuids(),
    sequence=st.integers(0, 2**63 - 1),
    at=st.datetimes(timezones=st.just(UTC)),
)
def test_any_envelope_survives_the_wire(id: UUID, subject: UUID, sequence: int, at: datetime) -> None:
    sent = replace(CLOSED, id=id, subject=subject, sequence=sequence, at=at)
    assert decode(*encode(sent)) == sent


def test_the_headers_are_those_of_the_asyncapi_document() -> None:
    documented = asyncapi()["components"]["schemas"]["ServiceHeaders"]
    Draft202012Validator(documented).validate({name: value.decode() for name, value in HEADERS})
    assert {name for name, _ in HEADERS} == set(documented["properties"])


# --- interoperation with the CloudEvents SDK


def test_the_cloudevents_sdk_reads_what_we_write() -> None:
    read = kafka.from_binary(kafka.KafkaMessage(dict(HEADERS), None, BODY), JSONFormat(), CloudEvent)
    assert (read.get_id(), read.get_type(), read.get_subject()) == (
        str(CLOSED.id),
        CLOSED.event.type,
        str(CLOSED.subject),
    )
    assert (read.get_time(), read.get_extension("authority")) == (CLOSED.at, "bolton")
    assert read.get_data() == json.loads(BODY)


def test_we_read_what_the_cloudevents_sdk_writes() -> None:
    written = CloudEvent(
        {
            "id": str(CLOSED.id),
            "source": "/services/referral",
            "type": CLOSED.event.type,
            "specversion": "1.0",
            "subject": str(CLOSED.subject),
            "time": CLOSED.at,
            "datacontenttype": "application/json",
            "authority": "bolton",
            "sequence": "3",
        },
        json.loads(BODY),
    )
    message = kafka.to_binary(written, JSONFormat())
    assert decode(tuple(message.headers.items()), message.value) == replace(CLOSED, trace=None)


def test_we_read_a_partners_report_that_the_cloudevents_sdk_writes() -> None:
    report = dict(events.ConcernReported.example)
    written = CloudEvent(
        {
            "id": "school-17",
            "source": "/partners/school-portal",
            "type": events.ConcernReported.type,
            "specversion": "1.0",
            "time": CLOSED.at,
            "datacontenttype": "application/json",
        },
        report,
    )
    message = kafka.to_binary(written, JSONFormat())
    read = decode_report(tuple(message.headers.items()), message.value, "bolton", "school-portal")
    assert read.event == example(events.ConcernReported)
    assert (read.authority, read.publisher, read.at) == ("bolton", "partner", CLOSED.at)


def report(authority: str = "bolton", partner: str = "school", **headers: bytes) -> Happened[Event]:
    sent = dict(HEADERS) | {"ce_type": events.ConcernReported.type.encode()} | headers
    return decode_report(tuple(sent.items()), json.dumps(events.ConcernReported.example).encode(), authority, partner)


def test_a_partners_repeat_is_the_same_event_and_another_partners_is_not() -> None:
    assert report().id == report().id
    assert report().id != report(partner="police").id


def test_a_partner_can_not_speak_for_another_authority() -> None:
    with pytest.raises(BadEvent, match="foreign-authority"):
        report(ce_authority=b"leeds")


def test_a_partner_can_not_publish_what_services_publish() -> None:
    with pytest.raises(BadEvent, match="foreign-type"):
        decode_report(HEADERS, BODY, "bolton", "school")


# --- what is refused, and why


@pytest.mark.parametrize(
    ("headers", "body", "reason", "says"),
    [
        (having("ce_type", b"uk.commonward.referral.no-such.v1"), BODY, "unknown-type", "no-such"),
        (having("ce_type", b"uk.commonward.referral.case-closed.v9"), BODY, "unknown-version", "case-closed.v1"),
        (having("ce_id", b"17"), BODY, "malformed", "ce_id"),
        (having("ce_subject", b"17"), BODY, "malformed", "ce_subject"),
        (having("ce_sequence", b"-1"), BODY, "malformed", "ce_sequence"),
        (having("ce_time", b"0"), BODY, "malformed", "ce_time"),
        (having("ce_time", b"2026-03-02T09:30:00"), BODY, "malformed", "ce_time"),
        (having("ce_specversion", b"0.3"), BODY, "malformed", "ce_specversion"),
        (having("ce_id", b"\xff"), BODY, "malformed", "ce_id is not UTF-8"),
        (HEADERS, None, "malformed", "body"),
        (HEADERS, b" " * (MAX_BODY + 1), "oversized", str(MAX_BODY)),
        (HEADERS, b"not JSON", "schema", "body: json_invalid"),
        (HEADERS, b"[]", "schema", "body"),
        (HEADERS, b"{}", "schema", "request: missing"),
        (HEADERS, BODY.replace(b'"safeguarded"', b"3"), "schema", "reason: string_type"),
        (HEADERS, BODY.replace(b"safeguarded", b"Not a Code"), "schema", "reason: string_pattern_mismatch"),
    ],
)
def test_a_bad_event_is_refused_with_its_reason(
    headers: tuple[tuple[str, bytes], ...], body: bytes | None, reason: str, says: str
) -> None:
    with pytest.raises(BadEvent) as refused:
        decode(headers, body)
    assert refused.value.reason == reason
    assert says in refused.value.detail


@pytest.mark.parametrize("name", ["ce_id", "ce_type", "ce_source", "ce_subject", "ce_time", "ce_specversion"])
def test_a_missing_header_is_named(name: str) -> None:
    with pytest.raises(BadEvent, match=f"malformed: the header {name} is missing"):
        decode(without(name), BODY)


def everything_told(refused: BaseException | None) -> Iterator[str]:
    """What a log would show of an error, with the errors that it came from."""
    while refused is not None:
        yield str(refused)
        refused = refused.__cause__ or (None if refused.__suppress_context__ else refused.__context__)


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        (HEADERS, json.dumps({**events.CaseClosed.example, "reason": A_NAME}).encode()),
        (HEADERS, json.dumps({**events.CaseClosed.example, A_NAME: 1}).encode()),
        (HEADERS, json.dumps({**events.CaseClosed.example, "because": [A_NAME]}).encode()),
        (HEADERS, A_NAME.encode()),
        (having("ce_type", A_NAME.encode()), BODY),
        (having("ce_id", A_NAME.encode()), BODY),
        (having("ce_time", A_NAME.encode()), BODY),
        (having("ce_sequence", A_NAME.encode()), BODY),
    ],
)
def test_a_refusal_repeats_nothing_that_the_sender_wrote(headers: tuple[tuple[str, bytes], ...], body: bytes) -> None:
    with pytest.raises(BadEvent) as refused:
        decode(headers, body)
    assert not any("Jane" in told for told in everything_told(refused.value))
