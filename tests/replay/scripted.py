"""Short case histories written by hand, played by the same people and timetable as the synthetic years."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from commonward.cli import bodies
from commonward.cli.forms import simplest, wanted_before
from commonward.cli.synthesise import meetings, risk
from commonward.cli.synthesise.case import Case
from commonward.cli.synthesise.lives import nhs_number
from commonward.cli.synthesise.people import Somebody
from commonward.cli.synthesise.region import Region
from commonward.clock import LONDON, end_of_day, london, utcnow
from commonward.procedure import Command, RecordKind

EXPECTED = Path(__file__).with_name("expected.toml")


class Steady(random.Random):
    """Dice that always fall in the middle: what a step does is what it says."""

    def random(self) -> float:
        return 0.5


class Scripted(Case):
    """A case in which nothing is refused."""

    def post(self, person: Somebody, service: str, path: str, body: Mapping[str, Any]) -> Any:
        return person.post(service, path, body)


@dataclass(frozen=True, slots=True)
class Owed:
    """What must be owed, or have been, at the year's end."""

    clock: str
    due: datetime | None
    state: str

    @classmethod
    def read(cls, line: str) -> Owed:
        """`LDS-3.coord-24h 2024-02-03T17:01 met: why`; a mere day is over at its end, and `-` has no figure."""
        clock, due, state = line.partition(": ")[0].split()
        return cls(clock, _due(due), state)


def _due(written: str) -> datetime | None:
    if written == "-":
        return None
    at = datetime.fromisoformat(written)
    return at.replace(tzinfo=LONDON) if "T" in written else end_of_day(at.date())


@dataclass(slots=True)
class History:
    """One case's history, and what must be owed at its end."""

    board: str
    name: str
    steps: list[str]
    owed: list[Owed]
    child: dict[str, Any] = field(default_factory=dict)
    case: UUID | None = None
    """Its id, once it was played."""

    def life(self, region: Region, number: int) -> Iterator[datetime]:
        """The steps, each at its own minute."""
        procedure, staff = region.procedure(self.board), region.staff(self.board)
        about = bodies.child((f"Synthetic-{number:04}", "Example"), None, procedure.authority.areas[0].code)
        known = {"born": "2009-05-04", "looked_after": "no", "open_to_social_care": "no"}
        known |= {"nhs_number": nhs_number(number), **self.child}
        child = {**about, **{name: value for name, value in known.items() if value}}
        case = Scripted(procedure, staff, Steady(), child, region.partner(self.board))
        for step in self.steps:
            day, minute, verb, *words = step.split()
            yield datetime.fromisoformat(f"{day}T{minute}").replace(tzinfo=LONDON)
            _VERBS[verb](case, words)
            self.case = UUID(case.id)


def histories(board: str) -> list[History]:
    """Those of a board."""
    cases = tomllib.loads(EXPECTED.read_text(encoding="utf-8"))["case"]
    return [
        History(each["board"], each["name"], each["steps"], list(map(Owed.read, each["owed"])), each.get("child", {}))
        for each in cases
        if each["board"] == board
    ]


# --- the verbs of a step


def _concern(case: Case, words: list[str]) -> None:
    known = {"immediate_danger": "no", "significant_harm": "no", "sexually_active": "no", **_named(words)}
    case.raise_concern("A synthetic concern.", **known)


def _forms(case: Case, words: list[str]) -> None:
    for kind in wanted_before(case.procedure, Command.DECIDE_LEVEL, *words):
        case.fill(kind, simplest(kind, london(utcnow()).date()))


def _assess(case: Case, words: list[str]) -> None:
    """The oldest assessment that waits, or the one with a tool that is named."""
    found = [each for each in risk.waiting(case) if each["state"] == "requested"]
    risk.complete(case, found[-1], words[0])


def _second(case: Case, words: list[str]) -> None:
    (done,) = (each for each in risk.waiting(case) if each["state"] == "completed")
    risk.second(case, done, words[0])


def _record(case: Case, words: list[str]) -> None:
    kind = case.procedure.record_kind(words[0])
    assert kind is not None
    given = {field: values.split(",") for field, values in _named(words[1:]).items()}
    case.fill(kind, {**_simplest(kind), **given})


def _simplest(kind: RecordKind) -> Mapping[str, list[str]]:
    """The simplest whole answers; none, where they would name somebody: then the step says them all."""
    try:
        return simplest(kind, london(utcnow()).date())
    except LookupError:
        return {}


def _decide(case: Case, words: list[str]) -> None:
    point = case.procedure.decision(words[0])
    assert point is not None
    case.decide(point, words[1])


def _meeting(case: Case, kind: str) -> Mapping[str, Any]:
    return next(meeting for meeting in meetings.of(case) if meeting["kind"] == kind)


def _adopt(case: Case, words: list[str]) -> None:
    meetings.adopt(case, _meeting(case, words[0]))


def _share(case: Case, words: list[str]) -> None:
    page = case.manager.get("meetings", f"/meetings/{_meeting(case, words[0])['id']}")
    meetings.share(case, page, page["plan"]["id"])


def _close(case: Case, words: list[str]) -> None:
    case.close(words[0], override="override" in words)


def _named(words: list[str]) -> dict[str, str]:
    return {name: value for name, _, value in (word.partition("=") for word in words)}


_VERBS: Mapping[str, Callable[[Case, list[str]], object]] = {
    "concern": _concern,
    "allocate": lambda case, words: case.allocate(),
    "forms": _forms,
    "assess": _assess,
    "decide-level": _second,
    "review": lambda case, words: risk.ask(case),
    "record": _record,
    "decide": _decide,
    "convene": lambda case, words: meetings.convene(case, _meeting(case, words[0]), utcnow() + timedelta(hours=1)),
    "hold": lambda case, words: meetings.hold(case, _meeting(case, words[0])),
    "adopt": _adopt,
    "share": _share,
    "missing": lambda case, words: case.missing(3, returned=True),
    "close": _close,
    "void": lambda case, words: case.void(),
}
