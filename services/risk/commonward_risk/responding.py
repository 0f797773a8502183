"""What the procedure calls for at a level: asked when one is decided, and again when the answer may have changed."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from commonward.contracts.events import ResponseCalledFor
from commonward.procedure import Procedure
from commonward.store import Outbox, Work, happened_of


def call_for_response(work: Work, case: UUID, procedure: Procedure, level: str) -> None:
    """Publish what the procedure wants at this level; the facts hold it already."""
    work.publish(case, _response(work, case, procedure, level))


def call_again(work: Work, case: UUID) -> None:
    """Publish what the procedure wants by now, if it is not what was called for last."""
    level = work.facts(case).level
    if level is None:
        return
    response = _response(work, case, work.procedure(case), level)
    if response != _last(work, case):
        work.publish(case, response)


def _response(work: Work, case: UUID, procedure: Procedure, level: str) -> ResponseCalledFor:
    response = procedure.answer_level(level, work.facts(case))
    return ResponseCalledFor(
        level=level,
        plan=response.plan,
        meetings=response.meetings,
        consultations=response.consultations,
        tasks=response.tasks,
        review_months=response.review_months,
        because=response.because,
    )


def _last(work: Work, case: UUID) -> ResponseCalledFor | None:
    work.flush()  # one that this transaction has published counts as well
    query = (
        select(Outbox)
        .where(col(Outbox.subject) == case, col(Outbox.type) == ResponseCalledFor.type)
        .order_by(col(Outbox.sequence).desc())
        .limit(1)
    )
    row = work.session.scalars(query).first()
    event = happened_of(row, work.service).event if row else None
    return event if isinstance(event, ResponseCalledFor) else None
