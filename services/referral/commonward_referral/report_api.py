"""Figures of cases without a child or a name in them: how many open cases each worker and team holds."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint
from pydantic import BaseModel
from sqlalchemy import func, select
from sqlmodel import col

from commonward.contracts import Code
from commonward.identity import Capability
from commonward.web import operation, told, transaction
from commonward_referral.model import OPEN, Case

blueprint = Blueprint("referral_reports", __name__, url_prefix="/v1/reports")


class CaseloadLine(BaseModel):
    """The open cases of one worker in one team."""

    team: Code
    worker: UUID | None
    """None: the team's cases that nobody has been given yet."""
    cases: int | None
    """None where the number is too small to be told."""


class Caseload(BaseModel):
    """Every team's open cases."""

    lines: tuple[CaseloadLine, ...]


@operation(blueprint, "/caseload", guard=Capability.REPORT_READ, answers={200: Caseload}, tags=["reports"])
def caseload() -> Caseload:
    """How many open cases each worker holds, team by team."""
    with transaction() as unit:
        unit.audit("report.caseload")
        held = select(col(Case.team), col(Case.worker), func.count()).where(col(Case.state) == OPEN)
        rows = unit.session.execute(held.group_by(col(Case.team), col(Case.worker)).order_by(col(Case.team))).all()
    return Caseload(lines=tuple(CaseloadLine(team=team, worker=who, cases=told(count)) for team, who, count in rows))
