"""SQLite for one service: a file, and writers who take turns.

SQLite has one writer at a time, and the others look again and again whether it is their turn: who looks at the right
moment goes first, and on a busy machine some wait for many seconds. So the threads of a process queue for it here.
"""

from __future__ import annotations

import sqlite3
from collections import deque
from collections.abc import Callable
from pathlib import Path
from threading import Event, Lock
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event

WAIT_SECONDS = 30.0
"""How long to wait for a turn; then, and for another process that writes, SQLite's own wait of the same length."""


class Turns:
    """One at a time, in the order in which they came."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._queue: deque[Event] = deque()
        """Who has the turn, then those who wait for it."""

    def take(self, seconds: float) -> bool:
        """Wait for a turn. Returns whether it came."""
        mine = Event()
        with self._lock:
            self._queue.append(mine)
            if len(self._queue) == 1:
                return True
        if mine.wait(seconds):
            return True
        with self._lock:
            if not mine.is_set():
                self._queue.remove(mine)
            return mine.is_set()

    def give_back(self) -> None:
        """Let the next one have it."""
        with self._lock:
            self._queue.popleft()
            if self._queue:
                self._queue[0].set()


class InTurn(sqlite3.Connection):
    """A connection that gives its turn back when its transaction has ended, however it ends."""

    turns: Turns
    _has_it = False

    def take_turn(self) -> None:
        """Before a transaction that writes. Who waited too long goes on: SQLite then says that the file is locked."""
        self._has_it = self.turns.take(WAIT_SECONDS)

    def commit(self) -> None:
        super().commit()
        self._give_back()

    def rollback(self) -> None:
        self._ending(super().rollback)

    def close(self) -> None:
        self._ending(super().close)

    def _ending(self, end: Callable[[], None]) -> None:
        try:
            end()
        finally:
            self._give_back()

    def _give_back(self) -> None:
        if self._has_it:
            self._has_it = False
            self.turns.give_back()


def sqlite_engine(path: Path) -> Engine:
    """WAL, foreign keys, writers in turn, and as many connections as there are threads."""
    options = {"timeout": WAIT_SECONDS, "check_same_thread": False, "factory": InTurn}
    engine, turns = create_engine(f"sqlite:///{path}", connect_args=options, max_overflow=-1), Turns()

    @event.listens_for(engine, "connect")
    def configure(connection: InTurn, _record: object) -> None:
        connection.turns = turns
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writing = connection.get_execution_options().get("writing")
        if writing:
            _of_sqlite(connection).take_turn()
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine


def _of_sqlite(connection: Connection) -> Any:
    return connection.connection.driver_connection
