"""Events that could not be taken: set aside with a reason, their subject's later events behind them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import bindparam, literal_column, select, union_all
from sqlmodel import col

from commonward.clock import utcnow
from commonward.contracts import Happened
from commonward.contracts.envelope import Headers
from commonward.messaging.applying import DISPOSED, PARKED
from commonward.messaging.transport import Position, Received
from commonward.store import Inbox, Parked, Sealer, Work
from commonward.telemetry import METRICS, logger

_MESSAGES = UUID("0198c0de-0b11-5a7e-8000-c0ffee000004")
DEFECT = "defect"
"""The reason of an event that hit an unexpected error: ours to mend, not the sender's."""
FORGED = frozenset({"unknown-authority", "foreign-authority", "foreign-type"})
"""Reasons of events that claim to be somebody's who did not send them. They are in the audit trail too."""


def park(
    work: Work, sealer: Sealer, received: Received, *, reason: str, detail: str, subject: UUID | None = None
) -> bool:
    """Set a message aside in the work's transaction, in the trail if it is forged.

    The same again changes nothing, and gives False.
    """
    id = _id(received)
    if work.session.get(Parked, (work.authority, id)) is not None:
        return False
    named = dict(received.headers).get("ce_type", b"")[:120].decode("utf-8", "replace")
    work.write(
        Parked,
        id=id,
        topic=received.position.topic,
        partition=received.position.partition,
        offset=received.position.offset,
        subject=subject,
        type=named or None,
        reason=reason,
        detail=detail[:1000],
        sealed=sealer.seal(_pack(received), work.authority),
        parked_at=utcnow(),
        state=PARKED,
    )
    if reason in FORGED:
        work.audit("event.forged", subject, why=reason)
    METRICS.parked.add(1, {"service": work.service, "reason": reason})
    log = logger(work.service)
    say = log.error if reason == DEFECT else log.warning
    say("event parked", reason=reason, authority=work.authority, event_id=str(id), topic=received.position.topic)
    return True


def _id(received: Received) -> UUID:
    """The same for the same message, also after its position was forgotten; not for another one in its place."""
    at = received.position
    digest = hashlib.sha256(received.value or b"").hexdigest()
    return uuid5(_MESSAGES, f"{at.topic}|{at.partition}|{at.offset}|{digest}")


@dataclass(slots=True)
class Seen:
    """What is known of a batch's events before they are taken."""

    known: set[UUID] = field(default_factory=set)
    """Events that are in the inbox already."""
    waiting: set[UUID] = field(default_factory=set)
    """Subjects that wait behind a parked event."""
    disposed: dict[UUID, tuple[int, int]] = field(default_factory=dict)
    """Subjects that were disposed of, with the partition and offset of the event that did it."""

    def comes_late(self, subject: UUID, position: Position) -> bool:
        """Whether an event about a subject that was disposed of stands behind that; before it, it was taken once."""
        partition, offset = self.disposed[subject]
        return position.partition != partition or position.offset > offset


def seen(work: Work, happenings: Sequence[Happened[Any]]) -> Seen:
    """What is in the inbox already, what waits, and what was disposed of; in one query."""
    wanted = {
        "authority": work.authority,
        "ids": [happened.id for happened in happenings],
        "subjects": list({happened.subject for happened in happenings}),
    }
    found = work.connection.execute(_SEEN, wanted).all()
    told = Seen()
    for id, what, partition, offset in found:
        if what == _KNOWN:
            told.known.add(id)
        elif what == _WAITS:
            told.waiting.add(id)
        else:
            told.disposed[id] = partition, offset
    return told


_KNOWN, _WAITS, _GONE = range(3)
_NOWHERE: Any = literal_column("0"), literal_column("0")
_SUBJECTS: Any = bindparam("subjects", expanding=True)
_SEEN: Any = union_all(
    select(col(Inbox.id), literal_column(str(_KNOWN)), *_NOWHERE).where(
        col(Inbox.authority) == bindparam("authority"), col(Inbox.id).in_(bindparam("ids", expanding=True))
    ),
    select(col(Parked.subject), literal_column(str(_WAITS)), *_NOWHERE).where(
        col(Parked.authority) == bindparam("authority"), col(Parked.subject).in_(_SUBJECTS), col(Parked.state) == PARKED
    ),
    select(col(Inbox.subject), literal_column(str(_GONE)), col(Inbox.partition), col(Inbox.offset)).where(
        col(Inbox.authority) == bindparam("authority"),
        col(Inbox.subject).in_(_SUBJECTS),
        col(Inbox.state) == literal_column(f"'{DISPOSED}'"),  # as it is, so that the index of these few is used
    ),
)


def unpack(parked: Parked, sealer: Sealer) -> Received:
    """The message as it arrived. Raises BrokenSeal."""
    packed = json.loads(sealer.open(parked.sealed, parked.authority))
    headers: Headers = tuple((name, bytes.fromhex(value)) for name, value in packed["headers"])
    return Received(
        position=Position(parked.topic, parked.partition, parked.offset),
        key=None,
        value=None if packed["value"] is None else bytes.fromhex(packed["value"]),
        headers=headers,
    )


def _pack(received: Received) -> bytes:
    value = None if received.value is None else received.value.hex()
    return json.dumps({"headers": [(n, v.hex()) for n, v in received.headers], "value": value}).encode()
