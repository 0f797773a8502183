"""Counting an obligation's times: when it starts, is over, is reminded of and escalated; always all together."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from commonward.clock import Calendar, OfficeHours
from commonward.contracts import Happened
from commonward.procedure.clocks import Clock
from commonward.procedure.deadlines import Start, ahead_of_deadline, deadline, past_deadline, terms_of
from commonward.procedure.facts import Facts
from commonward.procedure.obligation import Obligation, State

Starts = tuple[datetime | None, ...]


def starts_of(
    clock: Clock, happened: Happened[Any], facts: Facts, hours: OfficeHours, calendar: Calendar
) -> tuple[datetime | None, Starts]:
    """What an event says of the clock's own start, and of each term's; None where it says nothing."""

    def asked(start: Start) -> datetime | None:
        at = start(happened, facts)
        return hours.opens_after(at, calendar) if at is not None and clock.from_opening else at

    own = asked(clock.starts)
    starts = []
    for term in terms_of(clock.within):
        if term.start is None:
            starts.append(own)
        else:
            starts.append(term.start(happened, facts) if term.ahead else asked(term.start))
    return own, tuple(starts)


def starts_kept(obligation: Obligation, clock: Clock) -> Starts:
    """The start of each of the clock's terms. Where another edition has other terms, those without one wait for it."""
    terms = terms_of(clock.within)
    if len(terms) == len(obligation.counted_from):
        return obligation.counted_from
    return tuple(obligation.started_at if term.start is None else None for term in terms)


def counted(obligation: Obligation, clock: Clock, at: datetime, calendar: Calendar) -> Obligation:
    """The obligation with its deadline counted anew, as of an event at `at`.

    Where the deadline is another, its reminders and escalations begin again; and what counted as missed and is not
    over yet as is known now is open again.
    """
    ends = deadline(terms_of(clock.within), starts_kept(obligation, clock), obligation.pauses, calendar)
    if ends == obligation.due:
        return replace(obligation, calendar=calendar.version)
    reopened = obligation.state is State.BREACHED and (ends is None or at < ends)
    moved = replace(
        obligation,
        due=ends,
        first_due=obligation.first_due or ends,
        calendar=calendar.version,
        state=State.OPEN if reopened else obligation.state,
        reminders=0,
        escalations=0 if reopened else obligation.escalations,
    )
    return with_next(moved, clock, calendar)


def with_next(obligation: Obligation, clock: Clock, calendar: Calendar) -> Obligation:
    """The obligation with the moments of its next reminder and escalation."""
    return replace(
        obligation,
        remind_at=_next_reminder(obligation, clock, calendar),
        escalate_at=_next_escalation(obligation, clock, calendar),
    )


def reminders_by(obligation: Obligation, clock: Clock, reached: datetime, calendar: Calendar) -> int:
    """How many of the clock's reminders are due by then."""
    return sum(at <= reached for at in _reminders(obligation, clock, calendar))


def _reminders(obligation: Obligation, clock: Clock, calendar: Calendar) -> list[datetime]:
    if obligation.due is None:
        return []
    return sorted(ahead_of_deadline(obligation.due, limit, calendar) for limit in clock.remind)


def _next_reminder(obligation: Obligation, clock: Clock, calendar: Calendar) -> datetime | None:
    return next(iter(_reminders(obligation, clock, calendar)[obligation.reminders :]), None)


def _next_escalation(obligation: Obligation, clock: Clock, calendar: Calendar) -> datetime | None:
    if obligation.state is not State.BREACHED or obligation.due is None:
        return None
    ends = obligation.due
    moments = [past_deadline(ends, each.after, calendar) for each in clock.further if each.after]
    return next(iter(moments[obligation.escalations :]), None)
