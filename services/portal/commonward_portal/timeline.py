"""One case's timeline out of the services' four: the oldest first, each entry with the rules that it follows. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from commonward.procedure import Authority

Line = TypeVar("Line")
SERVICES = ("referral", "risk", "meetings", "notify")
DECISIONS, CLOCKS, NOTICES = "decisions", "clocks", "notices"
A_SHEET = 100
"""Entries that are shown at once."""
KINDS = {DECISIONS: "Decisions", CLOCKS: "Clocks", NOTICES: "Notices"}
"""What a timeline can be narrowed to."""

_KIND_OF = {
    "concern-routed": DECISIONS,
    "decision-recorded": DECISIONS,
    "case-allocated": DECISIONS,
    "case-closed": DECISIONS,
    "closing-refused": DECISIONS,
    "level-decided": DECISIONS,
    "response-called-for": DECISIONS,
    "plan-adopted": DECISIONS,
    "time-reached": CLOCKS,
}


@dataclass(frozen=True, slots=True)
class Cited:
    """A rule as a person knows it."""

    source: str
    """The board, for a rule of its own text; empty where the paragraph names its source itself, as an Act does."""
    paragraph: str
    summary: str

    @property
    def label(self) -> str:
        """`Bolton 10.9`."""
        return f"{self.source} {self.paragraph}".strip()

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """Each by itself, where a rule of the board's own text stands in several: `2, 4`."""
        return tuple(self.paragraph.split(", ")) if self.source else (self.paragraph,)


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened."""

    at: datetime
    what: str
    kind: str | None
    says: str
    because: tuple[Cited, ...]
    facts: Mapping[str, Any]
    service: str = ""


def merge(timelines: Iterable[Mapping[str, Any]], authority: Authority) -> list[Entry]:
    """All entries, the oldest first; what one service said at one instant stays in its order."""
    found = [_entry(raw, authority) for timeline in timelines for raw in timeline["entries"]]
    return sorted(found, key=lambda entry: entry.at)


def narrow(entries: Iterable[Entry], kind: str | None, service: str | None = None) -> list[Entry]:
    """The entries of one kind and of one service, or all."""
    of_kind = (entry for entry in entries if kind is None or entry.kind == kind)
    return [entry for entry in of_kind if service is None or entry.service == service]


def sheet_of(entries: Sequence[Line], wanted: int | None) -> tuple[Sequence[Line], int, int]:
    """One sheet of a long list, its number and how many there are; the newest where none is asked for."""
    many = max(-(-len(entries) // A_SHEET), 1)
    number = min(max(wanted or many, 1), many)
    end = len(entries) - (many - number) * A_SHEET
    return entries[max(end - A_SHEET, 0) : end], number, many


def last(entries: Iterable[Entry], what: str) -> Entry | None:
    """The newest entry of that name."""
    return max((entry for entry in entries if entry.what == what), key=lambda entry: entry.at, default=None)


def cite(rule: str, paragraph: str, summary: str, authority: Authority) -> Cited:
    """A rule of the board's own text goes under the board's name; any other names its source itself."""
    own = rule.startswith(f"{authority.register}-")
    return Cited(authority.name if own and paragraph else "", paragraph or rule, summary)


def in_short(cited: Iterable[Cited]) -> str:
    """`Bolton 10.9, 13.2, Care Act 2014 ...`: each paragraph once, the board named once."""
    named = dict.fromkeys((one.source, paragraph) for one in cited for paragraph in one.paragraphs)
    words, before = [], None
    for source, paragraph in named:
        words.append(f"{source} {paragraph}" if source and source != before else paragraph)
        before = source
    return ", ".join(words)


def _entry(raw: Mapping[str, Any], authority: Authority) -> Entry:
    cited = (cite(one["rule"], one["paragraph"], one["summary"], authority) for one in raw["because"])
    what = raw["what"]
    at, service = datetime.fromisoformat(raw["at"]), raw.get("service", "")
    return Entry(at, what, _kind(what), raw["says"], tuple(cited), raw["facts"], service)


def _kind(what: str) -> str | None:
    if what.startswith("obligation-"):
        return CLOCKS
    return NOTICES if what.startswith("notice-") else _KIND_OF.get(what)
