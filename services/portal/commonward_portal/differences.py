"""What changed between two texts, by their words. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

SAME, GONE, NEW = "same", "gone", "new"
MOST_WORDS = 4000
"""Of both texts together; longer ones are shown as the old and the new, since comparing takes the square of it."""
_WORDS = re.compile(r"\S+\s*|\s+")


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words, and whether they stood there before, stand there now, or both."""

    mark: str
    words: str


def differences(before: str, now: str) -> list[Piece]:
    """The two texts as one, each piece marked."""
    if before == now:
        return [Piece(SAME, now)] if now else []
    old, new = _WORDS.findall(before), _WORDS.findall(now)
    pieces = _compared(old, new) if len(old) + len(new) <= MOST_WORDS else iter((Piece(GONE, before), Piece(NEW, now)))
    return [piece for piece in pieces if piece.words]


def _compared(old: list[str], new: list[str]) -> Iterator[Piece]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for what, i, j, k, m in matcher.get_opcodes():
        if what == "equal":
            yield Piece(SAME, "".join(new[k:m]))
        else:
            yield Piece(GONE, "".join(old[i:j]))
            yield Piece(NEW, "".join(new[k:m]))
