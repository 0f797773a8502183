"""Events that could not be taken: set aside with a reason, their subject's later events behind them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import bindparam, literal, select, union_all
from sqlmodel import col

from commonward.clock import utcnow
from commonward.contracts import Happened
from commonward.contracts.envelope import Headers
from commonward.messaging.applying import PARKED
from commonward.messaging.transport import Position, Received
from commonward.store import Inbox, Parked, Sealer, Work
from commonward.telemetry import METRICS, logger

_MESSAGES = UUID("0198c0de-0b11-5a7e-8000-c0ffee000004")
DEFECT = "defect"
"""The reason of an event that hit an unexpected error: ours to mend, not the sender's."""


def park(
    work: Work, sealer: Sealer, received: Received, *, reason: str, detail: str, subject: UUID | None = None
) -> None:
    """Set a message aside in the work's transaction. The same message again changes nothing."""
    id = _id(received)
    if work.session.get(Parked, (work.authority, id)) is not None:
        return
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
    METRICS.parked.add(1, {"service": work.service, "reason": reason})
    log = logger(work.service)
    (log.error if reason == DEFECT else log.warning)("event parked", reason=reason, authority=work.authority)


def _id(received: Received) -> UUID:
    """The same for the same message, also after its position was forgotten; not for another one in its place."""
    at = received.position
    digest = hashlib.sha256(received.value or b"").hexdigest()
    return uuid5(_MESSAGES, f"{at.topic}|{at.partition}|{at.offset}|{digest}")


def seen(work: Work, happenings: Sequence[Happened[Any]]) -> tuple[set[UUID], set[UUID]]:
    """Which of these events are in the inbox already, and which of their subjects wait behind a parked event."""
    wanted = {
        "authority": work.authority,
        "ids": [happened.id for happened in happenings],
        "subjects": list({happened.subject for happened in happenings}),
    }
    found = work.connection.execute(_SEEN, wanted).all()
    return {id for id, parked in found if not parked}, {id for id, parked in found if parked}


_SEEN: Any = union_all(
    select(col(Inbox.id), literal(False)).where(
        col(Inbox.authority) == bindparam("authority"), col(Inbox.id).in_(bindparam("ids", expanding=True))
    ),
    select(col(Parked.subject), literal(True)).where(
        col(Parked.authority) == bindparam("authority"),
        col(Parked.subject).in_(bindparam("subjects", expanding=True)),
        col(Parked.state) == PARKED,
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
