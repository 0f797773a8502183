"""What stands in a page where a service has left a field out, as the reader may not see its group. Pure.

A withheld field is absent from an answer, and the object that would hold it names the groups. Whoever reads such a
field here gets words that say so, so that no page breaks and nobody takes it for not known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

WITHHELD = "withheld"


class Withheld(str):
    """The words in place of a field: `Withheld: police intelligence`. Where it was a list, there is nothing in it."""

    __slots__ = ()

    def __iter__(self) -> Iterator[str]:
        return iter(())


class Partly(dict[str, Any]):
    """An object of which some fields are withheld."""

    def __missing__(self, name: str) -> Withheld:
        return Withheld(told(self[WITHHELD]))


def told(groups: Iterable[str]) -> str:
    """The groups in words."""
    return f"Withheld: {', '.join(group.replace('-', ' ') for group in groups)}"


def owned_up(read: dict[str, Any]) -> dict[str, Any]:
    """An object of an answer, as JSON is read; one that holds everything stays as it is."""
    return Partly(read) if read.get(WITHHELD) and isinstance(read[WITHHELD], list) else read


def hides(page: Mapping[str, Any], part: Mapping[str, Any], default: str) -> bool:
    """Whether a page withholds the group that a part of its form is of."""
    return (part.get("group") or default) in page.get(WITHHELD, ())
