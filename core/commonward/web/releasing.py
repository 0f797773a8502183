"""Events that were set aside, for an operator: which, why, and their release. Nothing of what stands in them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from flask import Blueprint
from pydantic import BaseModel, StringConstraints
from sqlalchemy import func, select
from sqlmodel import Session, col

from commonward.contracts import BadEvent, Code, event_types
from commonward.contracts.field_groups import Plain
from commonward.contracts.text import PROSE, VISIBLE
from commonward.identity import Capability
from commonward.messaging.applying import DISPOSED, WAITING
from commonward.messaging.replay import UnknownParked, listed, replay
from commonward.store import Inbox
from commonward.web.inputs import Input
from commonward.web.operations import caller, operation, resources
from commonward.web.problems import Problem, not_found

blueprint = Blueprint("releasing", __name__)

Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=400), PROSE, VISIBLE]


class ParkedEvent(BaseModel):
    """One event that was set aside."""

    id: UUID
    reason: Code
    type: Plain | None
    """None where it names none that there is: what it says instead is the sender's own."""
    parked_at: datetime
    waiting: int
    """Events about the same case that wait behind it."""
    too_late: bool
    """Its case was disposed of: it can't be released, only given up."""


class ParkedEvents(BaseModel):
    """Those of the caller's authority, the oldest first."""

    parked: tuple[ParkedEvent, ...]


class Release(Input):
    """Why the event can be taken now."""

    reason: Reason


class Released(BaseModel):
    """It was taken after all."""

    released: int
    """How many events that waited behind it were taken too."""


@operation(blueprint, "/v1/parked", guard=Capability.OPERATE, answers={200: ParkedEvents}, tags=["operations"])
def parked() -> ParkedEvents:
    """What was set aside and waits."""
    with resources().reading(caller()) as session:
        waiting = _waiting(session)
        return ParkedEvents(
            parked=tuple(
                ParkedEvent(
                    id=row["id"],
                    reason=row["reason"],
                    type=row["type"] if row["type"] in event_types() else None,
                    parked_at=row["parked_at"],
                    waiting=waiting.get(row["subject"], 0),
                    too_late=row["reason"] == DISPOSED,
                )
                for row in listed(session)
            )
        )


@operation(
    blueprint,
    "/v1/parked/<uuid:event>/release",
    method="POST",
    guard=Capability.OPERATE,
    body=Release,
    answers={200: Released},
    tags=["operations"],
)
def release(event: UUID, body: Release) -> Released:
    """Take it after all, then those that waited behind it. If one still can't be taken, nothing is changed."""
    given = resources()
    about = given.sealer, given.reactions
    try:
        with given.work(caller()) as unit:
            settled = replay(unit, event, *about, because=body.reason, prefix=given.settings.topic_prefix)
    except UnknownParked:
        raise not_found() from None
    except BadEvent as fault:
        detail = f"It still can't be taken ({fault.reason}), and stays set aside."
        raise Problem(409, "still-parked", "The event still can't be taken", detail) from None
    return Released(released=settled.released)


def _waiting(session: Session) -> dict[UUID | None, int]:
    """How many events wait, by what they are about."""
    about = col(Inbox.subject)
    query = select(about, func.count()).where(col(Inbox.state) == WAITING).group_by(about)
    return dict(session.execute(query).tuples().all())
