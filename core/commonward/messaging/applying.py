"""Reading one message and applying one event: what the consumer and a replay share."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from commonward.contracts import BadEvent, Happened, decode, decode_report
from commonward.contracts.topics import owner_of_inbound
from commonward.messaging.reactions import Reactions
from commonward.messaging.transport import Received
from commonward.procedure import Facts
from commonward.store import UNASSIGNED, Inbox, Work
from commonward.telemetry import span

APPLIED, WAITING, PARKED, DISPOSED = "applied", "waiting", "parked", "disposed"
"""What has become of an event in the inbox; `disposed` is the one by which its subject was, all that stays of it."""


def too_late() -> BadEvent:
    """Why an event is not taken whose subject was disposed of."""
    return BadEvent(DISPOSED, "it came after the case that it is about was disposed of")


@dataclass(frozen=True, slots=True)
class Taken:
    """A message that was understood."""

    received: Received
    happened: Happened[Any]


@dataclass(frozen=True, slots=True)
class Refused:
    """A message that was not."""

    received: Received
    authority: str
    fault: BadEvent
    subject: UUID | None = None
    """Whose later events wait behind it, if that much could be read."""


def read(message: Received, authorities: Collection[str], prefix: str = "") -> Taken | Refused:
    """Understand a message, or say why not. On a partner's topic the topic says whose it is."""
    owner = owner_of_inbound(message.position.topic.removeprefix(prefix))
    authority = owner[0] if owner else dict(message.headers).get("ce_authority", b"").decode("utf-8", "replace")
    known = authority in authorities
    try:
        if not known:
            raise BadEvent("unknown-authority", "this region does not serve the authority that it names")
        if owner:
            return Taken(message, decode_report(message.headers, message.value, *owner))
        happened = decode(message.headers, message.value)
        if happened.event.publisher != happened.publisher:
            raise BadEvent("foreign-type", f"{happened.event.type} is not {happened.publisher}'s to publish")
        return Taken(message, happened)
    except BadEvent as fault:
        return Refused(message, authority if known else UNASSIGNED, fault, None if owner else _subject(message))


def _subject(message: Received) -> UUID | None:
    try:
        return UUID(dict(message.headers).get("ce_subject", b"").decode())
    except ValueError:
        return None


def apply(unit: Work, happened: Happened[Any], reactions: Reactions) -> None:
    """Fold one event and react to it, within its trace. Raises BadEvent when its subject was disposed of just now."""
    if happened.subject in unit.gone:
        raise too_late()
    with span(f"react {happened.event.type}", parent=happened.trace, service=unit.service):
        facts = unit.apply(happened) if happened.sequence else Facts()
        reactions.react(unit, happened, facts)


def record(unit: Work, taken: Taken, state: str) -> None:
    """Write the event to the inbox."""
    happened, position = taken.happened, taken.received.position
    unit.write(
        Inbox,
        id=happened.id,
        topic=position.topic,
        partition=position.partition,
        offset=position.offset,
        subject=happened.subject,
        sequence=happened.sequence,
        publisher=happened.publisher,
        type=happened.event.type,
        body=(taken.received.value or b"").decode(),
        trace=happened.trace,
        at=happened.at,
        received_at=unit.now,
        state=state,
    )
