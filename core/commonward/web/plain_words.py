"""What pydantic finds wrong with a value, in plain words that say what is allowed. Never its own words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, get_args

from pydantic.fields import FieldInfo
from pydantic_core.core_schema import ErrorType

from commonward.contracts import Code, Reference

Context = Mapping[str, Any]


def _pattern_of(kind: object) -> str:
    found = next(part for part in get_args(kind) if isinstance(part, FieldInfo))
    return next(str(part.pattern) for part in found.metadata if getattr(part, "pattern", None))


_PATTERNS = {
    _pattern_of(Code): "must be a short code of small letters, numbers and hyphens, such as not-known",
    _pattern_of(Reference): "must be a case's reference, such as BOL-2026-7K3M9P",
}
_KINDS = {
    "string": "must be words",
    "int": "must be a whole number",
    "float": "must be a number",
    "decimal": "must be a number",
    "bool": "must be yes or no (true or false)",
    "date": "must be a real date, such as 2026-03-27",
    "datetime": "must be a real date and time, such as 2026-03-27T14:05:00+00:00",
    "timezone": "must say which time it is: with its offset, such as +00:00",
    "time": "must be a time, such as 14:05",
    "uuid": "must be an id",
    "list": "must be a list",
    "tuple": "must be a list",
    "set": "must be a list",
    "frozen": "must be a list",
    "json": "can't be read",
}
"""By the first word of the error's type."""
_SAYS: Mapping[str, Callable[[Context], str]] = {
    "missing": lambda _: "is missing",
    "extra_forbidden": lambda _: "is not asked for here",
    "value_error": lambda of: str(of["error"]) if str(of["error"]) else "can't be taken",
    "literal_error": lambda of: _one_of(of["expected"]),
    "enum": lambda of: _one_of(of["expected"]),
    "string_pattern_mismatch": lambda of: _PATTERNS.get(of["pattern"], "holds letters or signs that can't stand here"),
    "string_too_short": lambda of: "is empty" if of["min_length"] == 1 else _at_least(of["min_length"], "character"),
    "string_too_long": lambda of: _at_most(of["max_length"], "character"),
    "too_short": lambda of: "is empty" if of["min_length"] == 1 else _at_least(of["min_length"], "entry"),
    "too_long": lambda of: _at_most(of["max_length"], "entry"),
    "greater_than": lambda of: f"must be more than {of['gt']}",
    "greater_than_equal": lambda of: f"must be {of['ge']} or more",
    "less_than": lambda of: f"must be less than {of['lt']}",
    "less_than_equal": lambda of: f"must be {of['le']} or less",
}
_PYDANTICS = frozenset(get_args(ErrorType))


def plain_words(kind: str, message: str, context: Context) -> str:
    """What is said of a fault; what our own types say of it stands as it is."""
    if kind in _SAYS:
        return _SAYS[kind](context)
    if kind not in _PYDANTICS:
        return message
    return _KINDS.get(kind.partition("_")[0], "can't be read as it is written")


def _one_of(expected: str) -> str:
    return f"must be one of these: {expected.replace(chr(39), '')}"


def _at_least(number: int, what: str) -> str:
    return f"must have {number} {_several(number, what)} or more"


def _at_most(number: int, what: str) -> str:
    return f"must have {number} {_several(number, what)} or fewer"


def _several(number: int, what: str) -> str:
    return what if number == 1 else {"entry": "entries"}.get(what, f"{what}s")
