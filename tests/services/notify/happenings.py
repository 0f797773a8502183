"""Events of other services, as the tests of clocks and notices want them."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from commonward.clock import utcnow
from commonward.contracts import Event, Happened
from commonward.identity.actor import person_id
from commonward.procedure import events
from commonward.store import new_id

E = TypeVar("E", bound=Event)
WORKER = person_id("mill", "worker-1")


def ago(hours: float) -> datetime:
    """So many hours ago."""
    return utcnow() - timedelta(hours=hours)


def like(cls: type[E], **changes: Any) -> E:
    """An event's own example with some fields changed."""
    made = cls.model_validate_json(json.dumps(dict(cls.example)))
    return made.model_copy(update=changes)


def concern(*, received: datetime | None = None) -> events.ConcernRaised:
    """A concern."""
    return like(events.ConcernRaised, concern=new_id(), received_at=received or utcnow())


def routed(concern: UUID | None = None) -> events.ConcernRouted:
    """A concern was routed; another than before, unless it is named."""
    return like(events.ConcernRouted, concern=concern or new_id())


def allocated() -> events.CaseAllocated:
    """The case was given to the worker whom the directory knows."""
    return like(events.CaseAllocated, worker=WORKER)


def happened(case: UUID, event: Event, *, hours_ago: float = 0, sequence: int = 99) -> Happened[Event]:
    """The event as it was published so many hours ago."""
    return Happened(new_id(), "mill", case, sequence, event.publisher, ago(hours_ago), event)
