"""What cites which rules: a declaration, its parts, and theirs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any, TypeAlias

from pydantic import BaseModel

from commonward.contracts import Because

Place: TypeAlias = tuple[tuple[str, int | None], ...]
"""The way from a declaration to a part: the name of a field, and which of several it holds."""

RULE = re.compile(r"[A-Z]{3}-")
"""How the id of a rule begins, and no other code."""


def cited(declaration: object) -> Because:
    """Every rule that a declaration or a part of it cites, each once."""
    return tuple(dict.fromkeys(rule for _, because in citing_parts(declaration) for rule in because))


def citing_parts(declaration: object, place: Place = ()) -> Iterator[tuple[Place, Because]]:
    """Whatever of a declaration cites rules, with the way to it: itself, its parts, and theirs.

    `plan_because` and its like are parts of their own: what begins with the same word.
    """
    if own := _own(declaration):
        yield place, own
    for name in field_names(declaration):
        value = getattr(declaration, name)
        if name.endswith("_because"):
            yield (*place, (name, None)), tuple(value)
        elif isinstance(value, tuple):
            for number, part in enumerate(value):
                yield from citing_parts(part, (*place, (name, number)))
        else:
            yield from citing_parts(value, (*place, (name, None)))


def field_names(declaration: object) -> tuple[str, ...]:
    """The fields of a frozen value; none of what is not one."""
    if isinstance(declaration, BaseModel):
        return tuple(type(declaration).model_fields)
    if is_dataclass(declaration) and not isinstance(declaration, type):
        return tuple(each.name for each in fields(declaration))
    return ()


def _own(declaration: Any) -> Because:
    """What it cites itself; its id too, where that is a rule."""
    because = getattr(declaration, "because", ())
    id = getattr(declaration, "id", None)
    named = (id,) if isinstance(id, str) and RULE.match(id) else ()
    # A layer that goes without something gives its reason in words.
    return tuple(dict.fromkeys((*named, *(because if isinstance(because, tuple) else ()))))
