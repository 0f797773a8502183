"""How a service is doing, for an operator: what waits to be sent, what was parked and why. Nothing about any case."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint
from pydantic import BaseModel
from sqlalchemy import func, select
from sqlmodel import Session, col

from commonward.contracts import Code
from commonward.contracts.field_groups import Plain
from commonward.contracts.topics import owner_of_inbound
from commonward.identity import Capability
from commonward.messaging.transport import TransportAway
from commonward.store import Inbox, Outbox, Parked, followed_until
from commonward.web.operations import caller, operation, resources
from commonward.web.resources import Resources

blueprint = Blueprint("operating", __name__)


class SetAside(BaseModel):
    """How many events were set aside for one reason and wait for an operator."""

    reason: Code
    count: int
    oldest: datetime


class Untaken(BaseModel):
    """What the service has not taken yet of one topic."""

    topic: Plain
    events: int
    seconds: int
    """For about how long the oldest of them has waited."""


class Running(BaseModel):
    """A service as its operator sees it, for one authority."""

    service: Plain
    unsent: int
    """Events that are committed and not published yet."""
    unsent_since: datetime | None
    waiting: int
    """Events that wait behind one that was set aside."""
    last_taken: datetime | None
    """When it last took an event."""
    followed_until: datetime | None
    """Up to when its copy of who may see a case is whole; None where access is decided, or nothing was followed yet."""
    behind: tuple[Untaken, ...] | None
    """Of each topic that it reads: all boards' events, as they share it. None while the broker is away."""
    parked: tuple[SetAside, ...]


@operation(blueprint, "/v1/running", guard=Capability.OPERATE, answers={200: Running}, tags=["operations"])
def running() -> Running:
    """How this service does for the caller's authority."""
    with resources().reading(caller()) as session:
        unsent, since = session.execute(_UNSENT).one()
        return Running(
            service=resources().service,
            unsent=unsent,
            unsent_since=since,
            waiting=session.scalar(_WAITING) or 0,
            last_taken=session.scalar(select(func.max(col(Inbox.received_at)))),
            followed_until=followed_until(session),
            behind=_behind(resources()),
            parked=_set_aside(session),
        )


_UNSENT = select(func.count(), func.min(col(Outbox.at))).select_from(Outbox).where(col(Outbox.sent_at).is_(None))
_WAITING = select(func.count()).select_from(Inbox).where(col(Inbox.state) == "waiting")


def _behind(given: Resources) -> tuple[Untaken, ...] | None:
    if given.feed is None:
        return ()
    try:
        found = given.transport.behind(given.feed)
    except TransportAway:
        return None
    untaken = (
        Untaken(topic=each.topic.removeprefix(given.settings.topic_prefix), events=each.events, seconds=each.seconds)
        for each in found
    )
    return tuple(each for each in untaken if _board_of(each.topic) in (None, caller().authority))


def _board_of(topic: str) -> str | None:
    owner = owner_of_inbound(topic)
    return owner and owner[0]


def _set_aside(session: Session) -> tuple[SetAside, ...]:
    reason, oldest = col(Parked.reason), func.min(col(Parked.parked_at))
    query = select(reason, func.count(), oldest).where(col(Parked.state) == "parked").group_by(reason).order_by(reason)
    return tuple(SetAside(reason=name, count=count, oldest=at) for name, count, at in session.execute(query))
