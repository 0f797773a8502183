"""What a worker needs to see first: what to look out for on a case, out of its timeline and its summary. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from commonward_portal.acts import ACTS
from commonward_portal.timeline import Entry, last

WAITING = "waiting"
BREACHED = "breached"
OF_RECORDS = {"merge": "proposal to merge two records of the child", "part": "proposal to part two merged records"}
SCANS = {"waiting": "waiting for the virus scanner", "infected": "refused as infected", "withdrawn": "withdrawn"}
"""What became of a file that nobody can open."""


@dataclass(frozen=True, slots=True)
class Warning:
    """Something to look out for, with where to do something about it."""

    words: str
    href: str = ""
    since: datetime | None = None


def warnings(
    case: Mapping[str, Any], entries: Sequence[Entry], obligations: Sequence[Mapping[str, Any]]
) -> list[Warning]:
    """The most pressing first."""
    return [*_missing(case, entries), *_kept(case), *_late(obligations), *_level(entries), *_waiting(case)]


def files(entries: Sequence[Entry]) -> str:
    """How many files the case has, and what became of the others; by its timeline."""
    about = [entry.facts for entry in entries if entry.what.startswith("attachment-")]
    newest = {facts["attachment"]: SCANS.get(facts.get("scan", "withdrawn"), "ready") for facts in about}
    counts = Counter(newest.values())
    return ", ".join(f"{counts[words]} {words}" for words in ("ready", *SCANS.values()) if counts[words]) or "None yet"


def _missing(case: Mapping[str, Any], entries: Sequence[Entry]) -> Iterator[Warning]:
    back_at = f"/cases/{case['case']['id']}/do/return" if ACTS["return"].offered(case) else ""
    back = {entry.facts["episode"] for entry in entries if entry.what == "missing-returned"}
    for entry in entries:
        facts = entry.facts
        if entry.what == "missing-reported" and facts["episode"] not in back and not facts.get("returned_at"):
            since = datetime.fromisoformat(facts.get("missing_from") or entry.at.isoformat())
            yield Warning("The child is missing", back_at, since)


def _kept(case: Mapping[str, Any]) -> Iterator[Warning]:
    if case.get("standing", {}).get("restricted"):
        yield Warning("The case is restricted to a few people")


def _late(obligations: Sequence[Mapping[str, Any]]) -> Iterator[Warning]:
    count = sum(line["state"] == BREACHED for line in obligations)
    if count:
        yield Warning(f"{count} {'task is' if count == 1 else 'tasks are'} overdue", "#due")


def _level(entries: Sequence[Entry]) -> Iterator[Warning]:
    decided, asked = last(entries, "level-decided"), last(entries, "second-person-wanted")
    if decided and decided.facts.get("provisional"):
        yield Warning(
            "The level is provisional until it is confirmed", f"/assessments/{decided.facts['assessment']}/level"
        )
    if asked and (decided is None or decided.at < asked.at):
        yield Warning("A lower level waits for a second person", f"/assessments/{asked.facts['assessment']}/level")


def _waiting(case: Mapping[str, Any]) -> Iterator[Warning]:
    id = case["case"]["id"]
    for decision in case["decisions"]:
        if decision["state"] == WAITING:
            yield Warning(_seconded("decision", decision), f"/cases/{id}/agree/decision/{decision['id']}")
    for proposal in case["waiting"]:
        yield _proposed(case, proposal)


def _proposed(case: Mapping[str, Any], line: Mapping[str, Any]) -> Warning:
    """A proposal, where it waits; whether two records are one child's is said on the page of both."""
    if line["kind"] == "compare":
        other = line["child"] if line["into"] == case["child_id"] else line["into"]
        return Warning("May be the same child as another: compare", f"/cases/{case['case']['id']}/same-child/{other}")
    what = OF_RECORDS.get(line["kind"], "proposal")
    return Warning(_seconded(what, line), f"/cases/{line['case']}/agree/proposal/{line['id']}")


def _seconded(what: str, line: Mapping[str, Any]) -> str:
    return f"A {what} waits for {'you' if line['yours'] else 'a second person'}"
