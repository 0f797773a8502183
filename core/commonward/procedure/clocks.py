"""Clocks: what is owed, within what time, by whom, and what a breach leads to. Written as the text reads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from commonward.clock import Limit
from commonward.contracts import Because, Code, Event, Happened, RuleId
from commonward.procedure.deadlines import Start, Within
from commonward.procedure.declaring import Events, Only, each_of
from commonward.procedure.facts import Facts

Occasion = Callable[[Happened[Any], Facts], UUID | None]
"""Which concern, meeting or episode an event is about; None where it is about none of them. Pure.

It is asked of each event that the clock names, so it must know them all.
"""


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
    after: Limit | None = None
    """How long after the deadline, if it is still not done then; None: at once."""


def escalate_to(role: Code, *, after: Limit | None = None) -> Consequence:
    """Tell this role that the time has passed."""
    return Consequence(Effect.ESCALATE, role, after)


def act_without(role: Code, *, after: Limit | None = None) -> Consequence:
    """Tell this role to go on without it."""
    return Consequence(Effect.ACT_WITHOUT, role, after)


def alert_chair(role: Code, *, after: Limit | None = None) -> Consequence:
    """Tell this role to let the chair know."""
    return Consequence(Effect.ALERT_CHAIR, role, after)


@dataclass(frozen=True, slots=True)
class Clock:
    """Something owed: what opens it, within what time, by whom, what meets it, what a breach leads to."""

    id: RuleId
    title: str
    opens_on: tuple[Only, ...]
    within: Within | None
    """None where the procedure states no figure: then it is a task without a deadline."""
    by: Code
    met_by: tuple[Only, ...]
    starts: Start
    superseded_by: tuple[Only, ...]
    remind: tuple[Limit, ...]
    """How long before the deadline its role is reminded, once or more often."""
    on_breach: Consequence
    because: Because
    further: tuple[Consequence, ...] = ()
    """What follows when it is still not done some time after the deadline, the soonest first."""
    occasion: Occasion | None = None
    """With one: each occasion owes its own, which only an event of that occasion meets."""
    moves_on: tuple[Only, ...] = ()
    pauses_on: tuple[Only, ...] = ()
    resumes_on: tuple[Only, ...] = ()
    may_pause: Code | None = None
    """The role that may pause it and let it go on, with a reason; None: nobody may."""
    from_opening: bool = False
    """True where an event out of hours counts from the next opening of the office."""
    together: bool = False
    """True where one record is about the whole, such as a care plan, and meets all that is owed of it."""

    def opens(self, event: Event, facts: Facts) -> bool:
        """Whether an event opens it."""
        return any(each.has(event, facts) for each in self.opens_on)

    @property
    def consequences(self) -> tuple[Consequence, ...]:
        """What a breach leads to, at once and later."""
        return (self.on_breach, *self.further)

    @property
    def opening(self) -> tuple[type[Event], ...]:
        """The types of event that may open it."""
        return tuple(each.event for each in self.opens_on)

    @property
    def heeds(self) -> tuple[type[Event], ...]:
        """Every type of event that does something to what is owed by its declaration."""
        heeded = (*self.met_by, *self.superseded_by, *self.moves_on, *self.pauses_on, *self.resumes_on)
        return tuple(each.event for each in heeded)

    def roles(self) -> tuple[Code, ...]:
        """Every role that it names."""
        pausing = () if self.may_pause is None else (self.may_pause,)
        return (self.by, *(each.role for each in self.consequences), *pausing)


def at_event(happened: Happened[Any], facts: Facts) -> datetime:
    """The default start of a clock: when its event happened."""
    return happened.at


def clock(
    id: RuleId,
    title: str,
    *,
    opens_on: Events,
    within: Within | None,
    by: Code,
    met_by: Events,
    on_breach: Consequence | tuple[Consequence, ...],
    starts: Start = at_event,
    from_opening: bool = False,
    together: bool = False,
    occasion: Occasion | None = None,
    moves_on: Events = (),
    pauses_on: Events = (),
    resumes_on: Events = (),
    may_pause: Code | None = None,
    superseded_by: Events = (),
    remind: Limit | tuple[Limit, ...] = (),
    because: Because = (),
) -> Clock:
    """Declare a clock. Its id is the rule that it follows; `because` adds further rules.

    Where not every event of a type counts, `only` names the condition. `starts` and `occasion` are asked with
    (happened, facts). `occasion` gives the id of the concern, meeting or episode that an event is about; each owes its
    own then. An event of `moves_on` asks `starts` (and each term's own start) again; where it answers None, the start
    stays. Of several in `on_breach` the first follows at once, the others each `after` a further time. Raises
    ValueError where one of them has none.
    """
    at_once, *further = on_breach if isinstance(on_breach, tuple) else (on_breach,)
    if at_once.after is not None or any(later.after is None for later in further):
        raise ValueError(f"clock {id}: the first of on_breach follows at once, each later one `after` a further time")
    return Clock(
        id=id,
        title=title,
        opens_on=each_of(opens_on),
        within=within,
        by=by,
        met_by=each_of(met_by),
        starts=starts,
        superseded_by=each_of(superseded_by),
        remind=remind if isinstance(remind, tuple) else (remind,),
        on_breach=at_once,
        because=(id, *because),
        further=tuple(further),
        occasion=occasion,
        moves_on=each_of(moves_on),
        pauses_on=each_of(pauses_on),
        resumes_on=each_of(resumes_on),
        may_pause=may_pause,
        from_opening=from_opening,
        together=together,
    )
