"""Forms as people fill them in: what a board finds missing, and what it hears once one is made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from commonward.contracts import Event, events
from commonward.procedure import Given, Procedure, RecordKind, faults
from tests.core.procedure.builders import example, folded

Answers = Mapping[str, str | tuple[str, ...] | None]
"""The answers by field; None, or no answer, leaves a field empty."""


def form_of(procedure: Procedure, kind: str) -> RecordKind:
    """The board's form of that code."""
    found = procedure.record_kind(kind)
    assert found is not None, f"{kind} is no form of this board"
    return found


def wrong_in(procedure: Procedure, kind: str, answers: Answers, *history: Event) -> set[tuple[str, str | None]]:
    """Field and rule of each fault of a form that is filled in after these events."""
    given = Given({field: (value,) if isinstance(value, str) else value for field, value in answers.items() if value})
    return {(fault.field, fault.rule) for fault in faults(form_of(procedure, kind), given, folded(*history))}


def made(kind: str, **answers: str | tuple[str, ...]) -> Any:
    """A form was filled in; a field `other_is` is written for `other-is`."""
    coded = [
        {"field": field.replace("_", "-"), "values": [values] if isinstance(values, str) else list(values)}
        for field, values in answers.items()
    ]
    return example(events.RecordMade, kind=kind, answers=coded)
