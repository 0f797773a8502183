"""Forms filled in at random, as whole as the board wants them."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import date

from commonward.cli.forms import Answers, simplest
from commonward.contracts import Code
from commonward.procedure import Answered, Facts, Field, Given, RecordKind, faults

TRIES = 40


def filled(kind: RecordKind, day: date, dice: random.Random, named: Mapping[Answered, str]) -> Answers | None:
    """Answers that leave no fault: by chance, else the simplest there are; None where those name a stranger.

    `named` has whom a field may name: somebody of the directory, another subject.
    """
    answers = {field.code: _answer(field, day, dice, named) for field in kind.fields if dice.random() < 0.4}
    for _ in range(TRIES):
        given = Given({code: tuple(values) for code, values in answers.items()})
        fault = next(iter(faults(kind, given, Facts())), None)
        if fault is None:
            return answers
        _mend(answers, kind, fault.field, day, dice, named)
    try:
        return simplest(kind, day)
    except LookupError:
        return None


def _mend(
    answers: Answers, kind: RecordKind, code: Code, day: date, dice: random.Random, named: Mapping[Answered, str]
) -> None:
    """Answer the field anew; where that was tried, another one, as checks look at several fields."""
    field = kind.field(code)
    if field is None or (code in answers and dice.random() < 0.5):
        field = dice.choice(kind.fields)
    answers[field.code] = _answer(field, day, dice, named)


def _answer(field: Field, day: date, dice: random.Random, named: Mapping[Answered, str]) -> list[str]:
    match field.answered:
        case Answered.YES_NO:
            return [dice.choice(("yes", "yes", "no"))]
        case Answered.ONE_OF:
            return [dice.choice(field.choices)]
        case Answered.SOME_OF:
            return sorted(dice.sample(field.choices, dice.randint(1, len(field.choices))))
        case Answered.DAY:
            return [day.isoformat()]
        case Answered.MOMENT:
            return [f"{day.isoformat()}T00:01:00+00:00"]
        case Answered.WORDS:
            return ["Synthetic words."]
        case _:
            return [named[field.answered]] if field.answered in named else []
