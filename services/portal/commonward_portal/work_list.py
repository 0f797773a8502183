"""What somebody owes, by when it is due. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from commonward.clock import last_day, london
from commonward.procedure import Procedure
from commonward_portal.doing import place_to_do

OVERDUE, TODAY, SOON, LATER, UNDATED = "overdue", "today", "soon", "later", "undated"
TITLES = {
    OVERDUE: "Overdue",
    TODAY: "Due today",
    SOON: "Due within 7 days",
    LATER: "Later",
    UNDATED: "Without a date, or paused",
}
"""In the order in which people look at them."""
SOON_DAYS = 7


@dataclass(frozen=True, slots=True)
class Task:
    """Something owed, with the case that it is about as far as the list of cases knows it."""

    case: str
    title: str
    role: str
    due: datetime | None
    state: str
    since: datetime
    because: tuple[str, ...]
    reference: str = ""
    child: str = ""
    level: str | None = None
    team: str = ""
    place: str | None = None
    """Where under the case it is done."""


def tasks(lines: Iterable[Mapping[str, Any]], cases: Iterable[Mapping[str, Any]], procedure: Procedure) -> list[Task]:
    """The obligations of the work list, each with its case and where it is done."""
    known = {case["id"]: case for case in cases}
    place = cache(lambda clock: place_to_do(clock, procedure))
    return [_task(line, known.get(line["case"], {}), place(line["clock"])) for line in lines]


def by_due(owed: Iterable[Task], now: datetime) -> dict[str, list[Task]]:
    """The tasks of each group that has any, in the order of `TITLES`; those without a date as they came."""
    found: dict[str, list[Task]] = {name: [] for name in TITLES}
    for task in owed:
        found[_group(task, now)].append(task)
    found[UNDATED].sort(key=lambda task: task.since)
    return {name: those for name, those in found.items() if those}


def _group(task: Task, now: datetime) -> str:
    if task.state == "breached":
        return OVERDUE
    if task.due is None or task.state == "paused":
        return UNDATED
    if task.due <= now:
        return OVERDUE
    day, today = last_day(task.due), london(now).date()
    if day <= today:
        return TODAY
    return SOON if day <= today + timedelta(days=SOON_DAYS) else LATER


def _task(line: Mapping[str, Any], case: Mapping[str, Any], place: str | None) -> Task:
    return Task(
        case=line["case"],
        title=line["title"],
        role=line["role"],
        due=datetime.fromisoformat(line["due"]) if line["due"] else None,
        state=line["state"],
        since=datetime.fromisoformat(line["started_at"]),
        because=tuple(line["because"]),
        reference=case.get("reference") or line.get("reference", ""),
        child=case.get("child", ""),
        level=case.get("level"),
        team=case.get("team", ""),
        place=place,
    )
