"""A subject as a unit of work holds it, and the statements that lock it and read what it has sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Uuid, bindparam, false, select
from sqlmodel import col

from commonward.contracts import Event, Happened, event_types
from commonward.procedure import Facts
from commonward.store.relations import Relation
from commonward.store.tables import Outbox, Subject
from commonward.store.ties import covers_worker, held_up
from commonward.store.types import Instant


class UnknownSubject(LookupError):
    """This service knows no such subject in this authority."""


class Conflict(Exception):
    """The subject has moved on since the caller looked."""

    def __init__(self, expected: int, actual: int) -> None:
        super().__init__(f"expected version {expected}, found {actual}")
        self.expected = expected
        self.actual = actual


@dataclass(slots=True)
class SubjectState:
    """A locked subject within a unit of work."""

    id: UUID
    sequence: int
    applied: int
    facts: Facts
    """Folded in the topic's order."""
    tied: frozenset[Any] = frozenset()
    """The ties that are stored."""
    why: Relation | None = None
    """What lets the viewer see it; nothing where a worker acts, or where they have only just begun it."""
    covers: bool = False
    """Whether the viewer stands in for its worker."""
    held_up: bool = False
    """Whether an event about it is set aside here; asked only for who sees a copy."""
    ahead: Facts | None = None
    """The same with this service's own events that have not come back yet; made when asked for."""
    unread: list[Happened[Event]] | None = None
    """Those events, oldest first; looked up when first needed, and kept up to date from then on."""
    changed: bool = False


NOTHING_KNOWN = Facts()
"""Made once: it is frozen, and every subject begins with it."""

_FOUND = (
    select(col(Subject.id), col(Subject.sequence), col(Subject.applied), col(Subject.facts))
    .where(col(Subject.authority) == bindparam("authority"), col(Subject.id).in_(bindparam("ids", expanding=True)))
    .order_by(col(Subject.id))
    .with_for_update()
)
_COVERS = covers_worker(bindparam("person", type_=Uuid), bindparam("now", type_=Instant))
LOCKED = _FOUND.add_columns(false(), false())
"""Subjects by id, locked, for the platform's own workers, who stand in for nobody."""
LOCKED_WITH_COVER = _FOUND.add_columns(_COVERS, false())
"""The same for a viewer, with whether they stand in for the worker, so that it costs no further query."""
LOCKED_IN_A_COPY = _FOUND.add_columns(_COVERS, held_up())
"""And, for a viewer of a copy, with whether an event about the subject is set aside."""

UNREAD = (
    select(
        *(getattr(Outbox, name) for name in ("id", "authority", "subject", "sequence", "type", "body", "trace", "at"))
    )
    .join(Subject, (col(Subject.authority) == col(Outbox.authority)) & (col(Subject.id) == col(Outbox.subject)))
    .where(col(Outbox.authority) == bindparam("authority"), col(Outbox.sequence) > col(Subject.applied))
    .where(col(Outbox.subject).in_(bindparam("ids", expanding=True)))
    .order_by(col(Outbox.sequence))
)
"""What this service has published about its subjects and has not read back yet, oldest first."""


def happened_of(row: Any, service: str) -> Happened[Event]:
    """The event that an outbox row holds."""
    event = event_types()[row.type].model_validate_json(row.body)
    return Happened(row.id, row.authority, row.subject, row.sequence, service, row.at, event, row.trace)
