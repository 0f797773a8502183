"""`docs/events.md`, made from the models: `python -m commonward.contracts.describe > docs/events.md`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from enum import Enum
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints
from uuid import UUID

from pydantic import BaseModel

from commonward.contracts.event import Event
from commonward.contracts.fields import Age, Code, Day, Moment, Place, Reference, RuleId, Version
from commonward.contracts.topics import TOPICS, Topic, carried_by

_INTRO = """# Events

What services and partners say to each other on Kafka. Each event is a fact in the past tense.
This page is made from the models (`python -m commonward.contracts.describe > docs/events.md`), and a test keeps it so.
The same as files for programs: [JSON Schemas](../contracts/events) with an example each, and an
[AsyncAPI 3 document](../contracts/asyncapi.json) with the headers of a message.

**On the wire** an event is a CloudEvent 1.0 in Kafka's binary mode: its attributes are headers (`ce_id`, `ce_source`,
`ce_type`, `ce_specversion`, `ce_time`, `ce_subject`, and ours: `ce_authority`, `ce_sequence`; beside them
`content-type: application/json` and `traceparent`), its fields are the JSON body. A body takes no other fields than
those below and is at most 256 KiB. What can't be understood is parked with its reason, and nothing changes.

**What a text may be.** No event between services carries a name, an address or a date of birth.

| kind | what it is | for example |
|---|---|---|
| id | UUID | `0198c0de-0000-7000-8000-000000000001` |
| code | a word of a board's own vocabulary: a team, a role, a level | `duty-and-advice` |
| rule id | an id in an authority's rule register | `BOL-10.9.refer` |
| version | of an edition or a tool | `1.4.11` |
| place | a header, or a field of the body | `child.born` |
| reference | what people call a case | `LDS-2026-4F7K2M` |
| moment | an instant with its offset | `2026-03-02T09:30:00Z` |
| day | a date | `2026-03-02` |

**Changing an event.** Services are deployed one after another and replay what they have stored, so the shape of a
version never changes: another shape is another version beside it (`.v2`); deploy its readers, then its publisher.
Only what partners send may be widened, as we alone read it. `commonward contracts check` refuses anything else.
"""

_KINDS: dict[Any, str] = {
    UUID: "id",
    Code: "code",
    RuleId: "rule id",
    Version: "version",
    Place: "place",
    Reference: "reference",
    Moment: "moment",
    Day: "day",
    date: "day",
    Age: "whole years",
    int: "whole number",
    bool: "true or false",
    str: "text",
    NoneType: "null",
}


def events_page() -> str:
    """The page, as Markdown."""
    return _INTRO + "".join(_topic(topic) for topic in TOPICS)


def _topic(topic: Topic) -> str:
    head = (
        f"\n## Topic `{topic.name}`\n\n{topic.description}\n\n"
        f"Written by: {', '.join(topic.publishers)}. Read by: {', '.join(topic.consumers)}. Key: {topic.key}. "
        f"Kept: {topic.retention_hours} hours. Partitions: {topic.partitions}.\n"
    )
    return head + "".join(map(_event, carried_by(topic).values()))


def _event(cls: type[Event]) -> str:
    fields = "".join(f"| `{name}` | {kind} | {words} |\n" for name, kind, words in _fields(cls))
    return (
        f"\n### {cls.__name__}\n\n`{cls.type}` ([schema](../contracts/events/{cls.type}.json))\n\n"
        f"{(cls.__doc__ or '').strip()}\n\n| field | kind | |\n|---|---|---|\n{fields}"
    )


def _fields(cls: type[BaseModel], prefix: str = "") -> Iterator[tuple[str, str, str]]:
    hints = get_type_hints(cls, include_extras=True)
    for name, field in cls.model_fields.items():
        optional = "" if field.is_required() else "may be left out"
        words = ". ".join(filter(None, [(field.description or "").rstrip("."), optional]))
        yield prefix + name, kind_of(hints[name]), " ".join(words.split())
        if isinstance(hints[name], type) and issubclass(hints[name], BaseModel):
            yield from _fields(hints[name], f"{prefix}{name}.")


def kind_of(hint: Any) -> str:
    """A field's type in plain words."""
    if hint in _KINDS:
        return _KINDS[hint]
    origin, parts = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return kind_of(parts[0])
    if origin in (Union, UnionType):
        return " or ".join(map(kind_of, parts))
    if origin is tuple:
        return f"list of {kind_of(parts[0])}"
    if issubclass(hint, Enum):
        return ", ".join(f"`{each.value}`" for each in hint)
    return "object"


if __name__ == "__main__":
    sys.stdout.write(events_page())
