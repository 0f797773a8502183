"""An event that was set aside by a fault of ours which is mended by now: it can be released."""

from __future__ import annotations

from itertools import count
from uuid import UUID

from commonward.clock import utcnow
from commonward.contracts import CASE_EVENTS, Event, Happened, encode
from commonward.identity import Actor
from commonward.messaging.parking import DEFECT, park
from commonward.messaging.replay import listed
from commonward.messaging.transport import Position, Received
from commonward.procedure import events
from commonward.store import new_id
from commonward.web import Resources

_OFFSETS = count(1_000_000)


def a_fact() -> Event:
    """Something that any service folds, and none reacts to."""
    return events.ReferrerKnown(person=new_id())


def set_aside(resources: Resources, authority: str, subject: UUID, sequence: int = 1) -> UUID:
    """The event's id in the parked list. What comes about the subject later waits behind it."""
    headers, body = encode(Happened(new_id(), authority, subject, sequence, "referral", utcnow(), a_fact()))
    at = Position(resources.settings.topic_prefix + CASE_EVENTS, 0, next(_OFFSETS))
    message = Received(at, subject.bytes, body, headers)
    with resources.work(Actor.system(authority, resources.service)) as unit:
        unit.begin_subject(subject)
        park(unit, resources.sealer, message, reason=DEFECT, detail="KeyError", subject=subject)
    with resources.database.session(authority) as session:
        return next(row["id"] for row in listed(session) if row["subject"] == subject)
