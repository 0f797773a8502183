"""The floor of a restriction: a message on a topic, a bare consumer that commits one row, and whoever looks for it."""

from __future__ import annotations

import threading
import time

import psycopg
from kafka import KafkaConsumer, KafkaProducer

from bench.region import Region

TOPIC, TABLE = "floor", "floor_of_restrictions"
LOOK = 0.005
WARM_UP = 3


def floor(here: Region, messages: int) -> list[float]:
    """Milliseconds from sending each until its row is seen."""
    topic = f"{here.platform.settings.topic_prefix}{TOPIC}"
    here.platform.transport.ensure_topics([topic], partitions=1)
    over = threading.Event()
    with psycopg.connect(here.admin_url, autocommit=True) as looking:
        looking.execute(f"CREATE TABLE {TABLE} (id int)")
        consumer = threading.Thread(target=_consume, args=(here, topic, over))
        consumer.start()
        producer = KafkaProducer(bootstrap_servers=here.servers, acks="all")
        try:
            return [_one(producer, topic, looking, number) for number in range(WARM_UP + messages)][WARM_UP:]
        finally:
            over.set()
            consumer.join()
            producer.close()


def _one(producer: KafkaProducer, topic: str, looking: psycopg.Connection[tuple[int]], number: int) -> float:
    begun = time.monotonic()
    producer.send(topic, str(number).encode()).get(10)
    while looking.execute(f"SELECT id FROM {TABLE} WHERE id = %s", [number]).fetchone() is None:
        time.sleep(LOOK)
    return 1000 * (time.monotonic() - begun)


def _consume(here: Region, topic: str, over: threading.Event) -> None:
    consumer = KafkaConsumer(topic, bootstrap_servers=here.servers, group_id=topic, auto_offset_reset="earliest")
    with psycopg.connect(here.admin_url) as connection:
        while not over.is_set():
            for records in consumer.poll(timeout_ms=200).values():
                for record in records:
                    connection.execute(f"INSERT INTO {TABLE} VALUES (%s)", [int(record.value)])
                connection.commit()
    consumer.close()
