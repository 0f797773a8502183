"""Prompts: what a board wants people to be reminded of where they work. They suggest and never block."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from commonward.contracts import Because, Code
from commonward.procedure.facts import Facts

WRITING = "writing"
"""The place of prompts about wording: wherever somebody writes."""


def at_any_time(facts: Facts) -> bool:
    """No condition."""
    return True


@dataclass(frozen=True, slots=True)
class Prompt:
    """A reminder at a place of work: a command, record, tool, decision or meeting kind, or wherever one writes."""

    id: Code
    words: str
    at: tuple[Code, ...]
    because: Because
    when: Callable[[Facts], bool] = at_any_time
    phrases: tuple[str, ...] = ()
    """For `writing`: it is shown where one of these is written, whatever the case of its letters."""
    names: tuple[str, ...] = ()
    """What is called so and must be written so, such as the name of an offence: a phrase within it is not found."""

    def found_in(self, text: str) -> tuple[str, ...]:
        """Which of the phrases the text holds, as whole words."""
        for name in self.names:
            text = _whole(name).sub("", text)
        return tuple(phrase for phrase in self.phrases if _whole(phrase).search(text))


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What was written, and what a board would have one think of."""

    phrase: str
    words: str
    because: Because


def _whole(phrase: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(phrase)}(?!\w)", re.IGNORECASE)
