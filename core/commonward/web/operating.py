"""How a service is doing, for an operator: what waits to be sent, what was parked and why. Nothing about any case."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint
from pydantic import BaseModel
from sqlalchemy import func, select
from sqlmodel import Session, col

from commonward.contracts import Code
from commonward.contracts.field_groups import Plain
from commonward.identity import Capability
from commonward.store import Inbox, Outbox, Parked, followed_until
from commonward.web.operations import caller, operation, resources

blueprint = Blueprint("operating", __name__)


class SetAside(BaseModel):
    """How many events were set aside for one reason and wait for an operator."""

    reason: Code
    count: int
    oldest: datetime


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
            parked=_set_aside(session),
        )


_UNSENT = select(func.count(), func.min(col(Outbox.at))).select_from(Outbox).where(col(Outbox.sent_at).is_(None))
_WAITING = select(func.count()).select_from(Inbox).where(col(Inbox.state) == "waiting")


def _set_aside(session: Session) -> tuple[SetAside, ...]:
    reason, oldest = col(Parked.reason), func.min(col(Parked.parked_at))
    query = select(reason, func.count(), oldest).where(col(Parked.state) == "parked").group_by(reason).order_by(reason)
    return tuple(SetAside(reason=name, count=count, oldest=at) for name, count, at in session.execute(query))
