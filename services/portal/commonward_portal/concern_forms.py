"""What a board would have one say with a concern: its own forms as further pages, a few questions a page. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from commonward.procedure import Answered, Field, Procedure, RecordKind
from commonward_portal import board_forms
from commonward_portal.questions import Question, Sheet, Typed
from commonward_portal.raise_steps import Step

PLACE = "known."
_NOT_HERE = (Answered.PERSON, Answered.SUBJECT)
"""Who reports a concern is shown no list of people or of other records; whoever works on the case links them."""


def steps(procedure: Procedure) -> tuple[Step, ...]:
    """The pages, in the order of each form; none is needed."""
    return tuple(step for kind in procedure.records if kind.with_concern for step in _pages(procedure, kind))


def records(pages: Iterable[Step], typed: Typed) -> list[dict[str, Any]]:
    """What was answered in them, as the service takes it."""
    found: dict[str, dict[str, list[str]]] = {}
    asked = [question for page in pages if page.of for question in page.questions]
    for name, values in Sheet(asked, typed).read().items():
        kind, _, code = name.removeprefix(PLACE).partition(".")
        found.setdefault(kind, {})[code] = list(values)
    return [{"kind": kind, "answers": answers} for kind, answers in found.items()]


def _pages(procedure: Procedure, kind: RecordKind) -> Iterator[Step]:
    for number, fields in enumerate(_parts(kind), start=1):
        questions = tuple(_question(procedure, kind, field) for field in fields)
        yield Step(f"{kind.id}-{number}", questions[0].title, questions, needed=False, of=kind.title)


def _parts(kind: RecordKind) -> list[list[Field]]:
    """Questions that follow the same rule stand together; one that follows none stands with those before it."""
    parts: list[list[Field]] = []
    for field in kind.fields:
        if field.answered in _NOT_HERE:
            continue
        if not parts or (field.because and field.because != parts[-1][0].because):
            parts.append([])
        parts[-1].append(field)
    return parts


def _question(procedure: Procedure, kind: RecordKind, field: Field) -> Question:
    asked = {
        "code": field.code,
        "title": field.title,
        "answered": field.answered.value,
        "choices": field.choices,
        "exclusive": field.exclusive,
        "because": field.because,
    }
    [question] = board_forms.questions({"fields": [asked]}, procedure.words.of)
    return replace(question, name=f"{PLACE}{kind.id}.{field.code}")
