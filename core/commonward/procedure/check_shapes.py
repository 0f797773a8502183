"""Whether what a plugin declares has the shape that it says: codes are codes, and several are a tuple.

Python takes `made_by="duty"` and a title beside a choice without a word; the fault would only show when somebody works.
"""

from __future__ import annotations

import re
import typing
from collections.abc import Iterator
from dataclasses import is_dataclass
from functools import cache
from typing import Any

from commonward.contracts import Code, RuleId
from commonward.procedure.procedure import Procedure

_PATTERNS = {
    Code: re.compile(r"[a-z0-9]+(-[a-z0-9]+)*"),
    RuleId: re.compile(r"[A-Z]{3}-[A-Za-z0-9]+([.-][A-Za-z0-9]+)*"),
}
_CALLED = {Code: "small letters, digits and dashes", RuleId: "a rule's id"}


def shape_faults(procedure: Procedure) -> Iterator[str]:
    """Every code, rule id or tuple of them in a declaration that is none, with the hook that made it."""
    for origin in procedure.origins:
        name = getattr(origin.declaration, "id", None) or getattr(origin.declaration, "code", "")
        for place, fault in _faults(origin.declaration):
            yield f"{origin.made_by}: {name}: {place} {fault}"


def _faults(value: object, place: str = "") -> Iterator[tuple[str, str]]:
    """Dataclasses only: pydantic has looked at its own models."""
    if not is_dataclass(value) or isinstance(value, type):
        return
    for field, hint in _hints(type(value)).items():
        yield from _of_field(getattr(value, field), hint, f"{place}{field}")


def _of_field(held: Any, hint: Any, place: str) -> Iterator[tuple[str, str]]:
    if hint in _PATTERNS:
        if not isinstance(held, str) or not _PATTERNS[hint].fullmatch(held):
            yield place, f"is {held!r}; it must be {_CALLED[hint]}"
        return
    if typing.get_origin(hint) is not tuple:
        return
    if not isinstance(held, tuple):
        yield place, f"is {held!r}; give a tuple, such as ({held!r},)"
        return
    inner, *more = typing.get_args(hint)
    for number, each in enumerate(held):
        if inner in _PATTERNS and more == [...]:
            yield from _of_field(each, inner, f"{place}[{number}]")
        else:
            yield from _faults(each, f"{place}[{number}].")


@cache
def _hints(cls: type) -> dict[str, Any]:
    """The annotations of a declaration's fields, as they are written there."""
    hints = typing.get_type_hints(cls, include_extras=True)
    return {name: hint for name, hint in hints.items() if name in _names(cls)}


def _names(cls: type) -> frozenset[str]:
    return frozenset(getattr(cls, "__dataclass_fields__", {}))
