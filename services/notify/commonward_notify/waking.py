"""Time enters as an event: when something falls due, `TimeReached` is published in the order of its case.

It takes effect when it is read back, behind everything that was published before it; the engine itself has no clock.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, select, update
from sqlmodel import col

from commonward.clock import utcnow
from commonward.contracts.events import TimeReached
from commonward.identity import Actor
from commonward.store import Work
from commonward.web import Resources
from commonward_notify.model import Owed

BATCH = 200


def tell_time(resources: Resources, authority: str) -> int:
    """Publish the time about each case that it changes now; return how many cases were told."""
    with resources.database.session(authority) as session:
        cases = session.scalars(_to_wake(utcnow()).limit(BATCH)).all()
    if not cases:
        return 0
    with resources.work(Actor.system(authority, resources.service)) as unit:
        unit.load(cases)
        # Looked up again under the cases' locks: another worker may have told them meanwhile.
        untold = unit.session.scalars(_to_wake(unit.now).where(col(Owed.case_id).in_(cases))).all()
        for case in untold:
            unit.publish(case, TimeReached(reached=unit.now))
        _mark_told(unit, untold)
        return len(untold)


def _to_wake(now: datetime) -> Select[tuple[UUID]]:
    return select(col(Owed.case_id)).where(col(Owed.wakes_at) <= now).distinct()


def _mark_told(unit: Work, cases: Sequence[UUID]) -> None:
    """Nothing more is told until the time has come back as an event, which sets the next moment."""
    told = update(Owed).where(col(Owed.case_id).in_(cases), col(Owed.wakes_at) <= unit.now)
    unit.session.execute(told.values(wakes_at=None), execution_options={"synchronize_session": False})
