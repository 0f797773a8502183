"""How the meetings service's events fold into what is known of a subject's meetings, plans and actions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from commonward.contracts import Event, Moment
from commonward.contracts import events as e
from commonward.procedure.fact import News
from commonward.procedure.facts import Facts
from commonward.procedure.meeting_facts import ActionFact, MeetingDecisionFact, MeetingFact, PlanFact


def _required(facts: Facts, event: e.MeetingRequired) -> News:
    return {"meetings": (*facts.meetings, MeetingFact(id=event.meeting, kind=event.kind))}


def _convened(facts: Facts, event: e.MeetingConvened) -> News:
    return _meeting(facts, event, planned_for=event.planned_for)


def _held(facts: Facts, event: e.MeetingHeld) -> News:
    return _meeting(facts, event, held_at=event.held_at, quorate=event.quorate, present=event.present)


def _aligned(facts: Facts, event: e.MeetingAligned) -> News:
    return _meeting(facts, event, aligned_with=event.host)


def _written(facts: Facts, event: e.MinutesWritten) -> News:
    return _meeting(facts, event, minutes=event.minutes_version)


def _signed(facts: Facts, event: e.MinutesSigned) -> News:
    return _meeting(facts, event, signed=event.minutes_version)


def _meeting(facts: Facts, event: Any, **news: object) -> News:
    """A meeting that nobody required first, such as one that people called themselves, counts as well."""
    meetings = {meeting.id: meeting for meeting in facts.meetings}
    known = meetings.get(event.meeting, MeetingFact(id=event.meeting, kind=event.kind))
    return {"meetings": tuple({**meetings, event.meeting: known.model_copy(update=news)}.values())}


def _level(facts: Facts, event: e.MeetingDecidedLevel) -> News:
    return _decision(facts, "level", event.meeting, event.level, event.decided_at)


def _closing(facts: Facts, event: e.MeetingDecidedClosing) -> News:
    return _decision(facts, "closing", event.meeting, event.reason, event.decided_at)


def _decision(facts: Facts, about: str, meeting: UUID, choice: str, at: Moment) -> News:
    made = MeetingDecisionFact(meeting=meeting, choice=choice, decided_at=at)
    return {"meeting_decisions": {**facts.meeting_decisions, about: made}}


def _adopted(facts: Facts, event: e.PlanAdopted) -> News:
    adopted = PlanFact(id=event.plan, kind=event.kind, version=event.plan_version, adopted_at=event.adopted_at)
    return {"plans": (*(plan for plan in facts.plans if plan.id != event.plan), adopted)}


def _linked(facts: Facts, event: e.PlanLinked) -> News:
    return _plan(facts, event.plan, lambda plan: {"other_plan": event.other_plan})


def _shared(facts: Facts, event: e.PlanShared) -> News:
    return _plan(facts, event.plan, lambda plan: {"shared_with": _also(plan.shared_with, *event.recipients)})


def _received(facts: Facts, event: e.PlanReceived) -> News:
    return _plan(facts, event.plan, lambda plan: {"received_by": _also(plan.received_by, event.recipient)})


def _placed(facts: Facts, event: e.SignedCopyPlaced) -> News:
    return _plan(facts, event.plan, lambda plan: {"signed_copy_on": event.placed_on})


def _plan(facts: Facts, id: UUID, news: Callable[[PlanFact], News]) -> News:
    return {"plans": tuple(p.model_copy(update=news(p)) if p.id == id else p for p in facts.plans)}


def _also(known: tuple[str, ...], *new: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*known, *new)))


def _agreed(facts: Facts, event: e.ActionAgreed) -> News:
    agreed = ActionFact(id=event.action, plan=event.plan, kind=event.kind, due=event.due)
    return {"actions": (*facts.actions, agreed)}


def _incorporated(facts: Facts, event: e.ActionIncorporated) -> News:
    return _action(facts, event.action, incorporated_in=event.other_plan)


def _completed(facts: Facts, event: e.ActionCompleted) -> News:
    return _action(facts, event.action, outcome=event.outcome)


def _action(facts: Facts, id: UUID, **news: object) -> News:
    return {"actions": tuple(a.model_copy(update=news) if a.id == id else a for a in facts.actions)}


MEETING_FOLDS: dict[type[Event], Callable[[Facts, Any], News]] = {
    e.MeetingRequired: _required,
    e.MeetingConvened: _convened,
    e.MeetingHeld: _held,
    e.MeetingAligned: _aligned,
    e.MinutesWritten: _written,
    e.MinutesSigned: _signed,
    e.MeetingDecidedLevel: _level,
    e.MeetingDecidedClosing: _closing,
    e.PlanAdopted: _adopted,
    e.PlanLinked: _linked,
    e.PlanShared: _shared,
    e.PlanReceived: _received,
    e.SignedCopyPlaced: _placed,
    e.ActionAgreed: _agreed,
    e.ActionIncorporated: _incorporated,
    e.ActionCompleted: _completed,
}
