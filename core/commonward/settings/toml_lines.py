"""Where in a TOML file something stands. `tomllib` keeps no lines, so they are found by reading again."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from typing import Any


def line_of(text: str, place: Sequence[str | int]) -> int:
    """The line on which a place begins; for one that is not there, where the nearest that holds it begins.

    It is the first line after which the text so far, with an open list closed, already has the place.
    """
    lines = text.splitlines()
    for depth in range(len(place), 0, -1):
        for number in range(1, len(lines) + 1):
            if _has("\n".join(lines[:number]), place[:depth]):
                return number
    return 1


def _has(text: str, place: Sequence[str | int]) -> bool:
    return any(_leads_somewhere(data, place) for data in _read(text))


def _read(text: str) -> list[dict[str, Any]]:
    """The text so far as data, if it can be read as it stands or with its list closed."""
    found = []
    for closing in ("", "\n]"):
        try:
            found.append(tomllib.loads(text + closing))
        except tomllib.TOMLDecodeError:
            continue
    return found


def _leads_somewhere(data: Any, place: Sequence[str | int]) -> bool:
    for step in place:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return False
    return True
