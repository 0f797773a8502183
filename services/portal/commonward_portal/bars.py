"""Numbers as bars for a picture beside their table: widths in hundredths of the longest. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

SMALL = "fewer than 5"
"""How a number reads that is too small to be told."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of the picture: its label, and each of its numbers with its width and its place from the left."""

    label: str
    parts: tuple[tuple[str, float, float], ...]
    told: str


def said(count: int | None) -> str:
    """The number in words where it is not told."""
    return SMALL if count is None else str(count)


def bars(rows: Iterable[tuple[str, Sequence[tuple[str, int | None]]]]) -> list[Bar]:
    """A bar for each row of (label, (part, number)...); what is not told has no length."""
    known = [(label, [(part, count or 0, said(count)) for part, count in parts]) for label, parts in rows]
    longest = max((sum(count for _, count, _ in parts) for _, parts in known), default=0) or 1
    return [_bar(label, parts, longest) for label, parts in known]


def _bar(label: str, parts: Sequence[tuple[str, int, str]], longest: int) -> Bar:
    placed, left = [], 0.0
    for part, count, _ in parts:
        width = round(100 * count / longest, 2)
        placed.append((part, left, width))
        left += width
    return Bar(label, tuple(placed), _told(parts))


def _told(parts: Sequence[tuple[str, int, str]]) -> str:
    """What the row counts, without its noughts."""
    return ", ".join(f"{part}: {words}" for part, _, words in parts if words != "0") or "none"
