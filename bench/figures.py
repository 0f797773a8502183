"""What a benchmark found, and how it is shown."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

Measure = Callable[[], float]


@dataclass(frozen=True)
class Figure:
    """One line of the table: ours beside its floor, and what we aim for."""

    name: str
    unit: str
    ours: float
    floor: float | None
    target: str
    reached: bool | None
    """None for a line that only informs."""
    rounds: Mapping[str, Sequence[float]] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)

    @property
    def ratio(self) -> float | None:
        """Ours as a part of the floor."""
        return self.ours / self.floor if self.floor else None


def interleaved(rounds: int, **measures: Measure) -> dict[str, list[float]]:
    """Measure each in turn, so many times over: a machine that is slow for a while is slow for all of them."""
    found: dict[str, list[float]] = {name: [] for name in measures}
    for number in range(rounds):
        for name, measure in measures.items():
            found[name].append(measure())
            print(f"  round {number + 1}/{rounds} {name}: {found[name][-1]:,.0f}", flush=True)
    return found


def beside_floor(name: str, unit: str, least: float, found: Mapping[str, Sequence[float]], **settings: Any) -> Figure:
    """A figure from the medians of its rounds, which must be at least so much of the floor."""
    ours, floor = median(found["ours"]), median(found["floor"])
    return Figure(name, unit, ours, floor, f"ratio >= {least}", ours / floor >= least, found, settings)


def machine() -> dict[str, Any]:
    """What the figures were measured on."""
    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "cpus": len(os.sched_getaffinity(0)),
        "load": os.getloadavg()[0],
        "python": platform.python_version(),
    }


def table(figures: Sequence[Figure]) -> str:
    """The figures as text."""
    rows = [("figure", "ours", "floor", "ratio", "target", "")]
    rows += [
        (f"{f.name} ({f.unit})", _number(f.ours), _number(f.floor), _number(f.ratio), f.target, _verdict(f))
        for f in figures
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(
        "  ".join(cell.rjust(width) if 0 < n < 4 else cell.ljust(width) for n, (cell, width) in _cells(row, widths))
        for row in rows
    )


def write(path: Path, figures: Sequence[Figure], **shared: Any) -> None:
    """The same as JSON, with every round."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [{**asdict(figure), "ratio": figure.ratio} for figure in figures]
    path.write_text(json.dumps({"machine": machine(), "settings": shared, "figures": lines}, indent=2) + "\n")


def _cells(row: Sequence[str], widths: Sequence[int]) -> Any:
    return enumerate(zip(row, widths, strict=True))


def _number(value: float | None) -> str:
    if value is None:
        return "-"
    return f"{value:,.0f}" if value >= 100 else f"{value:.2f}"


def _verdict(figure: Figure) -> str:
    return {True: "reached", False: "MISSED", None: ""}[figure.reached]
