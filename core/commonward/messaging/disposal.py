"""Erasing a case that was disposed of: the last reaction to it, the same in every service.

What stays is the event itself in the inbox, whose state is `disposed`: it says from which place in the topic on an
event about the case comes too late.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlmodel import SQLModel, col

from commonward.contracts import Happened
from commonward.contracts.events import ERASED, RecordDisposed
from commonward.messaging.applying import DISPOSED
from commonward.messaging.reactions import React
from commonward.procedure import Facts
from commonward.store import Inbox, Outbox, Parked, Subject, Tie, Work
from commonward.store.held import Held, beside, bool_of, column, of_case

_OF_EVERY_SERVICE = (
    beside(Tie, of_case(Tie, "subject")),
    beside(Parked, of_case(Parked, "subject")),
    beside(Subject, of_case(Subject, "id")),
    beside(Inbox, lambda case: bool_of((col(Inbox.subject) == case) & (col(Inbox.type) != RecordDisposed.type))),
    beside(Outbox, lambda case: bool_of((col(Outbox.subject) == case) & (col(Outbox.type) != RecordDisposed.type))),
)
"""The case's rows in the tables that every service has. The audit trail is not among them: it stays whole."""


def disposes(holds: Sequence[Held], also: Callable[[Work, UUID], Sequence[Held]] | None = None) -> React:
    """A service's reaction to `RecordDisposed`: what it erases, and what `also` finds beside that then."""

    def react(work: Work, happened: Happened[Any], _facts: Facts) -> None:
        case, event = happened.subject, happened.event
        held = (*holds, *(also(work, case) if also is not None else ()))
        rows = erase(work, happened, held)
        work.load([event.disposal])
        work.begin_missing([event.disposal])
        work.publish(event.disposal, ERASED[work.service](rows=rows, erased_at=work.now))

    return react


def erase(work: Work, happened: Happened[Any], holds: Sequence[Held]) -> int:
    """Erase the rows of a case, and forget it in this unit of work; return how many rows."""
    work.flush()  # what this batch has written about the case goes too
    found = [(held.model, _ids(work, held, happened.subject)) for held in (*holds, *_OF_EVERY_SERVICE)]
    rows = sum(_delete(work, model, ids) for model, ids in found)
    mark = update(Inbox).where(col(Inbox.authority) == work.authority, col(Inbox.id) == happened.id)
    work.connection.execute(mark.values(state=DISPOSED))
    work.forget(happened.subject)
    return rows


def _ids(work: Work, held: Held, case: UUID) -> list[UUID]:
    """All are found before any is deleted, as some are found through others."""
    mine = column(held.model, "authority") == work.authority
    return list(work.connection.scalars(select(column(held.model, "id")).where(mine, held.of(case)).distinct()))


def _delete(work: Work, model: type[SQLModel], ids: Sequence[UUID]) -> int:
    if not ids:
        return 0
    mine = column(model, "authority") == work.authority
    return work.connection.execute(delete(model).where(mine, column(model, "id").in_(ids))).rowcount
