"""What team and board look at: each report as a picture, a table and a file, made of the same rows. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from commonward_portal.bars import Bar, bars, said

Lines = Sequence[Mapping[str, Any]]
Word = Callable[[str], str]
Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A report, told in words and numbers."""

    titles: Row
    rows: tuple[Row, ...]
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """Which service tells it, and how it reads."""

    title: str
    service: str
    path: str
    tell: Callable[[Lines, Word, Word], Told]
    """Made of the lines, the board's words and how people are known."""


def caseload(lines: Lines, word: Word, who: Word) -> Told:
    """Open cases of each worker, team by team."""
    named = [(word(line["team"]), who(line["worker"]) if line["worker"] else "Nobody yet", line) for line in lines]
    return Told(
        ("Team", "Worker", "Open cases"),
        tuple((team, worker, said(line["cases"])) for team, worker, line in named),
        tuple(bars((f"{team}: {worker}", [("open cases", line["cases"])]) for team, worker, line in named)),
    )


def timeliness(lines: Lines, word: Word, who: Word) -> Told:
    """What became of each clock."""
    parts = {"met": "met", "met_late": "met late", "overdue": "overdue", "running": "running"}
    return Told(
        ("Clock", "Met in time", "Met late", "Overdue", "Running"),
        tuple((line["title"], *(said(line[name]) for name in parts)) for line in lines),
        tuple(bars((line["title"], [(words, line[name]) for name, words in parts.items()]) for line in lines)),
    )


def levels(lines: Lines, word: Word, who: Word) -> Told:
    """Levels decided in each month."""
    months = list(dict.fromkeys(line["month"] for line in lines))
    kinds = list(dict.fromkeys(line["level"] for line in lines))
    count = {(line["month"], line["level"]): line["decided"] for line in lines}
    table = [(f"{date.fromisoformat(m):%B %Y}", [(word(k), count.get((m, k), 0)) for k in kinds]) for m in months]
    return Told(
        ("Month", *map(word, kinds)),
        tuple((month, *(said(number) for _, number in parts)) for month, parts in table),
        tuple(bars(table)),
    )


def breaches(lines: Lines, word: Word, who: Word) -> Told:
    """Why deadlines were missed."""
    named = [
        (line["reason"].replace("-", " ").capitalize() if line["reason"] else "Not said yet", line) for line in lines
    ]
    return Told(
        ("Reason", "Missed deadlines"),
        tuple((reason, said(line["count"])) for reason, line in named),
        tuple(bars((reason, [("missed", line["count"])]) for reason, line in named)),
    )


REPORTS: Mapping[str, Report] = {
    "caseload": Report("Caseload", "referral", "/v1/reports/caseload", caseload),
    "timeliness": Report("Timeliness of each clock", "notify", "/v1/reports/timeliness", timeliness),
    "levels": Report("Levels decided, month by month", "risk", "/v1/reports/levels", levels),
    "breaches": Report("Missed deadlines by reason", "notify", "/v1/reports/breaches", breaches),
}
"""By the name in their address."""
