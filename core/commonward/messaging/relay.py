"""The relay: sends what a service has committed to its outbox, in order, once it is allowed to.

One relay a service works at a time: on PostgreSQL an advisory lock says which. Rows are marked only after the broker
has them; a row that failed, and the later rows of its subject, stay for the next round.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, bindparam, literal, literal_column, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlmodel import SQLModel, col

from commonward.clock import utcnow
from commonward.contracts import CASE_EVENTS
from commonward.contracts.envelope import headers_of
from commonward.messaging.transport import Outgoing, Transport
from commonward.store import Database, Outbox
from commonward.store.database import away
from commonward.telemetry import METRICS

BATCH = 500


class Relay:
    """Sends one service's outbox. Not shared between threads."""

    def __init__(self, database: Database, transport: Transport, authorities: Sequence[str], prefix: str = "") -> None:
        self._database = database
        self._producer = transport.producer()
        self._authorities = tuple(authorities)
        self._prefix = prefix
        self._connection: Connection | None = None
        self._unsent = _unsent(database)
        self._left = False
        self.sent_until: datetime | None = None
        """All events about cases that were committed before this are with the broker."""

    def step(self) -> int:
        """Send what waits, at most a batch for each authority; return how many rows were sent.

        Returns 0 while another relay of this service works. Raises DatabaseAway or TransportAway.
        """
        try:
            connection = self._connection or self._lock()
            if connection is None:
                return 0
            self._connection = connection
            before, self._left = utcnow(), False
            sent = sum(self._send(connection, authority) for authority in self._authorities)
            self.sent_until = self.sent_until if self._left else before
            return sent
        except DBAPIError as error:
            self._release()
            raise away(error) from error

    def close(self) -> None:
        """Give up the lock and the connections."""
        self._release()
        self._producer.close()

    def __enter__(self) -> Relay:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def _lock(self) -> Connection | None:
        """A connection that holds the service's relay lock as long as it lives."""
        connection = self._database.engine.connect()
        if self._database.postgresql:
            ask = text("SELECT pg_try_advisory_lock(hashtext(:name))")
            held = connection.execute(ask, {"name": f"relay {self._database.service}"}).scalar()
            connection.commit()
            if not held:
                connection.close()
                return None
        return connection

    def _send(self, connection: Connection, authority: str) -> int:
        connection.execution_options(authority=authority, writing=False)  # of the transactions that it begins now
        with connection.begin():  # which ends before the broker is waited for
            rows = connection.execute(self._unsent, {"authority": authority}).all()
        if not rows:
            return 0
        sent = self._producer.send([self._message(row) for row in rows])
        done = [row.id for row, stored in zip(rows, sent, strict=True) if stored]
        failed = any(row.topic == CASE_EVENTS for row, stored in zip(rows, sent, strict=True) if not stored)
        self._left = self._left or failed or len(rows) == BATCH
        if done:
            mark = update(Outbox).where(col(Outbox.authority) == authority, col(Outbox.id).in_(done))
            connection.execution_options(writing=True)
            with connection.begin():
                connection.execute(mark.values(sent_at=utcnow()))
        METRICS.relayed.add(len(done), {"service": self._database.service})
        return len(done)

    def _message(self, row: Any) -> Outgoing:
        """The body was validated when it was written; it leaves as it is."""
        headers = headers_of(row, row.type)
        return Outgoing(topic=self._prefix + row.topic, key=row.subject.bytes, value=row.body.encode(), headers=headers)

    def _release(self) -> None:
        if self._connection is not None:
            self._connection.invalidate() if self._database.postgresql else None
            self._connection.close()
            self._connection = None


def _unsent(database: Database) -> Select[Any]:
    """One authority's unsent rows in the order of writing, as plain columns: the ORM would cost more than the rest."""
    order: tuple[Any, ...] = (col(Outbox.position),)
    if not database.postgresql:
        order = (*order, literal_column("outbox.rowid"))  # there every position is 0
    names = ("id", "authority", "subject", "sequence", "type", "topic", "body", "trace", "at")
    columns = [SQLModel.metadata.tables["outbox"].c[name] for name in names]
    return (
        select(*columns, literal(database.service).label("publisher"))
        .where(col(Outbox.authority) == bindparam("authority"), col(Outbox.sent_at).is_(None))
        .order_by(*order)
        .limit(BATCH)
    )
