"""How far a consumer group is behind the topics that it reads, as Apache Kafka knows: also when no member runs."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from contextlib import closing
from datetime import UTC, datetime

from kafka import KafkaConsumer, TopicPartition
from kafka.admin import KafkaAdminClient, OffsetSpec

from commonward.messaging.kafka_connection import KafkaConnection, broker_needed
from commonward.messaging.transport import Behind, Feed

LOOK_SECONDS = 1.0
"""How long to look, at most, for the oldest messages that wait."""
SMALL = 1
"""Bytes to fetch of a partition: the broker sends its first batch, however small this is."""


def left_to_take(admin: KafkaAdminClient, feed: Feed) -> dict[TopicPartition, tuple[int, int]]:
    """For each partition that the group reads: the offset that it takes next, and the one that comes at its end."""
    names = [name for name in admin.list_topics() if feed.has(name)]
    if not names:
        return {}
    at = [
        TopicPartition(described["name"], partition["partition_index"])
        for described in admin.describe_topics(names)
        for partition in described["partitions"]
    ]
    begins, ends = (_offsets(admin, at, which) for which in (OffsetSpec.EARLIEST, OffsetSpec.LATEST))
    committed = admin.list_group_offsets({feed.group: at})[feed.group]
    done = {each: known.offset for each, known in committed.items()}
    return {each: (max(begins[each], done.get(each, 0)), ends[each]) for each in at}


def behind(connection: KafkaConnection, left: Mapping[TopicPartition, tuple[int, int]]) -> tuple[Behind, ...]:
    """The same in sum for each topic. Raises TransportAway."""
    waiting = {at: first for at, (first, end) in left.items() if first < end}
    oldest = _sent(connection, waiting) if waiting else {}
    return tuple(
        Behind(
            topic,
            events=sum(max(0, end - first) for at, (first, end) in left.items() if at.topic == topic),
            since=min((when for at, when in oldest.items() if at.topic == topic), default=None),
        )
        for topic in sorted({at.topic for at in left})
    )


def _sent(connection: KafkaConnection, firsts: Mapping[TopicPartition, int]) -> dict[TopicPartition, datetime]:
    """When the messages at these offsets were sent, as far as the broker gives them out in time."""
    found: dict[TopicPartition, datetime] = {}
    until = time.monotonic() + LOOK_SECONDS
    alone = {"group_id": None, "enable_auto_commit": False, "max_partition_fetch_bytes": SMALL}
    with closing(connection.open(KafkaConsumer, **alone)) as client, broker_needed():
        client.assign(list(firsts))
        for at, first in firsts.items():
            client.seek(at, first)
        while len(found) < len(firsts) and time.monotonic() < until:
            for at, records in client.poll(timeout_ms=100).items():
                found.setdefault(at, datetime.fromtimestamp(records[0].timestamp / 1000, UTC))
                client.pause(at)
    return found


def _offsets(admin: KafkaAdminClient, at: Iterable[TopicPartition], which: OffsetSpec) -> dict[TopicPartition, int]:
    found = admin.list_partition_offsets(dict.fromkeys(at, which))
    return {each: known.offset for each, known in found.items()}
