"""What is wrong with a setting, in the words of who writes the file."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from commonward.settings.model import MAILBOX, SERVERS, SLUG, Settings

FORMS = {
    SLUG: "use small letters, digits and single hyphens",
    MAILBOX: "must be a mailbox: NAME@HOST",
    SERVERS: "must be HOST:PORT, several with commas",
}
"""What a pattern allows."""


def in_words(error: Any) -> str:
    """One of pydantic's errors as a line; of a setting that there is not, with those that there are."""
    match error["type"]:
        case "missing":
            return "must be given"
        case "extra_forbidden":
            return _no_such(error["loc"])
        case "string_pattern_mismatch":
            pattern = error["ctx"]["pattern"]
            return FORMS.get(pattern, f"does not have the form that is allowed: {pattern}")
        case "value_error":
            return str(error["ctx"]["error"])
        case _:
            return str(error["msg"])


def _no_such(place: tuple[str | int, ...]) -> str:
    known = _names_at(place[:-1])
    near = get_close_matches(str(place[-1]), known, n=1)
    guess = f", did you mean {near[0]}?" if near else "."
    return f"there is no such setting{guess} Known here: {', '.join(known)}"


def _names_at(place: tuple[str | int, ...]) -> list[str]:
    """The settings of a section, as the settings' own schema lists them."""
    whole = Settings.model_json_schema()
    at: Mapping[str, Any] = whole
    for step in place:
        at = _below(at, step)
        at = whole["$defs"][at["$ref"].rpartition("/")[2]] if "$ref" in at else at
    return sorted(at["properties"])


def _below(at: Mapping[str, Any], step: str | int) -> Mapping[str, Any]:
    """A section's setting, a list's item, or the value that a table has for each of its keys."""
    if step in at.get("properties", {}):
        found: Mapping[str, Any] = at["properties"][step]
        return found
    inner: Mapping[str, Any] = at.get("items") or next(iter(at["patternProperties"].values()))
    return inner
