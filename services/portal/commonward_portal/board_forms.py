"""A board's forms as questions, and its records as people read them. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from commonward_portal.presenting import day, moment
from commonward_portal.questions import Asks, Question

YES_NO = (("yes", "Yes"), ("no", "No"), ("unknown", "Not known"))
MOST_RADIOS = 8
"""More choices than that stand in a list to pick from."""
PLACE = "answers."
"""What the service calls the field of an answer."""
_ASKS = {"some-of": Asks.SOME, "day": Asks.DAY, "moment": Asks.MOMENT, "words": Asks.WORDS}
Choices = tuple[tuple[str, str], ...]
Word = Callable[[str], str]


def questions(form: Mapping[str, Any], word: Word, people: Choices = (), subjects: Choices = ()) -> list[Question]:
    """The questions of a form."""
    return [_question(field, word, people, subjects) for field in form["fields"]]


def answers(read: Mapping[str, tuple[str, ...]]) -> dict[str, list[str]]:
    """What was read from the form, as the service takes it."""
    return {name.removeprefix(PLACE): list(values) for name, values in read.items() if name.startswith(PLACE)}


def asks_for(form: Mapping[str, Any], answered: str) -> bool:
    """Whether a field of the form is answered that way."""
    return any(field["answered"] == answered for field in form["fields"])


def shown(record: Mapping[str, Any], form: Mapping[str, Any] | None, word: Word, who: Word) -> list[tuple[str, str]]:
    """A record's answers, each with its question; in the form's order where the form is known."""
    fields = {field["code"]: field for field in form["fields"]} if form else {}
    order = [
        *(code for code in fields if code in record["answers"]),
        *(c for c in record["answers"] if c not in fields),
    ]
    return [(_title(code, fields, word), _said(record["answers"][code], fields.get(code), word, who)) for code in order]


def _question(field: Mapping[str, Any], word: Word, people: Choices, subjects: Choices) -> Question:
    answered, choices = field["answered"], tuple((code, word(code)) for code in field["choices"])
    asks = _ASKS.get(answered, Asks.PICK)
    if answered == "yes-no":
        asks, choices = Asks.ONE, YES_NO
    elif answered == "one-of" and len(choices) <= MOST_RADIOS:
        asks = Asks.ONE
    elif answered == "person":
        choices = people
    elif answered == "subject":
        choices = subjects
    name, because, alone = f"{PLACE}{field['code']}", tuple(field["because"]), tuple(field.get("exclusive", ()))
    return Question(name, field["title"], asks, choices, because=because, exclusive=alone)


def _title(code: str, fields: Mapping[str, Mapping[str, Any]], word: Word) -> str:
    return str(fields[code]["title"]) if code in fields else word(code)


def _said(values: Sequence[str], field: Mapping[str, Any] | None, word: Word, who: Word) -> str:
    return ", ".join(_told(value, field["answered"] if field else "words", word, who) for value in values)


def _told(value: str, answered: str, word: Word, who: Word) -> str:
    match answered:
        case "day":
            return day(value)
        case "moment":
            return moment(value)
        case "person":
            return who(value)
        case "yes-no" | "one-of" | "some-of":
            return dict(YES_NO).get(value) or word(value)
        case _:
            return value
