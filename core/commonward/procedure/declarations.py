"""What a board declares: decision points, meetings, clocks, notices and gates. Frozen values that read like the text.

The lower-case functions are how a plugin writes them; each names the rules that it follows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from commonward.clock import Limit
from commonward.contracts import Because, Code, Event, Happened, RuleId, Tri
from commonward.procedure.facts import Facts
from commonward.procedure.register import Force

When = Callable[[Any, Facts], bool]
"""A condition on an event and the facts after it. Pure."""


def always(event: Event, facts: Facts) -> bool:
    """No condition."""
    return True


@dataclass(frozen=True, slots=True)
class Without:
    """Takes away what a more general layer declared; shown with its reason."""

    id: str
    because: str


def without(id: str, *, because: str) -> Without:
    """Remove a more general layer's declaration of this id."""
    return Without(id, because)


@dataclass(frozen=True, slots=True)
class DecisionPoint:
    """Where a person decides between the procedure's options."""

    id: Code
    title: str
    decided_by: tuple[Code, ...]
    options: tuple[Code, ...]
    second_role: Code | None = None
    """A different person of this role must authorise it."""
    second_for: tuple[Code, ...] = ()
    """Only for these options; empty means for all, where `second_role` is set."""
    because: Because = ()

    def needs_second(self, option: Code) -> bool:
        """Whether this option waits for a second person."""
        return self.second_role is not None and (not self.second_for or option in self.second_for)


@dataclass(frozen=True, slots=True)
class MeetingKind:
    """A kind of meeting: who convenes, chairs and must be there, and what its plan holds."""

    id: Code
    title: str
    because: Because
    convened_by: Code
    chair: Code
    invited: tuple[Code, ...]
    quorum: tuple[Code, ...] = ()
    """Agencies without which it is inquorate and can't adopt a plan."""
    chair_unless: tuple[When, Code] | None = None
    """Another chair's role where a condition holds: (condition on None and the facts, role)."""
    plan: Code | None = None
    plan_sections: tuple[Code, ...] = ()
    views_of: tuple[Code, ...] = ()
    """Whose views are wanted when they do not attend."""
    shared_with: tuple[Code, ...] = ()
    agree_next: bool = False
    """True where the date of the next meeting must be agreed."""
    plan_because: Because = ()

    def chair_for(self, facts: Facts) -> Code:
        """The role that chairs for this subject."""
        if self.chair_unless and self.chair_unless[0](None, facts):
            return self.chair_unless[1]
        return self.chair


class Effect(StrEnum):
    """What a missed clock leads to."""

    ESCALATE = "escalate"
    ACT_WITHOUT = "act-without"
    ALERT_CHAIR = "alert-chair"


@dataclass(frozen=True, slots=True)
class Consequence:
    """A breach's effect, and the role that hears of it."""

    effect: Effect
    role: Code


def escalate_to(role: Code) -> Consequence:
    """Tell this role that the time has passed."""
    return Consequence(Effect.ESCALATE, role)


@dataclass(frozen=True, slots=True)
class Clock:
    """Something owed: what opens it, within what time, by whom, what meets it, what a breach leads to."""

    id: RuleId
    title: str
    opens_on: tuple[type[Event], ...]
    when: When
    within: Limit | None
    """None where the procedure states no figure: then it is a task without a deadline."""
    by: Code
    met_by: tuple[type[Event], ...]
    meets: When
    starts: Callable[[Happened[Any]], datetime]
    superseded_by: tuple[type[Event], ...]
    superseded_when: When
    remind: Limit | None
    """How long before the deadline its role is reminded."""
    on_breach: Consequence
    because: Because


def _as_tuple(types: type[Event] | tuple[type[Event], ...]) -> tuple[type[Event], ...]:
    return types if isinstance(types, tuple) else (types,)


def at_event(happened: Happened[Any]) -> datetime:
    """The default start of a clock: when its event happened."""
    return happened.at


def clock(
    id: RuleId,
    title: str,
    *,
    opens_on: type[Event] | tuple[type[Event], ...],
    within: Limit | None,
    by: Code,
    met_by: type[Event] | tuple[type[Event], ...],
    on_breach: Consequence,
    when: When = always,
    meets: When = always,
    starts: Callable[[Happened[Any]], datetime] = at_event,
    superseded_by: type[Event] | tuple[type[Event], ...] = (),
    superseded_when: When = always,
    remind: Limit | None = None,
    because: Because = (),
) -> Clock:
    """Declare a clock. Its id is the rule that it follows; `because` adds further rules."""
    return Clock(
        id=id,
        title=title,
        opens_on=_as_tuple(opens_on),
        when=when,
        within=within,
        by=by,
        met_by=_as_tuple(met_by),
        meets=meets,
        starts=starts,
        superseded_by=_as_tuple(superseded_by),
        superseded_when=superseded_when,
        remind=remind,
        on_breach=on_breach,
        because=(id, *because),
    )


@dataclass(frozen=True, slots=True)
class Notice:
    """Somebody is told when something happens. The words carry no personal data."""

    id: Code
    on: tuple[type[Event], ...]
    to: Code
    words: str
    when: When
    urgent: bool
    because: Because


def notice(
    id: Code,
    words: str,
    *,
    on: type[Event] | tuple[type[Event], ...],
    to: Code,
    because: Because,
    when: When = always,
    urgent: bool = False,
) -> Notice:
    """Declare a notice; `id` says what it is about."""
    return Notice(id=id, on=_as_tuple(on), to=to, words=words, when=when, urgent=urgent, because=because)


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


Declaration = DecisionPoint | MeetingKind | Clock | Notice | Gate
