"""Reading from the embedded log as a member of a consumer group."""

from __future__ import annotations

import fcntl
import json
import time
from collections.abc import Iterable, Sequence
from hashlib import sha256
from pathlib import Path
from typing import IO

from commonward.messaging.embedded_log import Bell, Log
from commonward.messaging.transport import Feed, Position, Received, TransportAway

LOOK_SECONDS = 0.1
"""How often to look for what another process has sent."""

Partition = tuple[str, int]


class Lease:
    """The right to read for a group: a lock on a file, which the system frees when its process dies."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: IO[bytes] | None = None

    def hold(self) -> bool:
        """Take the lease if it is free. Returns whether we have it now. Raises TransportAway."""
        if self._file is not None:
            return True
        try:
            file = self._path.open("wb")
        except OSError as error:
            raise TransportAway(str(error)) from error
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
            return False
        self._file = file
        return True

    def give_back(self) -> None:
        file, self._file = self._file, None
        if file is not None:
            file.close()


class EmbeddedGroupMember:
    """Of the members of a group with the same topics one reads, all partitions; the others stand by."""

    def __init__(self, path: Path, bell: Bell, group: str, topics: Sequence[str]) -> None:
        self._log = Log(path)
        self._bell = bell
        self._feed = Feed(group, tuple(topics))
        name = sha256(json.dumps([group, sorted(topics)]).encode()).hexdigest()[:16]
        self._lease = Lease(path.with_name(f"{path.name}.{name}.lock"))
        self._next: dict[Partition, int] = {}
        self._turn = 0

    def poll(self, limit: int, timeout: float) -> list[Received]:
        until = time.monotonic() + timeout
        while True:
            heard = self._bell.heard()
            taken = self._take(limit) if self._lease.hold() else []
            remaining = until - time.monotonic()
            if taken or remaining <= 0:
                return taken
            self._bell.wait(heard, min(remaining, LOOK_SECONDS))

    def commit(self, received: Iterable[Received]) -> None:
        done: dict[Partition, int] = {}
        for message in received:
            at = message.position
            done[at.topic, at.partition] = max(done.get((at.topic, at.partition), 0), at.offset + 1)
        rows = [(self._feed.group, topic, number, offset) for (topic, number), offset in done.items()]
        with self._log.writing() as connection:
            connection.executemany("insert or replace into positions values (?, ?, ?, ?)", rows)

    def rewind(self) -> None:
        self._next.clear()

    def idle(self, seconds: float) -> None:
        time.sleep(seconds)  # a lease lasts as long as its process

    def close(self) -> None:
        self._lease.give_back()
        self._log.close()

    def _take(self, limit: int) -> list[Received]:
        """Read what is there, each time beginning with another partition, so that a full one can't hide the rest."""
        waiting = self._waiting()
        self._turn += 1
        turn = self._turn % (len(waiting) or 1)
        taken: list[Received] = []
        for at, offset in waiting[turn:] + waiting[:turn]:
            taken += self._read(at, offset, limit - len(taken))
            if len(taken) >= limit:
                break
        for message in taken:
            self._next[message.position.topic, message.position.partition] = message.position.offset + 1
        return taken

    def _waiting(self) -> list[tuple[Partition, int]]:
        """The partitions that hold more than was taken, each with the offset to read from."""
        ends = self._ends()
        if ends.keys() - self._next.keys():
            self._next = self._committed() | self._next
        return [(at, self._next.get(at, 0)) for at, end in ends.items() if self._next.get(at, 0) < end]

    def _read(self, at: Partition, offset: int, limit: int) -> list[Received]:
        query = (
            'select "offset", key, value, headers from messages'
            ' where topic = ? and partition = ? and "offset" >= ? order by "offset" limit ?'
        )
        with self._log.reading() as connection:
            rows = connection.execute(query, (*at, offset, limit)).fetchall()
        return [Received(Position(*at, row[0]), row[1], row[2], _headers(row[3])) for row in rows]

    def _ends(self) -> dict[Partition, int]:
        with self._log.reading() as connection:
            rows = connection.execute("select topic, number, end_offset from partitions order by topic, number")
            return {(topic, number): end for topic, number, end in rows if self._feed.has(topic)}

    def _committed(self) -> dict[Partition, int]:
        query = "select topic, partition, next_offset from positions where member_group = ?"
        with self._log.reading() as connection:
            return {(topic, number): offset for topic, number, offset in connection.execute(query, (self._feed.group,))}


def _headers(text: str) -> tuple[tuple[str, bytes], ...]:
    return tuple((name, value.encode("latin-1")) for name, value in json.loads(text))
