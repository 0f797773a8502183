"""Clocks: what the engine says of an event is stored and published."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from commonward.contracts import Event, Happened
from commonward.contracts.events import (
    CaseAllocated,
    ObligationBreached,
    ObligationDischarged,
    ObligationEscalated,
    ObligationMoved,
    ObligationOpened,
    ObligationPaused,
    ObligationReminded,
    ObligationResumed,
    ObligationSuperseded,
)
from commonward.procedure import Change, Consequence, Facts, Procedure, State, Step, advance
from commonward.store import Work
from commonward_notify.breaches import keep_breaches
from commonward_notify.ledger import Ledger, Row
from commonward_notify.recalling import told_of


def keep_clocks(work: Work, happened: Happened[Event], facts: Facts, procedure: Procedure) -> None:
    """Let an event open, meet, move, pause, supersede, remind or breach this case's obligations."""
    ledger, case = Ledger.of(work), happened.subject
    ledger.look_up(work, [case])
    for change in advance(ledger.obligations(case), happened, facts, procedure, lambda: told_of(work, happened)):
        row = ledger.put(work, case, change.obligation, live=facts.live, **_described(change, facts))
        keep_breaches(work, change, row, happened)
        work.publish(case, _told(change, row, happened))
    if isinstance(happened.event, CaseAllocated):
        _hand_over(work, ledger, case, happened.event.worker)


def _hand_over(work: Work, ledger: Ledger, case: UUID, worker: UUID | None) -> None:
    for obligation in ledger.obligations(case):
        if obligation.state.owed:
            ledger.put(work, case, obligation, worker=worker)


def _described(change: Change, facts: Facts) -> Row:
    """What people need to see of a clock that opens."""
    clock = change.clock
    if change.step is not Step.OPENED or clock is None:
        return {}
    described = {"title": clock.title, "because": list(clock.because), "role": clock.by}
    return {**described, "worker": facts.worker, "calendar_seen": change.obligation.calendar}


def _told(change: Change, row: Row, happened: Happened[Event]) -> Event:
    """The event that tells of a change."""
    about: Row = {"obligation": row["id"], "clock": row["clock"], "because": tuple(row["because"])}
    by, due, cause = row["role"], row["due"], happened.id
    match change.step:
        case Step.OPENED:
            return ObligationOpened(**about, by=by, cause=row["cause"], started_at=row["started_at"], due=due)
        case Step.REMINDED:
            return ObligationReminded(**about, by=by, due=due)
        case Step.BREACHED:
            return ObligationBreached(**about, by=by, due=due, **_leads_to(change))
        case Step.ESCALATED:
            return ObligationEscalated(**about, by=by, due=due, **_leads_to(change))
        case Step.DISCHARGED:
            in_time = row["state"] is State.MET
            return ObligationDischarged(**about, met_by=cause, met_at=row["ended_at"], in_time=in_time)
        case Step.SUPERSEDED:
            return ObligationSuperseded(**about, superseded_by=cause)
        case _:
            return _told_of_time(change, about, cause)


def _told_of_time(change: Change, about: Row, cause: UUID) -> Event:
    """The event that tells of time that stood still, went on, or ends at another moment."""
    now, before = change.obligation, change.before
    match change.step:
        case Step.PAUSED:
            last = now.pauses[-1]
            return ObligationPaused(**about, reason=last.reason, cause=cause, paused_at=last.since)
        case Step.RESUMED:
            until: Row = {"resumed_at": now.pauses[-1].until}
            return ObligationResumed(**about, **until, cause=cause)
        case _:
            due_before = before.due if before else None
            corrected = change.breach_corrected
            moved: dict[str, Any] = {"due_before": due_before, "due_after": now.due, "breach_corrected": corrected}
            return ObligationMoved(**about, **moved, cause=cause)


def _leads_to(change: Change) -> Row:
    consequence = consequence_of(change)
    return {"consequence": consequence.effect.value, "escalated_to": consequence.role}


def consequence_of(change: Change) -> Consequence:
    """What a breach, or an escalation after it, leads to."""
    assert change.clock is not None  # a clock that the edition has not is superseded, and nothing else
    return change.clock.consequences[change.obligation.escalations]
