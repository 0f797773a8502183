"""The durable log under the embedded transport: one SQLite file, and a bell that wakes who waits for it."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from commonward.messaging.transport import TransportAway

BUSY_SECONDS = 10
"""How long to wait for another writer before the file counts as away."""

SCHEMA = """
create table if not exists topics (
    topic text primary key,
    retention_hours integer  -- null: kept for good
) without rowid;
create table if not exists partitions (
    topic text not null,
    number integer not null,
    end_offset integer not null default 0,  -- of the message to come; stays when old messages are swept
    primary key (topic, number)
) without rowid;
create table if not exists messages (
    topic text not null,
    partition integer not null,
    "offset" integer not null,
    key blob,
    value blob,
    headers text not null,  -- JSON; the bytes of a value stand as latin-1
    sent_at real not null,  -- seconds since 1970
    primary key (topic, partition, "offset")
);
create table if not exists positions (
    member_group text not null,
    topic text not null,
    partition integer not null,
    next_offset integer not null,
    primary key (member_group, topic, partition)
) without rowid;
"""


class Bell:
    """Wakes the threads of this process at once. Other processes look for themselves now and then."""

    def __init__(self) -> None:
        self._rung = threading.Condition()
        self._count = 0

    def heard(self) -> int:
        """How often it has rung: ask before looking at the log, so that no ring between falls unheard."""
        return self._count

    def ring(self) -> None:
        with self._rung:
            self._count += 1
            self._rung.notify_all()

    def wait(self, heard: int, timeout: float) -> None:
        with self._rung:
            self._rung.wait_for(lambda: self._count != heard, timeout)


class Log:
    """One connection to the file, opened when first needed, for one thread at a time."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.RLock()
        self._connection: sqlite3.Connection | None = None

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """The connection, outside a transaction. Raises TransportAway."""
        with self._lock, _file_needed():
            yield self._opened()

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A transaction that holds the file's one write lock from its begin. Raises TransportAway."""
        with self.reading() as connection:
            connection.execute("begin immediate")
            try:
                yield connection
            except BaseException:
                connection.execute("rollback")
                raise
            connection.execute("commit")

    def close(self) -> None:
        with self._lock:
            connection, self._connection = self._connection, None
            if connection is not None:
                connection.close()

    def _opened(self) -> sqlite3.Connection:
        if self._connection is None:
            self._connection = _open(self._path)
        return self._connection


def _open(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    try:
        connection.execute("pragma journal_mode = wal")
        connection.execute("pragma synchronous = full")  # what is reported as stored outlives a power cut
        with closing(connection.cursor()) as cursor:
            cursor.executescript(SCHEMA)
    except BaseException:
        connection.close()
        raise
    return connection


@contextmanager
def _file_needed() -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as error:
        raise TransportAway(str(error)) from error
