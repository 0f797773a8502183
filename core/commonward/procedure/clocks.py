"""Clocks: what is owed, within what time, by whom, and what a breach leads to. Written as the text reads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from commonward.clock import Limit
from commonward.contracts import Because, Code, Event, Happened, RuleId
from commonward.procedure.declaring import When, always, as_tuple


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
        opens_on=as_tuple(opens_on),
        when=when,
        within=within,
        by=by,
        met_by=as_tuple(met_by),
        meets=meets,
        starts=starts,
        superseded_by=as_tuple(superseded_by),
        superseded_when=superseded_when,
        remind=remind,
        on_breach=on_breach,
        because=(id, *because),
    )
