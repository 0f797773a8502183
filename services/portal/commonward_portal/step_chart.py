"""A case's levels as steps over time, for a picture beside their table: coordinates in a box of 600 by 200. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from commonward.procedure import Procedure

LEFT, RIGHT, TOP, BOTTOM = 12.0, 588.0, 24.0, 188.0


@dataclass(frozen=True, slots=True)
class Rung:
    """One level of the board's scale: its words, and how high it stands."""

    words: str
    y: float


@dataclass(frozen=True, slots=True)
class StepChart:
    """The picture: the scale, the path of the steps, and a mark for each decision."""

    rungs: tuple[Rung, ...]
    path: str
    marks: tuple[tuple[float, float], ...]


def step_chart(steps: Sequence[Mapping[str, Any]], procedure: Procedure, now: datetime) -> StepChart | None:
    """The steps up to now; None where nothing was decided yet."""
    scale = sorted(procedure.scale.levels, key=lambda level: level.rank)
    height = {level.code: _height(n, len(scale)) for n, level in enumerate(scale)}
    known = [(datetime.fromisoformat(step["decided_at"]), step["level"]) for step in steps if step["level"] in height]
    if not known:
        return None
    first = known[0][0]
    width = max((now - first).total_seconds(), 1.0)
    marks = [
        (round(LEFT + (RIGHT - LEFT) * (at - first).total_seconds() / width, 1), height[level]) for at, level in known
    ]
    path = f"M{marks[0][0]} {marks[0][1]}" + "".join(f" H{x} V{y}" for x, y in marks[1:]) + f" H{RIGHT}"
    rungs = tuple(Rung(procedure.words.of(level.code), height[level.code]) for level in scale)
    return StepChart(rungs, path, tuple(marks))


def _height(place: int, of: int) -> float:
    return round(BOTTOM - (BOTTOM - TOP) * place / max(of - 1, 1), 1)
