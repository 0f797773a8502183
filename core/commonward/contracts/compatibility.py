"""Would a change of an event type break somebody? What is allowed, and why.

Services are deployed one after another and replay their inboxes, so two things must hold of a version at any time:
what was written under the old schema is read under the new (else a replay fails), and what is written under the new
is read under the old (else a service that is not deployed yet parks it). Bodies are closed (`extra="forbid"`: an
unexpected field could be a name), so already an added optional field is refused by the old reader. Both together
leave one rule:

**Between services, a version's shape never changes.** Only its words do (title, description, example). Another
shape is another version: add the class with `version=2` beside the old one, deploy every consumer, then let the
publisher change over. The old class stays as long as an inbox holds its events.

**What partners send may be widened**, since we alone read it: an optional field, a further enum value, a looser
limit. Deploy first, then tell the partner. It may never be narrowed: partners deploy when they like.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from commonward.contracts.schemas import Schema

_WORDS = frozenset({"$schema", "$id", "$defs", "title", "description", "examples", "default"})
_LOWER = frozenset({"minimum", "exclusiveMinimum", "minLength", "minItems"})
_UPPER = frozenset({"maximum", "exclusiveMaximum", "maxLength", "maxItems"})


class Effect(Enum):
    """Who refuses what after a change."""

    NARROWED = "a new reader refuses old events"
    WIDENED = "an old reader refuses new events"


@dataclass(frozen=True, slots=True)
class Difference:
    """One change of shape."""

    place: str
    """The field, such as `child.born` or `forms[]`; empty for the body."""
    change: str
    effect: Effect

    def __str__(self) -> str:
        return f"{self.place or 'body'}: {self.change}, so {self.effect.value}"


def breaks(old: Schema, new: Schema, *, may_widen: bool) -> list[Difference]:
    """Return the changes that would break a reader. `may_widen`: we alone read it (see the module)."""
    found = differences(old, new)
    return [each for each in found if each.effect is Effect.NARROWED] if may_widen else found


def differences(old: Schema, new: Schema) -> list[Difference]:
    """Return every change of shape between two schemas of one event type; changed words are none."""
    return list(_compare("", _inlined(old, old), _inlined(new, new)))


def _inlined(node: Any, root: Schema) -> Any:
    """The node without references and without words."""
    if isinstance(node, list):
        return [_inlined(each, root) for each in node]
    if not isinstance(node, dict):
        return node
    if ref := node.get("$ref"):
        return _inlined(root["$defs"][ref.removeprefix("#/$defs/")], root)
    shape = {key: _inlined(value, root) for key, value in node.items() if key not in _WORDS | {"properties"}}
    if "properties" in node:  # their names are not keywords: a field may be called `title`
        shape["properties"] = {name: _inlined(value, root) for name, value in node["properties"].items()}
    return shape


def _compare(place: str, old: Schema, new: Schema) -> Iterator[Difference]:
    for key in sorted(old.keys() | new.keys()):
        before, after = old.get(key), new.get(key)
        if before == after or key == "required":
            continue
        if key == "properties":
            yield from _properties(place, old, new)
        elif key == "items" and before and after:
            yield from _compare(f"{place}[]", before, after)
        elif key in {"enum", "anyOf"} and before and after:
            yield from _choices(place, before, after)
        elif key in _LOWER | _UPPER:
            yield _limit(place, key, before, after)
        else:
            yield Difference(place, f"{key} changed from {_json(before)} to {_json(after)}", Effect.NARROWED)
    if "properties" in old and "properties" in new:
        yield from _required(place, old, new)


def _properties(place: str, old: Schema, new: Schema) -> Iterator[Difference]:
    before, after = old.get("properties", {}), new.get("properties", {})
    for name in before.keys() - after.keys():
        yield Difference(_at(place, name), "removed or renamed", Effect.NARROWED)
    for name in after.keys() - before.keys():
        needed = name in new.get("required", ())
        yield Difference(
            _at(place, name),
            "added as a required field" if needed else "added",
            Effect.NARROWED if needed else Effect.WIDENED,
        )
    for name in before.keys() & after.keys():
        yield from _compare(_at(place, name), before[name], after[name])


def _required(place: str, old: Schema, new: Schema) -> Iterator[Difference]:
    kept = old["properties"].keys() & new["properties"].keys()
    before, after = set(old.get("required", ())) & kept, set(new.get("required", ())) & kept
    for name in after - before:
        yield Difference(_at(place, name), "became required", Effect.NARROWED)
    for name in before - after:
        yield Difference(_at(place, name), "became optional", Effect.WIDENED)


def _choices(place: str, old: list[Any], new: list[Any]) -> Iterator[Difference]:
    before, after = {_json(each) for each in old}, {_json(each) for each in new}
    for gone in sorted(before - after):
        yield Difference(place, f"{gone} is no longer possible", Effect.NARROWED)
    for added in sorted(after - before):
        yield Difference(place, f"{added} became possible", Effect.WIDENED)


def _limit(place: str, key: str, old: float | None, new: float | None) -> Difference:
    tighter = old is None or (new is not None and (new > old if key in _LOWER else new < old))
    effect = Effect.NARROWED if tighter else Effect.WIDENED
    return Difference(place, f"{key} changed from {_json(old)} to {_json(new)}", effect)


def _at(place: str, name: str) -> str:
    return f"{place}.{name}" if place else name


def _json(value: Mapping[str, Any] | object) -> str:
    return json.dumps(value, sort_keys=True)
