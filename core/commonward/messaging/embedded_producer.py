"""Sending to the embedded log."""

from __future__ import annotations

import json
import sqlite3
import time
import zlib
from collections.abc import Sequence

from commonward.messaging.embedded_log import Bell, Log
from commonward.messaging.transport import Outgoing

Row = tuple[str, int, int, bytes, bytes | None, str, float]


class EmbeddedSender:
    """Stores all messages of a call in one transaction. A message to a topic that nobody made is refused."""

    def __init__(self, log: Log, bell: Bell) -> None:
        self._log = log
        self._bell = bell

    def send(self, messages: Sequence[Outgoing]) -> list[bool]:
        if not messages:
            return []
        with self._log.writing() as connection:
            ends = _ends(connection, {message.topic for message in messages})
            rows = [_row(message, ends[message.topic]) for message in messages if ends[message.topic]]
            connection.executemany("insert into messages values (?, ?, ?, ?, ?, ?, ?)", rows)
            _move_ends(connection, ends)
        self._bell.ring()
        return [bool(ends[message.topic]) for message in messages]

    def close(self) -> None:
        self._log.close()


def _ends(connection: sqlite3.Connection, topics: set[str]) -> dict[str, list[int]]:
    """The offset to come, for each partition of each topic; an empty list where there is no such topic."""
    query = "select end_offset from partitions where topic = ? order by number"
    return {topic: [end for (end,) in connection.execute(query, (topic,))] for topic in topics}


def _row(message: Outgoing, ends: list[int]) -> Row:
    partition = zlib.crc32(message.key) % len(ends)
    offset, ends[partition] = ends[partition], ends[partition] + 1
    headers = json.dumps([(name, value.decode("latin-1")) for name, value in message.headers])
    return message.topic, partition, offset, message.key, message.value, headers, time.time()


def _move_ends(connection: sqlite3.Connection, ends: dict[str, list[int]]) -> None:
    moved = [(end, topic, number) for topic, at in ends.items() for number, end in enumerate(at)]
    connection.executemany("update partitions set end_offset = ? where topic = ? and number = ?", moved)
