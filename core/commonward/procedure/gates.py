"""Gates: what must hold before a command."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from commonward.contracts import Because, Code, RuleId, Tri
from commonward.procedure.facts import Facts
from commonward.procedure.register import Force


class Command(StrEnum):
    """Commands that a board may put a gate on."""

    CLOSE_CASE = "close-case"
    COMPLETE_ASSESSMENT = "complete-assessment"
    HOLD_MEETING = "hold-meeting"
    ADOPT_PLAN = "adopt-plan"


@dataclass(frozen=True, slots=True)
class Gate:
    """What must hold before a command. On `unknown` it does not hold."""

    id: RuleId
    on: Command
    force: Force
    unless: Callable[[Facts], Tri | bool]
    """Whether the wanted thing is there."""
    missing: str
    """What is missing, in plain words."""
    supplied_by: Code
    because: Because


def gate(
    id: RuleId,
    *,
    on: Command,
    force: Force,
    unless: Callable[[Facts], Tri | bool],
    missing: str,
    supplied_by: Code,
    because: Because = (),
) -> Gate:
    """Declare a gate; its id is the rule that it follows."""
    return Gate(id, on, force, unless, missing, supplied_by, (id, *because))


@dataclass(frozen=True, slots=True)
class Unmet:
    """A gate that does not hold: what is missing, how binding, who can supply it."""

    gate: RuleId
    force: Force
    missing: str
    supplied_by: Code
