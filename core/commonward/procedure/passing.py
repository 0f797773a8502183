"""Time passes for an obligation: reminders before its deadline, the breach at it, escalations after it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from commonward.clock import Calendar
from commonward.procedure.clocks import Clock
from commonward.procedure.counting import reminders_by, with_next
from commonward.procedure.obligation import Change, Obligation, State, Step


def let_pass(obligation: Obligation, clock: Clock, reached: datetime, calendar: Calendar) -> Iterator[Change]:
    """What it leads to that the time is `reached`; where much time passed at once, each step in its order."""
    current = obligation
    for step in (_remind, _breach):
        if change := step(current, clock, reached, calendar):
            yield change
            current = change.obligation
    while change := _escalate(current, clock, reached, calendar):
        yield change
        current = change.obligation


def _remind(obligation: Obligation, clock: Clock, reached: datetime, calendar: Calendar) -> Change | None:
    """One reminder, for as many as have become due at once."""
    if obligation.state is not State.OPEN or obligation.remind_at is None or obligation.remind_at > reached:
        return None
    given = reminders_by(obligation, clock, reached, calendar)
    reminded = with_next(replace(obligation, reminders=given), clock, calendar)
    return Change(Step.REMINDED, reminded, clock, obligation)


def _breach(obligation: Obligation, clock: Clock, reached: datetime, calendar: Calendar) -> Change | None:
    if obligation.state is not State.OPEN or obligation.due is None or obligation.due > reached:
        return None
    breached = with_next(replace(obligation, state=State.BREACHED, escalations=0), clock, calendar)
    return Change(Step.BREACHED, breached, clock, obligation)


def _escalate(obligation: Obligation, clock: Clock, reached: datetime, calendar: Calendar) -> Change | None:
    if obligation.escalate_at is None or obligation.escalate_at > reached:
        return None
    further = with_next(replace(obligation, escalations=obligation.escalations + 1), clock, calendar)
    return Change(Step.ESCALATED, further, clock, obligation)
