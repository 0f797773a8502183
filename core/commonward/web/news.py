"""What is new on the caller's own cases: what other people did there, told by each service from its own events."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import ColumnElement, and_, exists, select
from sqlmodel import col

from commonward.contracts import Event, Reference, Version
from commonward.contracts.field_groups import Plain
from commonward.procedure import tell
from commonward.store import Audit, Outbox, Subject, Work, happened_of

DAYS, MOST = 7, 30
_BY = ("made_by", "decided_by", "completed_by", "judged_by", "signed_by")
"""How events name who did it, as far as they say so."""


class NewsLine(BaseModel):
    """Something new."""

    id: UUID
    case: UUID
    reference: Plain
    at: datetime
    says: Plain
    """In the board's words."""


class News(BaseModel):
    """What is new, the newest first."""

    since: datetime
    news: tuple[NewsLine, ...]


def news_for(work: Work, person: UUID, types: Collection[type[Event]]) -> News:
    """What others did, of these types, in the last days on the open cases whose worker they are: in two queries."""
    since = work.now - timedelta(days=DAYS)
    return News(since=since, news=tuple(_lines(work, person, types, since)))


def _lines(work: Work, person: UUID, types: Collection[type[Event]], since: datetime) -> Iterator[NewsLine]:
    same = and_(col(Subject.authority) == col(Outbox.authority), col(Subject.id) == col(Outbox.subject))
    mine = and_(col(Subject.worker) == person, work.sight.visible(col(Outbox.subject)), ~_by_the_command_of(person))
    query = (
        select(Outbox)
        .join(Subject, same)
        .where(mine, col(Outbox.type).in_([event.type for event in types]), col(Outbox.at) > since)
        .order_by(col(Outbox.at).desc())
        .limit(MOST * 2)
    )
    rows, shown = work.session.scalars(query).all(), 0
    cases = _cases(work, {row.subject for row in rows})
    for row in rows:
        case, event = cases[row.subject], happened_of(row, work.service).event
        if shown < MOST and not case.closed and not _did(person, event):
            shown += 1
            says = tell(event, work.procedures.of(work.authority, case.edition))
            yield NewsLine(id=row.id, case=row.subject, reference=case.reference or "", at=row.at, says=says)


class _Case(BaseModel):
    """All that is read of a case's facts, which may be long."""

    reference: Reference | None = None
    edition: Version | None = None
    closed: bool = False


def _cases(work: Work, ids: Collection[UUID]) -> dict[UUID, _Case]:
    """Each once, though much may be new on it."""
    query = select(col(Subject.id), col(Subject.facts)).where(col(Subject.id).in_(ids))
    found = work.session.execute(query) if ids else ()
    return {id: _Case.model_validate_json(facts) for id, facts in found}


def _by_the_command_of(person: UUID) -> ColumnElement[bool]:
    """Whether the audit trail has the person at that very moment: not every event says whose command it came of."""
    same = col(Audit.authority) == col(Outbox.authority), col(Audit.subject) == col(Outbox.subject)
    return exists().where(*same, col(Audit.at) == col(Outbox.at), col(Audit.actor) == person)


def _did(person: UUID, event: Event) -> bool:
    """Whether the person did it themselves."""
    named = (getattr(event, name, None) for name in _BY)
    return any(person == by or (isinstance(by, tuple) and person in by) for by in named)
