"""Whether what a plugin declares has the shape that it says: a code, a tuple, an event, a condition that can be asked.

Python takes `made_by="duty"`, `force="must"` and a condition of no arguments without a word; the fault would only show
when somebody works.
"""

from __future__ import annotations

import inspect
import re
import types
import typing
from collections.abc import Callable, Iterator, Mapping
from dataclasses import is_dataclass
from enum import Enum
from functools import cache
from typing import Any

from commonward.contracts import Code, Happened, RuleId
from commonward.procedure.facts import Facts
from commonward.procedure.procedure import Procedure
from commonward.procedure.records import Given

_PATTERNS = {
    Code: re.compile(r"[a-z0-9]+(-[a-z0-9]+)*"),
    RuleId: re.compile(r"[A-Z]{3}-[A-Za-z0-9]+([.-][A-Za-z0-9]+)*"),
}
_CALLED = {Code: "small letters, digits and dashes", RuleId: "a rule's id"}
_ARGUMENTS = {Facts: "facts", Given: "given", Happened: "happened"}
"""What a condition's arguments are called; any other is an event."""
Found = Iterator[tuple[str, str]]
"""Places, and what is wrong there."""


def shape_faults(procedure: Procedure) -> Iterator[str]:
    """Every part of a declaration that is not of the kind that it must be, with the hook that made it."""
    for origin in procedure.origins:
        name = getattr(origin.declaration, "id", None) or getattr(origin.declaration, "code", "")
        yield from (f"{origin.made_by}: {name}: {fault}" for fault in misshapen(origin.declaration))
    for what in ("authority", "scope", "scale", "words"):
        yield from (f"the {what}: {fault}" for fault in misshapen(getattr(procedure, what)))


def misshapen(value: object) -> Iterator[str]:
    """The parts of a frozen value that are not what its annotations say."""
    yield from (f"{place} {fault}" for place, fault in _faults(value))


def _faults(value: object, place: str = "") -> Found:
    """Dataclasses only: pydantic has looked at its own models."""
    if not is_dataclass(value) or isinstance(value, type):
        return
    for field, hint in _hints(type(value)).items():
        yield from _of_field(getattr(value, field), hint, f"{place}{field}")


def _of_field(held: Any, hint: Any, place: str) -> Found:
    look = _LOOKS.get(typing.get_origin(hint))
    if hint in _PATTERNS:
        if not isinstance(held, str) or not _PATTERNS[hint].fullmatch(held):
            yield place, f"is {held!r}; it must be {_CALLED[hint]}"
    elif look is not None:
        yield from look(held, typing.get_args(hint), place)
    elif isinstance(hint, type) and not isinstance(held, hint):
        yield place, f"is {held!r}; it must be {_kind(hint)}"
    yield from _faults(held, f"{place}.")


def _of_one(held: Any, hints: tuple[Any, ...], place: str) -> Found:
    """One of several shapes: where none fits, what is wrong with the first."""
    if held is None and type(None) in hints:
        return
    found = [list(_of_field(held, hint, place)) for hint in hints if hint is not type(None)]
    if all(found):
        yield from found[0]


def _of_tuple(held: Any, hints: tuple[Any, ...], place: str) -> Found:
    if not isinstance(held, tuple):
        yield place, f"is {held!r}; give a tuple, such as ({held!r},)"
        return
    each = hints[:1] * len(held) if hints[-1] is Ellipsis else hints
    if len(each) != len(held):
        yield place, f"has {len(held)} parts; it must have {len(each)}"
        return
    for number, (part, hint) in enumerate(zip(held, each, strict=True)):
        yield from _of_field(part, hint, f"{place}[{number}]")


def _of_event(held: Any, hints: tuple[Any, ...], place: str) -> Found:
    if not (isinstance(held, type) and issubclass(held, hints[0])):
        yield place, f"is {held!r}; it must be an event, such as events.ConcernRaised"


def _of_function(held: Any, hints: tuple[Any, ...], place: str) -> Found:
    """A condition that can't be asked with what it will be asked with."""
    wanted = ", ".join(_ARGUMENTS.get(typing.get_origin(hint) or hint, "event") for hint in hints[0])
    if not callable(held):
        yield place, f"is {held!r}; give a function of ({wanted})"
        return
    try:
        inspect.signature(held).bind(*hints[0])
    except TypeError:
        name = getattr(held, "__name__", "the function")
        yield place, f"is {name}{inspect.signature(held)}; it is asked with ({wanted})"
    except ValueError:
        return  # a function of the language itself doesn't tell what it takes


def _of_literal(held: Any, hints: tuple[Any, ...], place: str) -> Found:
    if held not in hints:
        yield place, f"is {held!r}; it must be one of {', '.join(map(str, hints))}"


_LOOKS: Mapping[Any, Callable[[Any, tuple[Any, ...], str], Found]] = {
    typing.Union: _of_one,
    types.UnionType: _of_one,
    tuple: _of_tuple,
    type: _of_event,
    Callable: _of_function,
    typing.Literal: _of_literal,
}
"""How what is held is looked at, by the origin of what its annotation says."""


def _kind(hint: type) -> str:
    if issubclass(hint, Enum):
        return f"a {hint.__name__}: {', '.join(f'{hint.__name__}.{each.name}' for each in hint)}"
    return f"a {hint.__name__}"


@cache
def _hints(cls: type) -> dict[str, Any]:
    """The annotations of a declaration's fields, as they are written there."""
    hints = typing.get_type_hints(cls, include_extras=True)
    return {name: hint for name, hint in hints.items() if name in _names(cls)}


def _names(cls: type) -> frozenset[str]:
    return frozenset(getattr(cls, "__dataclass_fields__", {}))
