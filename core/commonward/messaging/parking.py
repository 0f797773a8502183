"""Events that could not be taken: set aside with a reason, their subject's later events behind them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select
from sqlmodel import Session, col

from commonward.clock import utcnow
from commonward.contracts.envelope import Headers
from commonward.messaging.transport import Position, Received
from commonward.store import Parked, Sealer, Work
from commonward.telemetry import METRICS, logger

PARKED = "parked"
DEFECT = "defect"
"""The reason of an event that hit an unexpected error: ours to mend, not the sender's."""


def park(
    work: Work, sealer: Sealer, received: Received, *, reason: str, detail: str, subject: UUID | None = None
) -> None:
    """Set a message aside in the work's transaction."""
    named = dict(received.headers).get("ce_type", b"")[:120].decode("utf-8", "replace")
    work.write(
        Parked,
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


def blocked(session: Session, subjects: Iterable[UUID]) -> set[UUID]:
    """Those of the subjects that have a parked event in front."""
    wanted = set(subjects)
    if not wanted:
        return set()
    query = select(col(Parked.subject)).where(col(Parked.subject).in_(wanted), col(Parked.state) == PARKED)
    return {subject for subject in session.scalars(query) if subject}


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
