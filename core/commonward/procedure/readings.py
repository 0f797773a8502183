"""Readings: how a board reads what its text leaves open. Ours, unless its configuration chooses another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from inspect import signature
from pathlib import Path
from typing import Any

from commonward.contracts import Code
from commonward.procedure.data_files import read_toml
from commonward.procedure.register import Question
from commonward.procedure.unusable import UnusableProcedure
from commonward.settings.toml_lines import line_of


class UnknownQuestion(LookupError):
    """A plugin asks for the reading of what is no question, or of one that leaves no choice."""


@dataclass(frozen=True, slots=True)
class Readings:
    """Of each question that has a setting, the reading that holds."""

    chosen: tuple[tuple[str, Code], ...] = ()

    def of(self, question: str) -> Code:
        """The reading of a question. Raises UnknownQuestion where it has no setting."""
        chosen = dict(self.chosen)
        if question not in chosen:
            known = ", ".join(chosen) or "none"
            raise UnknownQuestion(f"{question} is no question with a setting; those with one: {known}")
        return chosen[question]


@dataclass(frozen=True, slots=True)
class Chosen:
    """The readings that a board has chosen in its region's file, by question."""

    readings: Mapping[str, str]
    authority: str = ""
    region: Path | None = None

    def place(self, question: str) -> str:
        """Where it is chosen, for a message: the file and line, if there is a file, and the way in it."""
        way = ("authorities", self.authority, "readings", question)
        line = f"{self.region}:{line_of(read_toml(self.region)[0], way)}: " if self.region else ""
        return f"{line}{'.'.join(way[:3])}: "


def read(questions: Iterable[Question], wanted: Chosen) -> Readings:
    """Our readings, and a board's own in their place. Raises UnusableProcedure with every choice that is none."""
    settings = [question for question in questions if question.setting]
    chosen = wanted.readings
    faults = [
        f"{wanted.place(question.id)}the reading of {question.id} can't be {chosen[question.id]!r}; "
        f"choose one of {', '.join(question.choices)}"
        for question in settings
        if chosen.get(question.id, question.setting) not in question.choices
    ]
    if faults:
        raise UnusableProcedure("\n  ".join(faults))
    return Readings(tuple((question.id, chosen.get(question.id) or question.setting or "") for question in settings))


def refuse_unknown(readings: Readings, wanted: Chosen) -> None:
    """Raise UnusableProcedure where a board chooses a reading of what is no question.

    For the newest edition only: an older one need not have every question.
    """
    known = [question for question, _ in readings.chosen]
    if unknown := sorted(set(wanted.readings) - set(known)):
        raise UnusableProcedure(
            f"{wanted.place(unknown[0])}no reading of {', '.join(unknown)} can be chosen; "
            f"it can of: {', '.join(known) or 'no question'}"
        )


def asked(function: Callable[..., Any], readings: Readings) -> Any:
    """What a hook answers when the procedure is loaded; it takes `readings` or nothing."""
    return function(readings) if signature(function).parameters else function()
