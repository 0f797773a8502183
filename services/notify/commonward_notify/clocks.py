"""Clocks: what the engine says of an event is stored and published."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from commonward.contracts import Event, Happened
from commonward.contracts.events import (
    CaseAllocated,
    NoticeDelivered,
    NoticeRaised,
    ObligationBreached,
    ObligationDischarged,
    ObligationOpened,
    ObligationReminded,
    ObligationSuperseded,
)
from commonward.procedure import Change, Facts, Obligation, Procedure, State, Step, advance
from commonward.store import Work
from commonward.telemetry import METRICS
from commonward_notify.model import Owed

ABOUT_NOTICES = (NoticeRaised, NoticeDelivered)
"""They may meet a clock and never start anything: what they started would raise notices again."""

Row = dict[str, Any]


@dataclass(slots=True)
class Ledger:
    """The obligations of the cases in a unit of work, looked up together."""

    cases: dict[UUID, dict[UUID, Row]] = field(default_factory=dict)

    @classmethod
    def of(cls, work: Work) -> Ledger:
        """The unit of work's own."""
        found: Ledger = work.cache.setdefault(cls, cls())
        return found

    def look_up(self, work: Work, cases: Iterable[UUID]) -> None:
        """Read every obligation of these cases in one query. The cases are locked already."""
        new = {case for case in cases if case not in self.cases}
        if not new:
            return
        self.cases.update({case: {} for case in new})
        for row in work.session.scalars(select(Owed).where(col(Owed.case_id).in_(new))):
            self.cases[row.case_id][row.id] = row.model_dump()

    def obligations(self, case: UUID) -> list[Obligation]:
        """A case's obligations as the engine knows them."""
        return [_obligation(row) for row in self.cases[case].values()]

    def put(self, work: Work, case: UUID, obligation: Obligation, **values: Any) -> None:
        """Store an obligation; `values` are what the engine does not keep."""
        known = self.cases[case].get(obligation.id, {"case_id": case})
        row = {**known, **_row(obligation), "wakes_at": obligation.wakes_at, **values}
        self.cases[case][obligation.id] = row
        work.replace(Owed, **row)


def keep_clocks(work: Work, happened: Happened[Event], facts: Facts, procedure: Procedure) -> None:
    """Let an event open, meet, supersede, remind or breach this case's obligations."""
    ledger, case = Ledger.of(work), happened.subject
    ledger.look_up(work, [case])
    for change in advance(ledger.obligations(case), happened, facts, procedure):
        if change.step is Step.OPENED and isinstance(happened.event, ABOUT_NOTICES):
            continue
        ledger.put(work, case, change.obligation, **_news(change, facts))
        work.publish(case, _told(change))
    if isinstance(happened.event, CaseAllocated):
        _hand_over(work, ledger, case, happened.event.worker)


def _hand_over(work: Work, ledger: Ledger, case: UUID, worker: UUID | None) -> None:
    for obligation in ledger.obligations(case):
        if obligation.state.owed:
            ledger.put(work, case, obligation, worker=worker)


def _news(change: Change, facts: Facts) -> Row:
    clock = change.clock
    if change.step is Step.OPENED:
        described = {"title": clock.title, "because": list(clock.because), "role": clock.by}
        return {**described, "worker": facts.worker}
    if change.step is Step.BREACHED:
        METRICS.breaches.add(1, {"clock": clock.id})
        return {"breached_at": change.obligation.due}
    return {}


def _told(change: Change) -> Event:
    """The event that tells of a change."""
    clock, it = change.clock, _row(change.obligation)
    about: Row = {"obligation": change.obligation.id, "clock": clock.id, "because": clock.because}
    match change.step:
        case Step.OPENED:
            return ObligationOpened(**about, by=clock.by, cause=it["cause"], started_at=it["started_at"], due=it["due"])
        case Step.REMINDED:
            return ObligationReminded(**about, by=clock.by, due=it["due"])
        case Step.BREACHED:
            led_to: Row = {"consequence": clock.on_breach.effect.value, "escalated_to": clock.on_breach.role}
            return ObligationBreached(**about, **led_to, by=clock.by, due=it["due"])
        case Step.DISCHARGED:
            in_time = it["state"] is State.MET
            return ObligationDischarged(**about, met_by=it["ended_by"], met_at=it["ended_at"], in_time=in_time)
        case Step.SUPERSEDED:
            return ObligationSuperseded(**about, superseded_by=it["ended_by"])


_KEPT = tuple(Obligation.__dataclass_fields__)


def _row(obligation: Obligation) -> Row:
    return {name: getattr(obligation, name) for name in _KEPT}


def _obligation(row: Row) -> Obligation:
    return Obligation(**{name: row[name] for name in _KEPT if name != "state"}, state=State(row["state"]))
