"""What a board's declarations say to a history: who is told, and what is missing for closing."""

from __future__ import annotations

from commonward.contracts import Event
from commonward.procedure import Command, Procedure
from tests.core.procedure.builders import folded


def told(procedure: Procedure, *history: Event) -> set[tuple[str, str]]:
    """Role and notice for each that the last of these events raises."""
    event, facts = history[-1], folded(*history)
    return {(each.to, each.id) for each in procedure.notices if isinstance(event, each.on) and each.when(event, facts)}


def missing_to_close(procedure: Procedure, *history: Event) -> set[str]:
    """The gates that do not hold after these events."""
    return {each.gate for each in procedure.unmet(Command.CLOSE_CASE, folded(*history))}
