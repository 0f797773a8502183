"""Levels that wait for the caller: to be decided by the second person, or to be confirmed."""

from __future__ import annotations

from sqlalchemy import or_, select
from sqlmodel import col

from commonward.identity import Actor
from commonward.store import Work
from commonward_risk.acts import decides
from commonward_risk.assessments import last_of
from commonward_risk.model import COMPLETED, DECIDED, Assessment
from commonward_risk.page_schemas import AssessmentLine
from commonward_risk.queries import line_of

MOST = 200


def waiting_for(work: Work, actor: Actor) -> tuple[AssessmentLine, ...]:
    """Each case's newest assessment, where the level is the caller's to decide; the longest first."""
    open_ = or_(col(Assessment.state) == COMPLETED, (col(Assessment.state) == DECIDED) & col(Assessment.provisional))
    query = select(Assessment).where(open_, col(Assessment.completed_by) != actor.person)
    query = query.where(work.sight.visible(col(Assessment.case_id)))
    rows = list(work.session.scalars(query.order_by(col(Assessment.id)).limit(MOST)))
    return tuple(line_of(row) for row in rows if _is_newest(work, row) and decides(work, actor, row))


def _is_newest(work: Work, row: Assessment) -> bool:
    """An old judgement sets no level, and so waits for nobody."""
    newest = last_of(work.session, row.case_id)
    return newest is not None and newest.id == row.id
