"""How old a service's copy of the cases is: the service that decides access says how far it has published, and the
others note up to when they have taken it all. It works when nothing happens, and finds a relay that stands still.
"""

from __future__ import annotations

import time
from bisect import bisect_left
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from commonward.contracts import BadEvent
from commonward.contracts.mark import Mark, read_mark
from commonward.messaging.transport import Consumer, Outgoing, Producer, Transport
from commonward.store import Database, note_followed
from commonward.telemetry import logger

EVERY = 5.0
"""Seconds from one mark to the next."""
MOST = 500
"""Marks that wait to be reached. While so many do, newer ones are let go: the next come soon enough."""


class Marking:
    """Publishes marks. Not shared between threads."""

    def __init__(self, transport: Transport, cases: str, marks: str) -> None:
        self._transport, self._cases, self._marks = transport, cases, marks
        self._producer: Producer = transport.producer()
        self._last: datetime | None = None
        self._next = 0.0

    def step(self, sent_until: datetime | None) -> None:
        """Say, if it is time, that all that was committed before this is on the topic. Raises TransportAway."""
        if sent_until is None or sent_until == self._last or time.monotonic() < self._next:
            return
        mark = Mark(at=sent_until, ends=self._transport.ends(self._cases))
        self._producer.send([Outgoing(self._marks, b"", mark.model_dump_json().encode())])
        self._last, self._next = sent_until, time.monotonic() + EVERY

    def close(self) -> None:
        """Give back the connection."""
        self._producer.close()


class Following:
    """Notes up to when a service's copy is whole. Not shared between threads."""

    def __init__(
        self,
        database: Database,
        transport: Transport,
        member: Consumer,
        *,
        group: str,
        cases: str,
        workers: Sequence[tuple[str, UUID]],
    ) -> None:
        self._database, self._transport, self._member = database, transport, member
        self._group, self._cases, self._workers = group, cases, tuple(workers)
        self._waiting: list[Mark] = []

    def step(self, timeout: float = 0.5) -> int:
        """Take what marks there are, and note the newest that the service has reached. Returns how many were taken.

        Raises TransportAway or DatabaseAway.
        """
        messages = self._member.poll(MOST, timeout)
        for message in messages:
            try:
                mark = read_mark(message.value)
            except BadEvent:
                logger(self._database.service).warning("not a mark")
                continue
            if len(self._waiting) < MOST:
                self._waiting.append(mark)
        self._note()
        self._member.commit(messages)
        return len(messages)

    def _note(self) -> None:
        reached = bisect_left(self._waiting, True, key=self._ahead)  # their ends only grow
        if not reached:
            return
        for authority, worker in self._workers:
            note_followed(self._database, authority, worker, self._waiting[reached - 1].at)
        del self._waiting[:reached]

    def _ahead(self, mark: Mark) -> bool:
        return not self._transport.reached(self._group, self._cases, mark.ends)
