"""The simplest whole answers to a board's form, for the demonstration and the sample data. All of it is synthetic."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import date

from commonward.contracts import Code
from commonward.procedure import Answered, Command, Facts, Field, Given, Procedure, RecordKind, faults

Answers = dict[Code, list[str]]


def wanted_before(procedure: Procedure, command: Command, *at: Code) -> Iterator[RecordKind]:
    """The forms by which people meet the gates before a command on a new case."""
    gates = {unmet.gate for unmet in procedure.unmet(command, Facts(), *at)}
    return (kind for kind in procedure.records if gates.intersection(kind.because))


def simplest(kind: RecordKind, day: date) -> Answers:
    """Only what the form asks for, or else one answer; each the first. Raises LookupError where that is not enough."""
    answers: Answers = {}
    for _ in kind.fields:
        given = Given({code: tuple(values) for code, values in answers.items()})
        fault = next(iter(faults(kind, given, Facts())), None)
        if fault is None:
            break
        field = kind.field(fault.field)
        if field is None or fault.field in answers:
            raise LookupError(f"{kind.id}: {fault.message}")
        answers[fault.field] = [_answer(field, day)]
    return answers or _one_answer(kind, day)


def _one_answer(kind: RecordKind, day: date) -> Answers:
    """A form that asks for nothing in particular is not kept empty."""
    for field in kind.fields:
        with suppress(LookupError):
            return {field.code: [_answer(field, day)]}
    return {}


def _answer(field: Field, day: date) -> str:
    match field.answered:
        case Answered.YES_NO:
            return "yes"
        case Answered.ONE_OF | Answered.SOME_OF:
            return field.choices[0]
        case Answered.DAY:
            return day.isoformat()
        case Answered.MOMENT:
            return f"{day.isoformat()}T09:00:00+00:00"
        case Answered.WORDS:
            return "A synthetic answer."
        case _:
            raise LookupError(f"{field.code}: nobody is known whom a synthetic answer could name")
