"""The batch consumer: at least once on the wire, once in effect.

A batch is split by authority; each part is one transaction that records the events (inbox), applies the new ones and
writes what follows from them (outbox). Offsets are committed after all. When one event of a part fails, the part is
redone one at a time under savepoints, so that only the culprit is set aside.
"""

from __future__ import annotations

import time
from collections import defaultdict, deque
from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError, OperationalError

from commonward.contracts import BadEvent
from commonward.messaging.answering import answer_refused
from commonward.messaging.applying import APPLIED, PARKED, WAITING, Refused, Taken, apply, read, record, too_late
from commonward.messaging.parking import DEFECT, Seen, park, seen
from commonward.messaging.reactions import Reactions
from commonward.messaging.transport import Consumer, Received
from commonward.procedure import Procedures
from commonward.store import Database, DatabaseAway, Sealer, Work, work
from commonward.telemetry import METRICS, logger

BATCH = 500
DEFECTS_A_MINUTE = 5


class TooManyDefects(Exception):
    """Several events in a row hit unexpected errors: the fault is ours, so the worker stops before it parks more."""


class BatchConsumer:
    """Applies one service's incoming events. Not shared between threads."""

    def __init__(
        self,
        database: Database,
        consumer: Consumer,
        *,
        reactions: Reactions,
        procedures: Procedures,
        sealer: Sealer,
        actor: Callable[[str], UUID],
        prefix: str = "",
    ) -> None:
        self._database = database
        self._consumer = consumer
        self._reactions = reactions
        self._procedures = procedures
        self._sealer = sealer
        self._actor = actor
        self._prefix = prefix
        self._defects: deque[float] = deque(maxlen=DEFECTS_A_MINUTE)

    def step(self, timeout: float = 0.5) -> int:
        """Take and apply one batch; return how many messages it had.

        Raises TransportAway, DatabaseAway (the batch will come again) or TooManyDefects.
        """
        messages = self._consumer.poll(BATCH, timeout)
        if not messages:
            return 0
        started = time.perf_counter()
        try:
            self.take(messages)
        except BaseException:
            self._consumer.rewind()
            raise
        self._consumer.commit(messages)
        METRICS.batch.record(time.perf_counter() - started, {"service": self._database.service})
        return len(messages)

    def take(self, messages: Sequence[Received]) -> None:
        """Record and apply these messages, each authority's in one transaction."""
        parts: dict[str, list[Taken]] = defaultdict(list)
        authorities = frozenset(self._procedures.authorities)
        for message in messages:
            understood = read(message, authorities, self._prefix)
            if isinstance(understood, Refused):
                self._apply_parts(parts)  # what came before it does not wait behind it
                self._refuse(understood)
            else:
                parts[understood.happened.authority].append(understood)
        self._apply_parts(parts)

    def _refuse(self, refused: Refused) -> None:
        with self._work(refused.authority) as unit:
            if refused.subject is not None:
                unit.load([refused.subject])
            self._set_aside(unit, refused.received, refused.fault, refused.subject)

    def _set_aside(self, unit: Work, received: Received, fault: BadEvent, subject: UUID | None) -> None:
        why = {"reason": fault.reason, "detail": fault.detail}
        if park(unit, self._sealer, received, **why, subject=subject):
            answer_refused(unit, received, fault, self._prefix)

    # --- applying

    def _apply_parts(self, parts: dict[str, list[Taken]]) -> None:
        for authority, part in parts.items():
            self._apply(authority, part)
        parts.clear()

    def _apply(self, authority: str, part: Sequence[Taken]) -> None:
        try:
            with self._work(authority) as unit:
                self._apply_all(unit, part)
        except DatabaseAway:
            raise
        except Exception:
            if self._database.has_left(authority):
                self._pass_over(authority, part)
            else:
                self._one_at_a_time(authority, part)

    def _pass_over(self, authority: str, part: Sequence[Taken]) -> None:
        """Nothing can be sealed for who has left: unsealed it may not be kept, and to stop would stop the others."""
        log = logger(self._database.service)
        log.warning("events passed over", reason="keys-destroyed", authority=authority, count=len(part))

    def _one_at_a_time(self, authority: str, part: Sequence[Taken]) -> None:
        with self._database.transaction(authority) as connection:
            for taken in part:
                try:
                    with connection.begin_nested():
                        unit = self._unit(connection, authority)
                        self._apply_all(unit, [taken])
                        unit.flush()
                except Exception as error:
                    if _transient(error):
                        raise
                    self._park(connection, authority, taken, error)
                    if self._too_many_defects():
                        break  # what was parked stays parked: the next start goes on behind it
        if self._too_many_defects():
            raise TooManyDefects(f"{DEFECTS_A_MINUTE} events within a minute hit unexpected errors; the worker stops")

    def _park(self, connection: Connection, authority: str, taken: Taken, error: Exception) -> None:
        fault = error if isinstance(error, BadEvent) else BadEvent(DEFECT, type(error).__name__)
        if fault is not error:
            self._defects.append(time.monotonic())
        unit = self._unit(connection, authority)
        unit.load([taken.happened.subject])
        record(unit, taken, PARKED)
        self._set_aside(unit, taken.received, fault, taken.happened.subject)
        unit.flush()

    def _too_many_defects(self) -> bool:
        return len(self._defects) == DEFECTS_A_MINUTE and time.monotonic() - self._defects[0] < 60

    def _apply_all(self, unit: Work, part: Sequence[Taken]) -> None:
        # Locked before it is asked what waits, so that nothing is settled in between.
        unit.load(taken.happened.subject for taken in part if taken.happened.sequence)
        before = seen(unit, [taken.happened for taken in part])
        fresh, waiting = _each_once(part, before.known), before.waiting
        if before.disposed:
            fresh = self._without_disposed(unit, fresh, before)
        METRICS.duplicates.add(len(part) - len(fresh), {"service": unit.service})
        applied = [taken for taken in fresh if taken.happened.subject not in waiting]
        unit.begin_missing(taken.happened.subject for taken in applied if taken.happened.sequence)
        self._reactions.prepare_for(unit, [taken.happened for taken in applied])
        for taken in fresh:
            state = WAITING if taken.happened.subject in waiting else APPLIED
            record(unit, taken, state)
        for taken in applied:
            apply(unit, taken.happened, self._reactions)
        METRICS.applied.add(len(applied), {"service": unit.service})

    def _without_disposed(self, unit: Work, fresh: Sequence[Taken], before: Seen) -> list[Taken]:
        """Those about a case that is still there. What came too late about another is parked, and not in the inbox."""
        reason = too_late()
        for taken in fresh:
            subject = taken.happened.subject
            if subject in before.disposed and before.comes_late(subject, taken.received.position):
                why = {"reason": reason.reason, "detail": reason.detail}
                park(unit, self._sealer, taken.received, **why, subject=subject)
        return [taken for taken in fresh if taken.happened.subject not in before.disposed]

    def _work(self, authority: str) -> Any:
        return work(self._database, authority, actor=self._actor(authority), procedures=self._procedures)

    def _unit(self, connection: Connection, authority: str) -> Work:
        return Work(
            connection,
            service=self._database.service,
            authority=authority,
            actor=self._actor(authority),
            procedures=self._procedures,
        )


def _each_once(part: Sequence[Taken], known: set[UUID]) -> list[Taken]:
    """Those that are new, and of those that came twice the first."""
    once = {taken.happened.id: taken for taken in reversed(part)}
    return [taken for taken in part if taken.happened.id not in known and once[taken.happened.id] is taken]


def _transient(error: Exception) -> bool:
    """Whether the same may succeed later without anybody mending anything."""
    return isinstance(error, OperationalError) or (isinstance(error, DBAPIError) and error.connection_invalidated)
