"""Figures of levels without a case in them: which levels were decided in each month."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from flask import Blueprint
from pydantic import BaseModel
from sqlalchemy import select
from sqlmodel import col

from commonward.clock import london
from commonward.contracts import Code
from commonward.contracts.field_groups import PlainDay
from commonward.identity import Capability
from commonward.store import Work
from commonward.web import Period, operation, told, transaction
from commonward_risk.model import Assessment

blueprint = Blueprint("risk_reports", __name__, url_prefix="/v1/reports")


class LevelsLine(BaseModel):
    """How often a level was decided in a month."""

    month: PlainDay
    """Its first day."""
    level: Code
    decided: int | None
    """None where the number is too small to be told."""


class LevelsDecided(BaseModel):
    """The levels of each month, the oldest first."""

    lines: tuple[LevelsLine, ...]


@operation(
    blueprint, "/levels", guard=Capability.REPORT_READ, query=Period, answers={200: LevelsDecided}, tags=["reports"]
)
def levels(query: Period) -> LevelsDecided:
    """Which levels were decided in each month: a level decided again counts again."""
    with transaction() as unit:
        unit.audit("report.levels")
        counted = Counter(
            (london(at).date().replace(day=1), level) for at, level in _decided(unit, query.since(unit.now))
        )
    lines = sorted(counted.items())
    return LevelsDecided(lines=tuple(LevelsLine(month=m, level=level, decided=told(n)) for (m, level), n in lines))


def _decided(unit: Work, since: datetime) -> list[tuple[datetime, str]]:
    at, level = col(Assessment.decided_at), col(Assessment.level)
    query = select(at, level).where(at >= since, level.is_not(None))
    return [(when, which) for when, which in unit.session.execute(query)]
