"""Figures of clocks without a case in them: how many were met in time, late, or are missed; and why."""

from __future__ import annotations

from collections import defaultdict

from flask import Blueprint
from pydantic import BaseModel
from sqlalchemy import func, select
from sqlmodel import col

from commonward.contracts import Code
from commonward.contracts.field_groups import Plain
from commonward.identity import Capability
from commonward.procedure import State
from commonward.web import Period, operation, told, transaction
from commonward_notify.model import Breach, Owed

blueprint = Blueprint("notify_reports", __name__, url_prefix="/v1/reports")


class TimelinessLine(BaseModel):
    """What became of one clock; None stands for a number that is too small to be told."""

    clock: Plain
    title: Plain
    running: int | None
    met: int | None
    met_late: int | None
    overdue: int | None


class Timeliness(BaseModel):
    """Every clock that was opened in the period."""

    lines: tuple[TimelinessLine, ...]


class BreachesLine(BaseModel):
    """How often one reason was given for a missed deadline."""

    reason: Code | None
    """None: no manager has said why yet."""
    count: int | None
    """None where the number is too small to be told."""


class BreachesByReason(BaseModel):
    """Deadlines missed in the period, by the reason that a manager gave. What was corrected since is left out."""

    lines: tuple[BreachesLine, ...]


@operation(
    blueprint, "/timeliness", guard=Capability.REPORT_READ, query=Period, answers={200: Timeliness}, tags=["reports"]
)
def timeliness(query: Period) -> Timeliness:
    """For each clock: how many run, were met, were met late, or are overdue."""
    counts: defaultdict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    with transaction() as unit:
        unit.audit("report.timeliness")
        clock, title, state = col(Owed.clock), col(Owed.title), col(Owed.state)
        opened = select(clock, title, state, func.count()).where(col(Owed.started_at) >= query.since(unit.now))
        for name, words, became, count in unit.session.execute(opened.group_by(clock, title, state).order_by(clock)):
            counts[name, words][became] = count
    return Timeliness(lines=tuple(_timeliness(*key, found) for key, found in counts.items()))


def _timeliness(clock: str, title: str, found: dict[str, int]) -> TimelinessLine:
    def count(*states: State) -> int | None:
        return told(sum(found.get(state, 0) for state in states))

    return TimelinessLine(
        clock=clock,
        title=title,
        running=count(State.OPEN, State.PAUSED),
        met=count(State.MET),
        met_late=count(State.MET_LATE),
        overdue=count(State.BREACHED),
    )


@operation(
    blueprint,
    "/breaches",
    guard=Capability.REPORT_READ,
    query=Period,
    answers={200: BreachesByReason},
    tags=["reports"],
)
def breaches(query: Period) -> BreachesByReason:
    """Why deadlines were missed."""
    with transaction() as unit:
        unit.audit("report.breaches")
        reason, real = col(Breach.acknowledged_reason), col(Breach.corrected_at).is_(None)
        missed = select(reason, func.count()).where(real, col(Breach.known_at) >= query.since(unit.now))
        rows = unit.session.execute(missed.group_by(reason).order_by(func.count().desc(), reason)).all()
    return BreachesByReason(lines=tuple(BreachesLine(reason=name, count=told(count)) for name, count in rows))
