"""What is new on the cases that are allocated to the caller: what others reported, recorded or decided there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import and_, select
from sqlmodel import col

from commonward.contracts import Event
from commonward.contracts.events import (
    CaseAllocated,
    ConcernRaised,
    DecisionRecorded,
    FactsCorrected,
    MissingReported,
    MissingReturned,
    RecordMade,
)
from commonward.identity import Actor
from commonward.procedure import tell
from commonward.store import Outbox, Work, happened_of
from commonward_referral.model import OPEN, Case

DAYS, MOST = 7, 30
NEWS: tuple[type[Event], ...] = (
    CaseAllocated,
    ConcernRaised,
    DecisionRecorded,
    FactsCorrected,
    MissingReported,
    MissingReturned,
    RecordMade,
)


class NewsLine(BaseModel):
    """Something new."""

    id: UUID
    case: UUID
    reference: str
    at: datetime
    says: str
    """In the board's words."""


class News(BaseModel):
    """What is new, the newest first."""

    since: datetime
    news: tuple[NewsLine, ...]


def news_for(work: Work, actor: Actor) -> News:
    """What others did on the actor's open cases in the last days."""
    since = work.now - timedelta(days=DAYS)
    return News(since=since, news=tuple(_lines(work, actor, since)))


def _lines(work: Work, actor: Actor, since: datetime) -> Iterator[NewsLine]:
    mine = and_(col(Case.worker) == actor.person, col(Case.state) == OPEN)
    types = [event.type for event in NEWS]
    query = (
        select(Outbox, Case)
        .join(Case, and_(col(Case.authority) == col(Outbox.authority), col(Case.id) == col(Outbox.subject)))
        .where(mine, col(Outbox.type).in_(types), col(Outbox.at) > since)
        .order_by(col(Outbox.at).desc())
        .limit(MOST * 2)
    )
    shown = 0
    for row, case in work.session.execute(query):
        event = happened_of(row, work.service).event
        if _by(event) != actor.person and shown < MOST:
            shown += 1
            says = tell(event, work.procedures.of(work.authority, case.edition))
            yield NewsLine(id=row.id, case=case.id, reference=case.reference, at=row.at, says=says)


def _by(event: Event) -> UUID | None:
    """Who did it, as far as the event says so."""
    return getattr(event, "made_by", None) or getattr(event, "decided_by", None)
