"""What waits for a second person, as they read it: what would change, who made it, why, and who may answer. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from commonward.procedure import Procedure
from commonward_portal.board_forms import YES_NO
from commonward_portal.presenting import day
from commonward_portal.timeline import Cited
from commonward_portal.withheld import Withheld

Line = Mapping[str, Any]
Who = Callable[[Any], str]
Cites = Callable[[Sequence[str]], tuple[Cited, ...]]
FIELDS = {
    "child-id": "Whose case it is",
    "born": "The child's date of birth",
    "happened-on": "When what the concern reports happened",
    "family-area": "Where the family lives",
    "placement-area": "Where the child is placed",
    "open-to-social-care": "Open to social care",
    "plan-in-place": "Plan in place",
    "looked-after": "Looked after",
    "immediate-danger": "In immediate danger",
    "significant-harm": "Evidence of significant harm",
    "sexually-active": "Sexually active",
    "age-at-event": "Age when it happened",
    "age-at-referral": "Age when it was reported",
    "edition": "Edition of the procedure",
    "team": "Team",
    "response": "Response",
    "outcome": "Outcome",
    "tool": "Assessment",
}
"""What may change, by the service's names."""
AS_WRITTEN = ("child-id", "edition")
"""Those whose values are names."""
WRONG = {
    "duplicate": "It is a second case of the same child",
    "wrong-child": "It is about the wrong child",
    "opened-in-error": "It should not have been opened",
}
"""What may be wrong with a case that is to be ended."""
NOT_KNOWN = "Not known"
NOT_YOURS = "A record that is not yours to see"


@dataclass(frozen=True, slots=True)
class Change:
    """One value that would be another."""

    title: str
    now: str
    then: str


@dataclass(frozen=True, slots=True)
class Effect:
    """Changes that belong together, and what they follow from."""

    title: str
    changes: tuple[Change, ...]
    tasks: tuple[str, ...] = ()
    because: tuple[Cited, ...] = ()


@dataclass(frozen=True, slots=True)
class Begins:
    """A clock that would start."""

    title: str
    by: str
    due: datetime | None
    because: tuple[Cited, ...]


@dataclass(frozen=True, slots=True)
class Matter:
    """What somebody else has done and a second person looks at."""

    title: str
    says: list[tuple[str, str]]
    by: str
    since: str
    state: str
    because: tuple[Cited, ...]
    yours: bool
    """Whether the user is the second person that it waits for."""
    own: bool = False
    """Whether the user made it."""
    seconds: tuple[str, ...] = ()
    """The titles of the roles that may answer."""
    closed: bool = False
    """Whether the case is closed by now, so that nothing of it can take effect."""
    answered_by: str = ""
    answered_at: str | None = None
    effects: tuple[Effect, ...] = ()
    begins: tuple[Begins, ...] = ()
    """The clocks that it would start; known to whoever it waits for."""
    ends: tuple[str, ...] | None = None
    """Where the whole case would end: what is owed and would end with it."""
    before: tuple[str, str] | None = None
    """Words, and an address, of what held before."""
    pair: tuple[str, str] | None = None
    """The two records that are to be merged or parted."""


@dataclass(frozen=True, slots=True)
class Reader:
    """What a matter is put into words with."""

    procedure: Procedure
    me: str
    who: Who
    cites: Cites
    concerns: Mapping[str, str] = field(default_factory=dict)
    """How people know each concern of the case, by its id."""

    def answered(self, line: Line, by: str, at: str) -> dict[str, Any]:
        """Who made it, and who has answered, if anybody has."""
        answerer = line.get("authorised_by")
        return {
            "by": self.who(line[by]),
            "since": line[at],
            "state": line["state"],
            "own": line[by] == self.me,
            "answered_by": self.who(answerer) if answerer else "",
            "answered_at": line.get("answered_at"),
        }

    def value(self, told: str | None) -> str:
        """A value of a change, as people write it; what is withheld says so by itself."""
        if told is None:
            return NOT_KNOWN
        if isinstance(told, Withheld):
            return str(told)
        if _is_day(told):
            return day(told)
        areas = {area.code: area.title for area in self.procedure.authority.areas}
        return areas.get(told) or dict(YES_NO).get(told) or self.procedure.words.of(told)

    def change(self, line: Line) -> Change:
        """One change: the old beside the new."""
        title, before, after = str(FIELDS.get(line["field"], line["field"])), line["before"], line["after"]
        if line["field"] in AS_WRITTEN:
            return Change(title, str(before or NOT_KNOWN), str(after or NOT_YOURS))
        return Change(title, self.value(before), self.value(after))


def proposal(line: Line, reader: Reader, seconds: tuple[str, ...], ends: tuple[str, ...]) -> Matter:
    """A proposal to change what was held for true."""
    wrong = line["wrong"]
    says = [("What is wrong", WRONG.get(wrong, str(wrong)))] if wrong else []
    return Matter(
        title=f"Proposal: {line['title'][:1].lower()}{line['title'][1:]}",
        says=[*says, ("Reason", line["reason"])],
        because=(),
        yours=line["yours"],
        seconds=seconds,
        closed=line["closed"],
        effects=tuple(_effects(line, reader)),
        ends=ends if wrong else None,
        before=("The case that goes on in its place", f"/cases/{line['instead']}") if line["instead"] else None,
        pair=(line["child"], line["into"]) if line["child"] and line["into"] else None,
        **reader.answered(line, "proposed_by", "proposed_at"),
    )


def decision(line: Line, reader: Reader, others: Sequence[Line]) -> Matter:
    """A decision at one of the board's points; `others` are the case's, oldest first."""
    point, words = reader.procedure.decision(line["decision"]), reader.procedure.words
    counted = [one for one in others if one["decision"] == line["decision"] and one["state"] == "made"]
    counted = [one for one in counted if one["decided_at"] < line["decided_at"]]
    before = words.of(counted[-1]["option"]) if counted else "Nothing was decided here before"
    passed = line.get("overridden") or ()
    told = [("Goes on without", ", ".join(one.label for one in reader.cites(passed)))] if passed else []
    if line.get("override_reason"):
        told.append(("Reason to go on", line["override_reason"]))
    if line.get("concern"):
        told.append(("About", reader.concerns.get(line["concern"], "An earlier concern")))
    opens = point.opened_by(line["option"]) if point else None
    meetings = [words.of(kind) for kind in opens.meetings] if opens else []
    if opens and (meetings or opens.tool):
        told.append(("It calls for", ", ".join([*meetings, *([words.of(opens.tool)] if opens.tool else [])])))
    change = Change("Decision", before, words.of(line["option"]))
    return Matter(
        title=point.title if point else words.of(line["decision"]),
        says=[("Reason", line["reason"]), *told],
        because=reader.cites(point.because) if point else (),
        yours=line["yours"],
        seconds=(words.of(point.second_role),) if point and point.second_role else (),
        effects=(Effect("What would change", (change,)),),
        begins=tuple(_begins(one, reader) for one in line.get("begins", ())),
        **reader.answered(line, "decided_by", "decided_at"),
    )


def record(line: Line, reader: Reader, says: list[tuple[str, str]], others: Sequence[Line]) -> Matter:
    """A form of the board's, filled in; `others` are the case's."""
    kind = reader.procedure.record_kind(line["kind"])
    before = [one for one in others if one["kind"] == line["kind"] and one["number"] < line["number"]]
    return Matter(
        title=line["title"],
        says=says,
        because=reader.cites(line["because"]),
        yours=line["yours"],
        seconds=(reader.procedure.words.of(kind.second_role),) if kind and kind.second_role else (),
        before=("Compare it with the one before", line["kind"]) if before else None,
        **reader.answered(line, "made_by", "made_at"),
    )


def _begins(line: Line, reader: Reader) -> Begins:
    due = datetime.fromisoformat(line["due"]) if line["due"] else None
    return Begins(line["title"], reader.procedure.words.of(line["role"]), due, reader.cites(line["because"]))


def _effects(line: Line, reader: Reader) -> Iterator[Effect]:
    concern = reader.concerns.get(line["concern"] or "", "")
    if line["changes"]:
        yield Effect(f"About: {concern}" if concern else "", tuple(map(reader.change, line["changes"])))
    for route in line["routes"]:
        about = reader.concerns.get(route["concern"], "A concern")
        yield Effect(
            f"{about} would be answered otherwise",
            tuple(map(reader.change, route["changes"])),
            tuple(map(reader.procedure.words.of, route["tasks"])),
            reader.cites(route["because"]),
        )


def _is_day(told: str) -> bool:
    try:
        datetime.fromisoformat(told)
    except ValueError:
        return False
    return "-" in told
