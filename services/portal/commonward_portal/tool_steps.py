"""A risk tool heading by heading: what is shown of it, how much of each is answered, and what others wrote. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from commonward_portal.questions import Question, Sheet, Typed

_COUNTED = ("answers.", "entries.")
_FIRST = "The beginning"


@dataclass(frozen=True, slots=True)
class Part:
    """One heading of the tool."""

    number: int
    """From 1."""
    title: str
    questions: tuple[Question, ...]
    answered: int
    of: int


def parts_of(questions: Sequence[Question], typed: Typed) -> list[Part]:
    """The tool's headings, in its order."""
    groups: list[list[Question]] = []
    for question in questions:
        if question.heading or not groups:
            groups.append([])
        groups[-1].append(question)
    return [_part(number, group, Sheet(group, typed)) for number, group in enumerate(groups, start=1)]


def whole(part: Part, stored: Typed, given: Typed) -> dict[str, Sequence[str]]:
    """The whole tool: this part as it was typed now, the others as they are kept."""
    mine = {name for question in part.questions for name in question.fields}
    return {**{name: values for name, values in stored.items() if name not in mine}, **given}


def meanwhile(sheet: Sheet, stored: Typed) -> list[Question]:
    """The questions, each with what somebody else has written there since, where it is not the same."""
    theirs = Sheet(sheet.questions, stored)
    return [
        replace(question, meanwhile=theirs.told(question) or "Nothing")
        if theirs.told(question) != sheet.told(question)
        else question
        for question in sheet.questions
    ]


def _part(number: int, questions: Sequence[Question], sheet: Sheet) -> Part:
    counted = [one for one in questions if one.name.startswith(_COUNTED)]
    answered = sum(1 for one in counted if sheet.told(one) or sheet.all(_unknown(one.name)))
    return Part(number, questions[0].heading or _FIRST, tuple(questions), answered, len(counted))


def _unknown(name: str) -> str:
    return f"unknown.{name.removeprefix('entries.')}"


def chosen(parts: Sequence[Part], wanted: str | None) -> Part | None:
    """The part of that number; None for the whole tool."""
    return next((part for part in parts if str(part.number) == wanted), None)
