"""The rule register: each actionable rule of a published procedure, and the questions it leaves open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass as checked

from commonward.contracts import Code, RuleId, Version
from commonward.procedure.data_files import Misplaced, misplaced, read_toml, refused

FROZEN = ConfigDict(extra="forbid", strict=False)


class Force(StrEnum):
    """How binding a rule is. Must blocks; should blocks until a manager overrides; may informs."""

    MUST = "must"
    SHOULD = "should"
    MAY = "may"
    DEFINITION = "definition"


class Kind(StrEnum):
    """What a rule became."""

    ROUTE = "route"
    """Where a concern goes, or what a level calls for."""
    DECISION = "decision"
    """A person, two people or a meeting decides."""
    CLOCK = "clock"
    """Something is owed within a time."""
    GATE = "gate"
    """Something must be there before a command."""
    NOTICE = "notice"
    """Somebody is told."""
    RECORD = "record"
    """A form keeps it."""
    MEETING = "meeting"
    """Who meets, and what their plan holds."""
    TOOL = "tool"
    """What a risk tool asks, and what it leaves to choose."""
    CODE_LIST = "code-list"
    """A definition: the answers of a form, or an attribute."""
    PROMPT = "prompt"
    """A reminder where people work."""


@checked(frozen=True, slots=True, config=FROZEN)
class Rule:
    """One rule, in our own words."""

    id: RuleId
    paragraph: str
    summary: str
    force: Force
    kind: Kind
    edition: Version | None = None
    """The edition of the text that it is from; by default that of the file which holds it."""


@checked(frozen=True, slots=True, config=FROZEN)
class Question:
    """Where the published text is silent or contradicts itself: what we ask the board, and our reading until then."""

    id: str
    asks: str
    reading: str
    rules: tuple[RuleId, ...] = ()
    setting: Code | None = None
    """Our reading as a code, where a board can choose another by its configuration."""
    choices: tuple[Code, ...] = ()
    """The readings that a board can choose from, ours among them."""
    settled: str | None = None
    """Why no other reading can be chosen: law, a later sentence of the text, or a must that another would break."""
    gaps: tuple[int, ...] = ()
    """Its numbers in a list of gaps and contradictions, where the texts were read against one."""

    def __post_init__(self) -> None:
        if (self.setting is None) != (not self.choices) or (self.setting and self.setting not in self.choices):
            raise ValueError(f"question {self.id}: give a setting that is one of its choices, or neither")
        if self.setting and (len(self.choices) < 2 or len(set(self.choices)) < len(self.choices)):
            raise ValueError(f"question {self.id}: a choice has at least two readings, each of them once")
        if self.setting and self.settled:
            raise ValueError(f"question {self.id}: it has a setting, so nothing is settled; give one of the two")


@dataclass(frozen=True, slots=True)
class Register:
    """A layer's rules and questions."""

    rules: tuple[Rule, ...] = ()
    questions: tuple[Question, ...] = field(default=())


_RULES: TypeAdapter[tuple[Rule, ...]] = TypeAdapter(tuple[Rule, ...])
_QUESTIONS: TypeAdapter[tuple[Question, ...]] = TypeAdapter(tuple[Question, ...])
_EDITION: TypeAdapter[Version | None] = TypeAdapter(Version | None)
T = TypeVar("T")


def load_register(*paths: Path) -> Register:
    """Read a register from TOML files (`edition`, `[[rules]]`, `[[questions]]`), in their order.

    Raises BadData with file, line, place and reason.
    """
    parts, taken = [], dict[str, str]()
    for path in paths:
        text, data = read_toml(path)
        part = _part(path, text, data)
        _each_once(path, text, part, taken)
        parts.append(part)
    return Register(
        rules=tuple(rule for part in parts for rule in part.rules),
        questions=tuple(question for part in parts for question in part.questions),
    )


def _part(path: Path, text: str, data: dict[str, Any]) -> Register:
    if unknown := sorted(data.keys() - {"edition", "rules", "questions"}):
        fault = Misplaced("is not known here; a register has edition, rules and questions", unknown[0])
        raise misplaced(path, text, fault, whole="register")
    rules = _read(_RULES, path, text, data, "rules")
    questions = _read(_QUESTIONS, path, text, data, "questions")
    edition = _read(_EDITION, path, text, data, "edition")
    return Register(tuple(replace(rule, edition=rule.edition or edition) for rule in rules), questions)


def _read(reads: TypeAdapter[T], path: Path, text: str, data: dict[str, Any], what: str) -> T:
    try:
        return reads.validate_python(data.get(what, None if what == "edition" else ()))
    except ValidationError as error:
        raise refused(path, text, error, within=(what,), whole="register") from None


def _each_once(path: Path, text: str, part: Register, taken: dict[str, str]) -> None:
    """An id says which rule or question is meant, in all the files together. Raises BadData."""
    ids = [("rules", number, rule.id) for number, rule in enumerate(part.rules)]
    ids += [("questions", number, question.id) for number, question in enumerate(part.questions)]
    for what, number, id in ids:
        if id in taken:
            fault = Misplaced(f"{id} is in {taken[id]} already", what, number, "id")
            raise misplaced(path, text, fault, whole="register")
        taken[id] = path.name


F = TypeVar("F", bound=Callable[..., object])


def follows(*rules: RuleId) -> Callable[[F], F]:
    """Mark a function as the implementation of these rules, for `commonward rules`."""

    def mark(function: F) -> F:
        function.__follows__ = rules  # type: ignore[attr-defined]  # a function takes attributes; its type has no say
        return function

    return mark
