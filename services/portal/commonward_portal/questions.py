"""Questions as data: what is asked, what was typed, what it means, and what is wrong with it. Pure.

Every form of a board, whatever it asks, is a list of these. What was typed is never thrown away.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum

from commonward.clock import LONDON, time_in_words

_CLOCK = re.compile(r"([0-9]{1,2})(?:[:.]([0-9]{2}))? ?(am|pm)?")
_COUNT = re.compile(r"[0-9]{1,6}")
_YEAR = re.compile(r"(19|2[01])[0-9]{2}")


class Asks(StrEnum):
    """How a question is answered."""

    ONE = "one"
    SOME = "some"
    PICK = "pick"
    """One of many, from a list."""
    DAY = "day"
    MOMENT = "moment"
    LINE = "line"
    COUNT = "count"
    """A whole number."""
    WORDS = "words"
    FILE = "file"
    """What was typed is its name; the file itself is no part of a sheet."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a form."""

    name: str
    title: str
    asks: Asks
    choices: tuple[tuple[str, str], ...] = ()
    """Codes with their words."""
    hint: str = ""
    needed: bool = False
    because: tuple[str, ...] = ()
    heading: str = ""
    """Stands above it: here another part of the form begins."""
    before: str = ""
    """What was answered the time before."""
    meanwhile: str = ""
    """What somebody else has written there since this form was opened."""
    missing: str = ""
    """What is said where it is needed and was not answered."""
    longest: int | None = None
    """How many characters it may have."""
    exclusive: tuple[str, ...] = ()
    """Of the choices, those that can't be chosen together with another."""

    def says(self, words: str) -> str:
        """What is wrong with its answer, or what is to be done, with the question before it."""
        if self.title.endswith("?"):
            return f"{self.title} {words[:1].upper()}{words[1:]}"
        return f"{self.title}: {words}"

    @property
    def anchor(self) -> str:
        """The id of its first input, for the error summary."""
        return f"{self.name}-day" if self.asks in (Asks.DAY, Asks.MOMENT) else self.name

    @property
    def fields(self) -> tuple[str, ...]:
        """The names that a form gives to its inputs."""
        if self.asks not in (Asks.DAY, Asks.MOMENT):
            return (self.name,)
        return tuple(f"{self.name}-{part}" for part in ("day", "month", "year", "time"))


Typed = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Draft:
    """A form that was half-written, and kept."""

    id: str
    saved_at: str
    expires_at: str
    typed: Typed = field(default_factory=dict)


@dataclass
class Sheet:
    """A form with what was typed in it."""

    questions: Sequence[Question]
    typed: Typed = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    """By the question's name; what concerns the whole stands under other names."""
    links: dict[str, str] = field(default_factory=dict)
    """Where to go about what stands in no field of this form."""
    elsewhere: str = ""
    """The page where a field stands that is not on this one, if there is such a page."""
    beyond: Mapping[str, Question] = field(default_factory=dict)
    """The questions of that page, by name."""
    draft: Draft | None = None
    """What it was filled in from."""

    @property
    def is_begun(self) -> bool:
        """Whether something of its writer's stands in it: it is shown then, whoever may send it by now."""
        return bool(self.errors or self.draft)

    def all(self, name: str) -> tuple[str, ...]:
        """Everything that was given to a question."""
        return tuple(value for value in self.typed.get(name, ()) if value.strip())

    def one(self, name: str) -> str:
        """What was typed in a field, or nothing."""
        return next(iter(self.all(name)), "").strip().replace("\r\n", "\n")

    def read(self) -> dict[str, tuple[str, ...]]:
        """The answers, by name, as the services take them; what can't be read or is missing goes to `errors`."""
        found = {question.name: self._read(question) for question in self.questions}
        return {name: values for name, values in found.items() if values}

    def question(self, name: str) -> Question | None:
        """The question of that name."""
        return next((one for one in self.questions if one.name == name), None)

    def told(self, question: Question) -> str:
        """What was given to a question, to be read."""
        if question.asks in (Asks.DAY, Asks.MOMENT):
            order = ("day", "month", "year", "time")
            return " ".join(filter(None, (self.one(f"{question.name}-{part}") for part in order)))
        words = dict(question.choices)
        return ", ".join(words.get(value, value) for value in self.all(question.name))

    def wrong(self) -> list[tuple[str, str]]:
        """Each error with the anchor of its field, if it has one; in the order of the form."""
        order = [question.name for question in self.questions if question.name in self.errors]
        rest = [name for name in self.errors if name not in order]
        anchors = {question.name: f"#{question.anchor}" for question in self.questions}
        return [(self.errors[name], anchors.get(name) or self._beyond(name)) for name in (*order, *rest)]

    def _beyond(self, name: str) -> str:
        if name in self.links:
            return self.links[name]
        return f"{self.elsewhere}#{self.beyond[name].anchor}" if name in self.beyond else ""

    def _read(self, question: Question) -> tuple[str, ...]:
        match question.asks:
            case Asks.SOME:
                values = self.all(question.name)
            case Asks.DAY | Asks.MOMENT:
                values = self._time(question)
            case _:
                values = (self.one(question.name),) if self.one(question.name) else ()
        fault = self._fault(question, values)
        if fault:
            self.errors.setdefault(question.name, fault)
        return values

    def _fault(self, question: Question, values: tuple[str, ...]) -> str:
        """What is wrong with the answer as a whole, if anything is."""
        if not values:
            return (question.missing or question.says("answer this")) if question.needed else ""
        if question.asks in (Asks.ONE, Asks.PICK) and len(self.all(question.name)) > 1:
            return question.says("choose one answer only")
        known = {code for code, _ in question.choices}
        if known and question.asks in (Asks.ONE, Asks.SOME, Asks.PICK) and not known.issuperset(values):
            return question.says("choose from the list")
        if len(values) > 1 and (sole := [value for value in values if value in question.exclusive]):
            return question.says(f"choose “{dict(question.choices)[sole[0]]}” alone, or the other answers")
        if question.asks is Asks.COUNT and not _COUNT.fullmatch(values[0]):
            return question.says("give a whole number, like 4")
        if question.longest is not None and len(values[0]) > question.longest:
            return question.says(f"use {question.longest} characters or fewer, not {len(values[0])}")
        return ""

    def _time(self, question: Question) -> tuple[str, ...]:
        parts = [self.one(f"{question.name}-{part}") for part in ("year", "month", "day")]
        clock = self.one(f"{question.name}-time")
        if not any((*parts, clock)):
            return ()
        if parts[0] and not _YEAR.fullmatch(parts[0]):
            self.errors[question.name] = question.says("the year must have 4 numbers and be of 1900 to 2199")
            return ()
        try:
            day = date(*map(_number, parts))
            if question.asks is Asks.DAY:
                return (day.isoformat(),)
            moment = datetime.combine(day, _clock(clock), tzinfo=LONDON)
        except (ValueError, OverflowError):
            example = "27 3 2026" if question.asks is Asks.DAY else "27 3 2026 and a time like 2:05pm"
            self.errors[question.name] = question.says(f"give a real date, like {example}")
            return ()
        return (moment.isoformat(),)


def keep(answers: Mapping[str, Iterable[str]], questions: Sequence[Question]) -> dict[str, tuple[str, ...]]:
    """Answers as they would have been typed, to show a form that was filled in before."""
    kept: dict[str, tuple[str, ...]] = {}
    for question in questions:
        values = tuple(answers.get(question.name, ()))
        if values and question.asks in (Asks.DAY, Asks.MOMENT):
            at = datetime.fromisoformat(values[0])
            local = at.astimezone(LONDON) if at.tzinfo else at.replace(tzinfo=LONDON)
            kept |= {f"{question.name}-{part}": (str(getattr(local, part)),) for part in ("day", "month", "year")}
            if question.asks is Asks.MOMENT:
                kept[f"{question.name}-time"] = (time_in_words(local),)
        elif values:
            kept[question.name] = values
    return kept


def _clock(text: str) -> time:
    """`2:05pm`, `2pm` or `14:05`. Raises ValueError."""
    found = _CLOCK.fullmatch(text.strip().lower())
    if found is None:
        raise ValueError("not a time")
    hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
    if not (1 <= hour <= 12 if half else found[2]):
        raise ValueError("not a time")
    return time(hour % 12 + (12 if half == "pm" else 0) if half else hour, minute)


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise ValueError("not a number")
    return int(text)
