"""Gates: what must hold before a command."""

from __future__ import annotations

from collections.abc import Callable, Collection
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
    ALLOCATE = "allocate"
    CONVENE_MEETING = "convene-meeting"
    DECIDE = "decide"
    DECIDE_LEVEL = "decide-level"
    MAKE_RECORD = "make-record"
    SHARE_PLAN = "share-plan"


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
    at: tuple[Code, ...] = ()
    """Kinds of meeting, decisions or their options, tools, records or closing reasons that it is for; empty: all."""

    def applies(self, command: Command, at: Collection[Code]) -> bool:
        """Whether it stands before this command, there."""
        return self.on is command and (not self.at or not set(self.at).isdisjoint(at))


def gate(
    id: RuleId,
    *,
    on: Command,
    force: Force,
    unless: Callable[[Facts], Tri | bool],
    missing: str,
    supplied_by: Code,
    at: Code | tuple[Code, ...] = (),
    because: Because = (),
) -> Gate:
    """Declare a gate; its id is the rule that it follows."""
    places = (at,) if isinstance(at, str) else at
    return Gate(id, on, force, unless, missing, supplied_by, (id, *because), places)


@dataclass(frozen=True, slots=True)
class Unmet:
    """A gate that does not hold: what is missing, how binding, who can supply it."""

    gate: RuleId
    force: Force
    missing: str
    supplied_by: Code
