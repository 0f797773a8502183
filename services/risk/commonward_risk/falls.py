"""Which falls of a level the board guards."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlmodel import col

from commonward.clock import end_of_day, london
from commonward.contracts.events import Fall
from commonward.procedure import Scale
from commonward.store import Work
from commonward_risk.model import Assessment


def falls_of(work: Work, row: Assessment, scale: Scale, level: str, *people: UUID) -> tuple[Fall, ...]:
    """Why this level would want a reason and a second person.

    It is held against the level as it stands and against the last confirmed one, so that a fall in provisional
    steps is no smaller than one at once.
    """
    if scale.guard is None or scale.find(level) is None:
        return ()
    facts = work.facts(row.case_id)
    before = {facts.level, facts.confirmed_level} - {None}
    if not any(old and scale.rank(level) < scale.rank(old) for old in before):
        return ()
    today = max(_falls_today(work, row, person) for person in people)
    found = {fall for old in before for fall in scale.guarded(old, level, today)}
    return tuple(fall for fall in Fall if fall in found)


def _falls_today(work: Work, row: Assessment, person: UUID) -> int:
    """In how many other cases a level fell today that this person judged or decided."""
    mine = (col(Assessment.completed_by) == person) | (col(Assessment.decided_by) == person)
    since = end_of_day(london(work.now).date() - timedelta(days=1))
    query = select(func.count(func.distinct(col(Assessment.case_id)))).where(
        mine, col(Assessment.fell_at) >= since, col(Assessment.case_id) != row.case_id
    )
    return work.session.scalar(query) or 0
