"""All open cases by level, and what falls due in the coming weeks as a calendar. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from commonward.clock import last_day
from commonward.procedure import Procedure
from commonward_portal.presenting import NOT_ASSESSED, waits_for

WEEKS = 6
DAYS_OF_A_WEEK = 7


@dataclass(frozen=True, slots=True)
class Due:
    """Something that falls due on a day."""

    title: str
    case: str
    reference: str


@dataclass(frozen=True, slots=True)
class Day:
    """A square of the calendar."""

    on: date
    due: tuple[Due, ...]
    past: bool


def by_level(
    cases: Iterable[Mapping[str, Any]], procedure: Procedure, judged: Collection[str] = ()
) -> list[tuple[str, list[Mapping[str, Any]]]]:
    """The cases of each level, the highest first, those without a level last; `judged` were assessed and wait."""
    scale = sorted(procedure.scale.levels, key=lambda level: -level.rank)
    groups: dict[str, list[Mapping[str, Any]]] = {procedure.words.of(level.code): [] for level in scale}
    waits = waits_for(procedure)
    groups |= {waits: [], NOT_ASSESSED: []}
    for case in cases:
        without = waits if case.get("id") in judged else NOT_ASSESSED
        groups[procedure.words.of(case["level"]) if case["level"] else without].append(case)
    return [(words, those) for words, those in groups.items() if those]


def calendar(
    obligations: Iterable[Mapping[str, Any]], cases: Mapping[str, Mapping[str, Any]], today: date
) -> list[list[Day]]:
    """Weeks from this one's Monday; each day with what falls due on it."""
    due: dict[date, list[Due]] = {}
    for line in obligations:
        if line["due"]:
            reference = cases.get(line["case"], {}).get("reference", "")
            on = last_day(datetime.fromisoformat(line["due"]))
            due.setdefault(on, []).append(Due(line["title"], line["case"], reference))
    monday = today - timedelta(days=today.weekday())
    days = [monday + timedelta(days=n) for n in range(WEEKS * DAYS_OF_A_WEEK)]
    squares = [Day(on, tuple(due.get(on, ())), on < today) for on in days]
    return [squares[n : n + DAYS_OF_A_WEEK] for n in range(0, len(squares), DAYS_OF_A_WEEK)]


def late(obligations: Sequence[Mapping[str, Any]]) -> int:
    """How many are overdue."""
    return sum(line["state"] == "breached" for line in obligations)
