"""Settling parked events: taken after all, or given up; then those that waited behind them are taken, in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlmodel import Session, col

from commonward.contracts import BadEvent, Happened, event_types
from commonward.messaging.applying import (
    APPLIED,
    DISPOSED,
    PARKED,
    WAITING,
    Refused,
    Taken,
    apply,
    read,
    record,
    too_late,
)
from commonward.messaging.parking import unpack
from commonward.messaging.reactions import Reactions
from commonward.store import Inbox, Parked, Sealer, Work

COLUMNS = ("id", "authority", "subject", "topic", "type", "reason", "detail", "parked_at")


class UnknownParked(LookupError):
    """No event of that id waits here."""


@dataclass(frozen=True, slots=True)
class Settled:
    """What a settlement did."""

    released: int
    """How many events that waited behind it were taken."""


def listed(session: Session) -> list[dict[str, Any]]:
    """What waits in this authority, oldest first, without the sealed bodies."""
    query = select(Parked).where(col(Parked.state) == PARKED).order_by(col(Parked.parked_at))
    return [{name: getattr(row, name) for name in COLUMNS} for row in session.scalars(query)]


def find(unit: Work, id: UUID) -> Parked:
    """The parked event, its subject locked: nothing more comes to wait behind it meanwhile. Raises UnknownParked."""
    row = unit.session.get(Parked, (unit.authority, id))
    if row is None:
        raise UnknownParked(str(id))
    if row.subject is not None:
        unit.load([row.subject])
        unit.session.refresh(row)
    if row.state != PARKED:
        raise UnknownParked(str(id))
    return row


def replay(unit: Work, id: UUID, sealer: Sealer, reactions: Reactions, *, because: str, prefix: str = "") -> Settled:
    """Take a parked event after all. Raises BadEvent when it still can't be taken; then nothing is changed."""
    row = find(unit, id)
    understood = read(unpack(row, sealer), unit.procedures.authorities, prefix)
    if isinstance(understood, Refused):
        raise understood.fault
    if understood.happened.authority != unit.authority:
        whose = "it came before this region served its authority; let its sender send it again, and discard this one"
        raise BadEvent("foreign-authority", whose)
    if row.reason == DISPOSED:
        raise too_late()
    _settle(unit, row, "replayed", because)
    _take(unit, understood, reactions)
    return Settled(_release(unit, row, reactions))


def discard(unit: Work, id: UUID, reactions: Reactions, *, because: str) -> Settled:
    """Give a parked event up."""
    row = find(unit, id)
    _settle(unit, row, "discarded", because)
    if row.reason == DISPOSED:
        row.sealed = b""  # it was about a case that is gone, and goes too
    return Settled(_release(unit, row, reactions))


def _settle(unit: Work, row: Parked, state: str, because: str) -> None:
    row.state, row.settled_by, row.settled_because, row.settled_at = state, unit.actor, because[:400], unit.now
    unit.audit(f"parked.{state}", row.subject)


def _take(unit: Work, taken: Taken, reactions: Reactions) -> None:
    row = unit.session.get(Inbox, (unit.authority, taken.happened.id))
    if row is None:
        record(unit, taken, APPLIED)
    elif row.state == PARKED:
        row.state = APPLIED
    else:
        return
    _apply(unit, [taken.happened], reactions)


def _release(unit: Work, row: Parked, reactions: Reactions) -> int:
    """Take what waited, unless another event of the subject is still parked."""
    if row.subject is None:
        return 0
    others = select(col(Parked.id)).where(
        col(Parked.subject) == row.subject, col(Parked.state) == PARKED, col(Parked.id) != row.id
    )
    if unit.session.scalars(others).first() is not None:
        return 0
    waiting = unit.session.scalars(
        select(Inbox)
        .where(col(Inbox.subject) == row.subject, col(Inbox.state) == WAITING)
        .order_by(col(Inbox.topic), col(Inbox.offset))
    ).all()
    for inbox in waiting:
        inbox.state = APPLIED
    _apply(unit, [_happened(inbox) for inbox in waiting], reactions)
    return len(waiting)


def _apply(unit: Work, happenings: Sequence[Happened[Any]], reactions: Reactions) -> None:
    subjects = {happened.subject for happened in happenings if happened.sequence}
    unit.load(subjects)
    unit.begin_missing(subjects)
    reactions.prepare_for(unit, happenings)
    for happened in happenings:
        if happened.subject not in unit.gone:  # what was received before that is erased with the rest
            apply(unit, happened, reactions)


def _happened(row: Inbox) -> Happened[Any]:
    event = event_types()[row.type].model_validate_json(row.body)
    return Happened(row.id, row.authority, row.subject, row.sequence, row.publisher, row.at, event, row.trace)
