"""A board's past cases when it starts to use Commonward: what a file of them says, and what becomes of each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from commonward.web import Resources


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the file."""

    number: int
    """From 1."""
    text: str


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with a line. It names fields and rules, and repeats nothing of what the line says."""

    line: int
    message: str


@dataclass(frozen=True, slots=True)
class Loaded:
    """A case of the file."""

    case: str
    """Its number in the system that it comes from."""
    reference: str
    """Its reference here; empty where nothing was loaded."""
    lines: int
    known: bool = False
    """It was loaded before, and is left as it is."""


class BadHistory(Exception):
    """Some lines can't be loaded, so nothing was."""

    def __init__(self, wrong: Sequence[Wrong]) -> None:
        super().__init__(f"{len(wrong)} lines can't be loaded")
        self.wrong = tuple(sorted(wrong, key=lambda each: each.line))


LoadHistory: TypeAlias = Callable[[Resources, str, Sequence[Line], bool], list[Loaded]]
"""Load an authority's past cases, all or none; where the last is true, only say what would be. Raises BadHistory."""
