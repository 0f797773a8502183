"""What keeps a filled-in tool from being complete: everything at once, each with its place and what is allowed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict

from commonward.contracts import Code
from commonward.procedure.filled import Answer, Filled
from commonward.procedure.levels import Scale
from commonward.procedure.tools import Choice, Floor, Item, Section, Tool

Kind = Literal[
    "unknown-item",
    "unknown-choice",
    "two-answers",
    "no-answer",
    "no-text",
    "no-second",
    "no-date",
    "future-date",
    "unknown-entry",
    "two-entries",
    "no-entry",
    "too-few-agencies",
]
STILL_MISSING = frozenset({"no-answer", "no-text", "no-second", "no-date", "no-entry", "too-few-agencies"})
"""What a draft may lack."""


class Problem(BaseModel):
    """What is wrong with an answer, where, and what is allowed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    field: str
    kind: Kind
    message: str
    allowed: tuple[str, ...] = ()


def problems(tool: Tool, answers: Sequence[Answer]) -> list[Problem]:
    """Return everything that keeps these answers from being complete, in the tool's order."""
    known = {item.code for item in tool.items}
    found = [
        Problem(
            field=f"answers.{answer.item}",
            kind="unknown-item",
            message=f"{tool.title} has no item {answer.item}",
            allowed=tuple(sorted(known)),
        )
        for answer in answers
        if answer.item not in known
    ]
    for section in tool.sections:
        for item in section.items:
            given = [answer for answer in answers if answer.item == item.code]
            found.extend(_problems_of(tool, section, item, given))
    return found


def all_problems(tool: Tool, filled: Filled, today: date) -> list[Problem]:
    """The same of everything that was filled in: answers and their dates, entries, contributions."""
    return [
        *problems(tool, filled.answers),
        *_future(filled, today),
        *_entry_problems(tool, filled),
        *_too_few(tool, filled),
    ]


def draft_problems(tool: Tool, filled: Filled, today: date) -> list[Problem]:
    """What can't even stand in a draft; that something is missing still is no fault."""
    return [problem for problem in all_problems(tool, filled, today) if problem.kind not in STILL_MISSING]


def floors(tool: Tool, filled: Filled, age: int | None) -> tuple[Floor, ...]:
    """The floors that hold for these answers and this age. An age that is not known is under none."""
    return tuple(floor for floor in tool.floors if _holds(floor, filled, age))


def highest_floor(held: Sequence[Floor], scale: Scale) -> Floor | None:
    """The floor that leaves the fewest levels."""
    return max(held, key=lambda floor: scale.rank(floor.at_least), default=None)


def _holds(floor: Floor, filled: Filled, age: int | None) -> bool:
    answer = filled.answer(floor.item) if floor.item else None
    answered = floor.item is None or (answer is not None and answer.choice in floor.choices)
    return answered and (floor.under_age is None or (age is not None and age < floor.under_age))


def _problems_of(tool: Tool, section: Section, item: Item, answers: Sequence[Answer]) -> Iterator[Problem]:
    place, choices = f"answers.{item.code}", tool.choices_in(section)
    allowed = _codes(choices)
    if not answers:
        yield Problem(field=place, kind="no-answer", message=f"{item.title}: consider and answer it", allowed=allowed)
    if len(answers) > 1:
        yield Problem(field=place, kind="two-answers", message=f"{item.title}: choose only one answer", allowed=allowed)
    for answer in answers:
        yield from _choice_problems(tool, item, answer, choices)
        yield from _second_problems(section, item, answer)


def _choice_problems(tool: Tool, item: Item, answer: Answer, choices: Sequence[Choice]) -> Iterator[Problem]:
    place, choice = f"answers.{item.code}", next((c for c in choices if c.code == answer.choice), None)
    if choice is None:
        message = f"{item.title}: {answer.choice} is not an answer of this tool"
        yield Problem(field=place, kind="unknown-choice", message=message, allowed=_codes(choices))
        return
    if choice.wants_text and not answer.text.strip():
        yield Problem(field=place, kind="no-text", message=f"{item.title}: give the {tool.text_label.lower()}")
    if choice.wants_date and answer.as_at is None:
        yield Problem(field=place, kind="no-date", message=f"{item.title}: say as at which day")


def _second_problems(section: Section, item: Item, answer: Answer) -> Iterator[Problem]:
    place, axis = f"answers.{item.code}", section.second_axis
    allowed = _codes(axis.choices) if axis else ()
    if axis and answer.second is None:
        message = f"{item.title}: answer {axis.title.lower()} too"
        yield Problem(field=place, kind="no-second", message=message, allowed=allowed)
    elif answer.second is not None and answer.second not in allowed:
        message = f"{item.title}: {answer.second} is not an answer of " + (axis.title if axis else "a second question")
        yield Problem(field=place, kind="unknown-choice", message=message, allowed=allowed)


def _future(filled: Filled, today: date) -> Iterator[Problem]:
    for answer in filled.answers:
        if answer.as_at is not None and answer.as_at > today:
            allowed = (f"up to {today.isoformat()}",)
            message = "the day is in the future"
            yield Problem(field=f"answers.{answer.item}", kind="future-date", message=message, allowed=allowed)


def _entry_problems(tool: Tool, filled: Filled) -> Iterator[Problem]:
    known = {entry.code for entry in tool.all_entries}
    for code, count in Counter(each.entry for each in filled.entries).items():
        if code not in known:
            message, allowed = f"{tool.title} has no entry {code}", tuple(sorted(known))
            yield Problem(field=f"entries.{code}", kind="unknown-entry", message=message, allowed=allowed)
        elif count > 1:
            yield Problem(field=f"entries.{code}", kind="two-entries", message=f"{code}: write it once")
    for entry in tool.all_entries:
        if entry.wanted and filled.entered(entry.code) is None:
            message = f"{entry.title}: write it, or say that it is not known"
            yield Problem(field=f"entries.{entry.code}", kind="no-entry", message=message)


def _too_few(tool: Tool, filled: Filled) -> Iterator[Problem]:
    wanted = tool.contributors
    if wanted and len(filled.agencies) < wanted.at_least and not filled.alone_because.strip():
        message = f"{wanted.at_least} agencies contribute; with fewer, say why"
        yield Problem(field="contributions", kind="too-few-agencies", message=message)


def _codes(choices: Sequence[Choice]) -> tuple[Code, ...]:
    return tuple(choice.code for choice in choices)
