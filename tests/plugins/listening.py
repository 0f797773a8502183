"""What a board's declarations say to a history: who is told, what is owed, and what is missing for a command."""

from __future__ import annotations

from commonward.contracts import Event
from commonward.procedure import Command, Procedure, State
from tests.core.procedure.builders import folded, happened, obligations


def told(procedure: Procedure, *history: Event) -> set[tuple[str, str]]:
    """Role and notice for each that the last of these events raises."""
    event, facts = history[-1], folded(*history)
    return {(each.to, each.id) for each in procedure.notices if each.called_for(event, facts)}


def missing_to_close(procedure: Procedure, *history: Event) -> set[str]:
    """The gates that do not hold after these events."""
    return {each.gate for each in procedure.unmet(Command.CLOSE_CASE, folded(*history))}


def missing_to(procedure: Procedure, command: Command, at: str | tuple[str, str], *history: Event) -> set[str]:
    """The gates before a command, at a place or at a decision's option, that do not hold after these events."""
    places = (at,) if isinstance(at, str) else at
    return {each.gate for each in procedure.unmet(command, folded(*history), *places)}


def owed(procedure: Procedure, clock: str, *history: Event) -> list[State]:
    """How each obligation of a clock stands after these events."""
    heard = [happened(event, number) for number, event in enumerate(history)]
    return [each.state for each in obligations(procedure, heard) if each.clock == clock]


def reminded(procedure: Procedure, place: str, *history: Event) -> set[str]:
    """The prompts that are shown at a place after these events."""
    return {each.id for each in procedure.prompts_at(place, folded(*history))}
