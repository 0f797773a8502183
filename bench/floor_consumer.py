"""The floor of the ingest: a bare kafka-python consumer that writes the rows of a batch in one statement.

`python -m bench.floor_consumer SERVERS TOPIC GROUP DATABASE BATCH`
"""

from __future__ import annotations

import json
import sys
from typing import Any

import psycopg
import uuid_utils
from kafka import KafkaConsumer

from bench.rows import BATCH, SET_AUTHORITY, TYPES, as_long, rows_of


def consume(servers: str, topic: str, group: str, database: str, *, batch: int) -> None:
    """Write what comes until the process is stopped."""
    consumer = KafkaConsumer(
        topic, bootstrap_servers=servers, group_id=group, enable_auto_commit=False, auto_offset_reset="earliest"
    )
    with psycopg.connect(database, options="-c search_path=referral") as connection:
        while True:
            taken = consumer.poll(timeout_ms=500, max_records=batch)
            records = [record for records in taken.values() for record in records]
            if records:
                connection.execute(SET_AUTHORITY)
                connection.execute(BATCH, _columns(topic, records), prepare=True)
                connection.commit()
                consumer.commit()


def _columns(topic: str, records: list[Any]) -> dict[str, Any]:
    columns: dict[str, Any] = {name: [] for name in TYPES}
    appends = [(name, columns[name].append) for name in TYPES]
    for record in records:
        row = rows_of(json.loads(record.value), str(uuid_utils.uuid7()))
        for name, append in appends:
            append(row[name])
    columns["topic"] = topic
    columns["partition"] = [record.partition for record in records]
    columns["offset"] = [record.offset for record in records]
    columns["body"] = [as_long(record.value.decode()) for record in records]
    return columns


if __name__ == "__main__":
    _, *where, size = sys.argv
    consume(*where, batch=int(size))
