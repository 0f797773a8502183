"""Gates: what must hold before a command."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

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
class Together:
    """What a command is about and what is chosen there, where one code alone would say too much."""

    about: Code
    chosen: Code


def together(about: Code, chosen: Code) -> Together:
    """Name a decision and one of its options, a tool and its purpose, a kind of meeting and a level that it gives."""
    return Together(about, chosen)


CORRECTION = "correction"
"""Where a gate is supplied by putting right what is known wrongly, which every board's people may propose."""
Place: TypeAlias = Code | Together


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
    at: tuple[Place, ...] = ()
    """Kinds of meeting, decisions or their options, tools, records or closing reasons that it is for; empty: all."""
    supplied_in: Code | None = None
    """The form, decision, tool or kind of meeting that supplies it, or `CORRECTION`; None: whichever cites its rule."""

    def applies(self, command: Command, at: Sequence[Code]) -> bool:
        """Whether it stands before this command, there: what the command is about, then what is chosen."""
        return self.on is command and (not self.at or any(_is_there(place, at) for place in self.at))


def _is_there(place: Place, at: Sequence[Code]) -> bool:
    if isinstance(place, Together):
        return (place.about, place.chosen) == tuple(at)
    return place in at


def gate(
    id: RuleId,
    *,
    on: Command,
    force: Force,
    unless: Callable[[Facts], Tri | bool],
    missing: str,
    supplied_by: Code,
    at: Place | tuple[Place, ...] = (),
    because: Because = (),
    supplied_in: Code | None = None,
) -> Gate:
    """Declare a gate; its id is the rule that it follows. It stands at each place of `at`; with none, everywhere.

    `unless` is asked with (facts); only true and `Tri.YES` let anybody pass.
    `supplied_in` is where people find it: the form, decision, tool or kind of meeting by which it is supplied.
    A place is one code, such as a decision's or an option's, or `together(decision, option)`.
    """
    places = at if isinstance(at, tuple) else (at,)
    return Gate(id, on, force, unless, missing, supplied_by, (id, *because), places, supplied_in)


@dataclass(frozen=True, slots=True)
class Unmet:
    """A gate that does not hold: what is missing, how binding, who can supply it."""

    gate: RuleId
    force: Force
    missing: str
    supplied_by: Code
