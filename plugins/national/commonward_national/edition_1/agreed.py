"""What a meeting has agreed for a day is not missed in silence: each action of its plan, and the next meeting."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid5

from commonward.procedure import Clock, Facts, Happened, by_day, clock, escalate_to, events, only, working_days

WORKER = "allocated-social-worker"
MANAGER = escalate_to("team-manager")
_MEETINGS = UUID("0198c0de-0b11-5a7e-8000-c0ffee000003")


def _due(happened: Happened[events.ActionAgreed], facts: Facts) -> date:
    return happened.event.due


def _action(happened: Happened[events.ActionAgreed | events.ActionCompleted], facts: Facts) -> UUID | None:
    event = happened.event
    return event.action if isinstance(event, events.ActionAgreed | events.ActionCompleted) else None


def _agreed_day(happened: Happened[events.PlanAdopted], facts: Facts) -> date | None:
    return happened.event.next_meeting


def meets_again(event: events.PlanAdopted, facts: Facts) -> bool:
    """The plan says when its meeting is held next, and no later one of the kind has been held meanwhile."""
    kind = _kind(event.meeting, facts)
    newest = next(iter(reversed(facts.held(kind))), None) if kind else None
    return event.next_meeting is not None and (newest is None or newest.id == event.meeting)


def quorate(event: events.MeetingHeld, facts: Facts) -> bool:
    """It was held with everybody without whom it can agree nothing."""
    return event.quorate


def _kind(meeting: UUID, facts: Facts) -> str | None:
    return next((each.kind for each in facts.meetings if each.id == meeting), None)


def _of_the_kind(happened: Happened[events.PlanAdopted | events.MeetingHeld], facts: Facts) -> UUID | None:
    """Meetings of one kind are one series: what one of another kind agrees or does says nothing of it."""
    event = happened.event
    if not isinstance(event, events.PlanAdopted | events.MeetingHeld):
        return None
    kind = _kind(event.meeting, facts)
    return uuid5(_MEETINGS, kind) if kind else None


CLOCKS: tuple[Clock, ...] = (
    clock(
        "NAT-3.action",
        "Record what became of an action of the plan",
        opens_on=events.ActionAgreed,
        within=by_day(_due),
        by=WORKER,
        met_by=events.ActionCompleted,
        occasion=_action,
        superseded_by=events.CaseClosed,
        remind=working_days(1),
        on_breach=MANAGER,
    ),
    clock(
        "NAT-3.next-meeting",
        "Hold the next meeting on the day that was agreed",
        opens_on=only(events.PlanAdopted, meets_again),
        within=by_day(_agreed_day),
        by=WORKER,
        met_by=only(events.MeetingHeld, quorate),
        occasion=_of_the_kind,
        moves_on=only(events.PlanAdopted, meets_again),
        superseded_by=events.CaseClosed,
        remind=working_days(1),
        on_breach=MANAGER,
    ),
)
