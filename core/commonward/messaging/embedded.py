"""The transport for development: a durable log in one SQLite file, without a broker."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from commonward.messaging.embedded_consumer import EmbeddedGroupMember
from commonward.messaging.embedded_log import Bell, Log
from commonward.messaging.embedded_producer import EmbeddedSender
from commonward.messaging.transport import Behind, Feed, TransportAway

_WAITS = """
select 1 from messages where topic = ?1 and partition = ?2 and "offset" < ?3 and "offset" >= coalesce((
    select next_offset from positions where member_group = ?4 and topic = ?1 and partition = ?2
), 0) limit 1
"""

_LEFT = """
select partitions.topic, count(messages."offset"), min(sent_at) from partitions
left join positions on member_group = ? and positions.topic = partitions.topic and positions.partition = number
left join messages on messages.topic = partitions.topic and messages.partition = number
    and messages."offset" >= coalesce(next_offset, 0)
group by partitions.topic order by partitions.topic
"""


class EmbeddedTransport:
    """Keeps messages and the groups' positions in the file `path`; its folder has to exist.

    Share one transport among the threads of a process: a message then wakes them at once. Other processes
    may open the same file on the same machine and see messages within a tenth of a second.
    Messages older than their topic's retention are swept whenever topics are ensured, at each start.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._bell = Bell()
        self._log = Log(path)

    def ensure_topics(self, topics: Iterable[str], *, partitions: int = 6, retention_hours: int | None = None) -> None:
        with self._log.writing() as connection:
            for topic in topics:
                created = connection.execute("insert or ignore into topics values (?, ?)", (topic, retention_hours))
                if created.rowcount:
                    rows = [(topic, number) for number in range(partitions)]
                    connection.executemany("insert into partitions (topic, number) values (?, ?)", rows)
            connection.execute(
                "delete from messages where sent_at < ? - 3600 *"
                " (select retention_hours from topics where topics.topic = messages.topic)",
                (time.time(),),
            )

    def producer(self) -> EmbeddedSender:
        return EmbeddedSender(Log(self._path), self._bell)

    def consumer(self, group: str, topics: Sequence[str]) -> EmbeddedGroupMember:
        return EmbeddedGroupMember(self._path, self._bell, group, topics)

    def ends(self, topic: str) -> dict[int, int]:
        with self._log.reading() as connection:
            return dict(connection.execute("select number, end_offset from partitions where topic = ?", (topic,)))

    def reached(self, group: str, topic: str, ends: Mapping[int, int]) -> bool:
        with self._log.reading() as connection:
            waits = (connection.execute(_WAITS, (topic, number, end, group)).fetchone() for number, end in ends.items())
            return not any(waits)

    def behind(self, feed: Feed) -> tuple[Behind, ...]:
        with self._log.reading() as connection:
            rows = connection.execute(_LEFT, (feed.group,)).fetchall()
        return tuple(Behind(topic, events, _moment(sent)) for topic, events, sent in rows if feed.has(topic))

    def ready(self) -> bool:
        try:
            with self._log.reading() as connection:
                connection.execute("select 1 from topics limit 1")
        except TransportAway:
            return False
        return True

    def close(self) -> None:
        self._log.close()


def _moment(sent: float | None) -> datetime | None:
    return None if sent is None else datetime.fromtimestamp(sent, UTC)
