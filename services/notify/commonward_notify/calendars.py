"""A newly announced holiday enters as an event, in the order of each case that has something open across it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, or_, select
from sqlmodel import col

from commonward.clock import Calendar, london, utcnow
from commonward.contracts.events import CalendarChanged
from commonward.identity import Actor
from commonward.procedure import State
from commonward.store import Work
from commonward.web import Resources
from commonward_notify.model import Owed

BATCH = 200
_OWED = tuple(state for state in State if state.owed)


def tell_calendar(resources: Resources, authority: str) -> int:
    """Hold what is open against today's calendar; return how many obligations were looked at.

    Each is looked at once for each edition. What the change does not touch keeps the calendar that it was counted by.
    """
    calendar = resources.procedures.of(authority).calendar.as_known_on(london(utcnow()).date())
    with resources.database.session(authority) as session:
        behind = session.scalars(select(col(Owed.case_id)).where(*_behind(calendar)).limit(BATCH)).all()
    if not behind:
        return 0
    with resources.work(Actor.system(authority, resources.service)) as unit:
        unit.load(behind)
        # Looked up again under the cases' locks: another worker may have looked at them meanwhile.
        again = select(Owed).where(*_behind(calendar), col(Owed.case_id).in_(set(behind)))
        return _hold(unit, unit.session.scalars(again).all(), calendar)


def _behind(calendar: Calendar) -> tuple[ColumnElement[bool], ...]:
    unseen = or_(col(Owed.calendar_seen).is_(None), col(Owed.calendar_seen) != calendar.version)
    return col(Owed.state).in_(_OWED), col(Owed.due).is_not(None), unseen


def _hold(unit: Work, rows: Sequence[Owed], calendar: Calendar) -> int:
    for case in sorted({row.case_id for row in rows if _touched(row, calendar)}):
        unit.publish(case, CalendarChanged(edition=calendar.edition.known_from))
    for row in rows:
        row.calendar_seen = calendar.version
    return len(rows)


def _touched(row: Owed, calendar: Calendar) -> bool:
    """Whether the two calendars disagree about a day between its start and its deadline, either being the first."""
    if row.due is None:
        return False
    days = [london(at).date() for at in (row.started_at, row.due)]
    return calendar.differs_between(calendar.at(row.calendar), min(days), max(days))
