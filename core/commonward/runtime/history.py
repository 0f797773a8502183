"""All that a service was ever told about its subjects, from its own lasting log: the inbox."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter
from uuid import UUID

from sqlalchemy import select
from sqlmodel import Session, col

from commonward.contracts import Event, Happened, event_types
from commonward.contracts.topics import CASE_EVENTS
from commonward.store import Inbox

AT_A_TIME = 2_000
History = tuple[UUID, list[Happened[Event]]]


def histories(session: Session, prefix: str = "") -> Iterator[History]:
    """Each subject of the session's authority with its events, in the order in which they were taken.

    `prefix` is the region's topic prefix. What waits behind a parked event has not been taken yet.
    """
    taken = select(Inbox).where(col(Inbox.topic) == prefix + CASE_EVENTS, col(Inbox.state) == "applied")
    ordered = taken.order_by(col(Inbox.subject), col(Inbox.offset)).execution_options(yield_per=AT_A_TIME)
    for subject, rows in groupby(session.scalars(ordered), key=attrgetter("subject")):
        yield subject, [_happened(row) for row in rows]


def history_of(session: Session, subject: UUID) -> Iterator[Happened[Event]]:
    """One subject's events, in the order in which they were taken."""
    taken = select(Inbox).where(col(Inbox.subject) == subject, col(Inbox.state) == "applied", col(Inbox.sequence) > 0)
    return map(_happened, session.scalars(taken.order_by(col(Inbox.offset))))


def _happened(row: Inbox) -> Happened[Event]:
    event = event_types()[row.type].model_validate_json(row.body)
    return Happened(row.id, row.authority, row.subject, row.sequence, row.publisher, row.at, event, row.trace)
