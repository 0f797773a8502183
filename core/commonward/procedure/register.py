"""The rule register: each actionable rule of a published procedure, and the questions it leaves open."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass as checked

from commonward.contracts import Code, RuleId, Version

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
    CLOCK = "clock"
    GATE = "gate"
    NOTICE = "notice"
    RECORD = "record"
    MEETING = "meeting"
    TOOL = "tool"
    CODE_LIST = "code-list"
    PROMPT = "prompt"


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

    def __post_init__(self) -> None:
        if (self.setting is None) != (not self.choices) or (self.setting and self.setting not in self.choices):
            raise ValueError(f"question {self.id}: give a setting that is one of its choices, or neither")


@dataclass(frozen=True, slots=True)
class Register:
    """A layer's rules and questions."""

    rules: tuple[Rule, ...] = ()
    questions: tuple[Question, ...] = field(default=())


_RULES: TypeAdapter[tuple[Rule, ...]] = TypeAdapter(tuple[Rule, ...])
_QUESTIONS: TypeAdapter[tuple[Question, ...]] = TypeAdapter(tuple[Question, ...])


class BadData(Exception):
    """A plugin's data file can't be used; the message names the file, the place and the reason."""


def load_register(*paths: Path) -> Register:
    """Read a register from TOML files (`edition`, `[[rules]]`, `[[questions]]`), in their order. Raises BadData."""
    parts = [_load(path) for path in paths]
    return Register(
        rules=tuple(rule for part in parts for rule in part.rules),
        questions=tuple(question for part in parts for question in part.questions),
    )


def _load(path: Path) -> Register:
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise BadData(f"{path.name}: {error}") from None
    if unknown := data.keys() - {"edition", "rules", "questions"}:
        raise BadData(f"{path.name}: {min(unknown)} is not known here; a register has edition, rules and questions")
    try:
        rules = _RULES.validate_python(data.get("rules", ()))
        return Register(
            rules=tuple(replace(rule, edition=rule.edition or data.get("edition")) for rule in rules),
            questions=_QUESTIONS.validate_python(data.get("questions", ())),
        )
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise BadData(f"{path.name}: entry {'.'.join(map(str, first['loc']))}: {first['msg']}") from None


F = TypeVar("F", bound=Callable[..., object])


def follows(*rules: RuleId) -> Callable[[F], F]:
    """Mark a function as the implementation of these rules, for `commonward rules`."""

    def mark(function: F) -> F:
        function.__follows__ = rules  # type: ignore[attr-defined]  # a function takes attributes; its type has no say
        return function

    return mark
