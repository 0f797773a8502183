"""Which falls of a level the board guards."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
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

    It is held against the level as it stands, the last confirmed one, and those from which it fell today already, so
    that a fall in steps, provisional or one after the other, is no smaller than one at once.
    """
    if scale.guard is None or scale.find(level) is None:
        return ()
    facts = work.facts(row.case_id)
    before = {facts.level, facts.confirmed_level, *_before_today(work, row)} - {None}
    if not any(old and scale.rank(level) < scale.rank(old) for old in before):
        return ()
    today = max(_falls_today(work, row, person) for person in people)
    found = {fall for old in before for fall in scale.guarded(old, level, today)}
    return tuple(fall for fall in Fall if fall in found)


def _falls_today(work: Work, row: Assessment, person: UUID) -> int:
    """In how many other cases a level fell today that this person judged or decided."""
    mine = (col(Assessment.completed_by) == person) | (col(Assessment.decided_by) == person)
    since = _midnight(work)
    query = select(func.count(func.distinct(col(Assessment.case_id)))).where(
        mine, col(Assessment.fell_at) >= since, col(Assessment.case_id) != row.case_id
    )
    return work.session.scalar(query) or 0


def _before_today(work: Work, row: Assessment) -> Iterator[str]:
    """The levels of this case's assessments from which it has fallen today, back to the one that stood before."""
    query = select(col(Assessment.level), col(Assessment.fell_at)).where(
        col(Assessment.case_id) == row.case_id, col(Assessment.id) != row.id, col(Assessment.level).is_not(None)
    )
    for level, fell_at in work.session.execute(query.order_by(col(Assessment.id).desc())):
        yield level
        if fell_at is None or fell_at < _midnight(work):
            return


def _midnight(work: Work) -> datetime:
    return end_of_day(london(work.now).date() - timedelta(days=1))
