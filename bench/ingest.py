"""Ingest: a partner's events, from the topic to routed concerns committed, by one worker process."""

from __future__ import annotations

import sys
import time
from itertools import count

import psycopg
from kafka import KafkaAdminClient, KafkaProducer

from bench.children import body
from bench.figures import Figure, beside_floor, interleaved
from bench.processes import COMMONWARD, Running, running, wait_until
from bench.region import AUTHORITY, Region, Unusable
from commonward.clock import utcnow
from commonward.contracts.topics import partner_inbound
from commonward.messaging.consumer import BATCH

PARTNER = "bench"
BATCHES = (200, 500, 1000)
"""Batch sizes that the floor is tried with; the best one counts."""
SECONDS = 120.0
"""The longest that one round may take."""
LOOK = 0.05
LEAST = 0.5


def measure(region: Region, events: int, rounds: int) -> Figure:
    """Ours beside the floor. Raises Unusable."""
    bench = Ingest(region, events)
    bench.preload()
    best = bench.best_batch()
    found = interleaved(rounds, floor=lambda: bench.floor(best), ours=bench.ours)
    return beside_floor("ingest", "events/s", LEAST, found, events=events, batch=BATCH, floor_batch=best)


class Ingest:
    """One preloaded topic, read again and again by ours and by the floor."""

    def __init__(self, region: Region, events: int) -> None:
        self._region = region
        self._events = events
        self._prefix = region.platform.settings.topic_prefix
        self._groups = count()
        self._topic = self._prefix + partner_inbound(AUTHORITY, PARTNER)

    def preload(self) -> None:
        """Put the events on the partner's topic."""
        self._region.platform.ensure_partner_topics(AUTHORITY, PARTNER)
        producer = KafkaProducer(bootstrap_servers=self._region.servers, linger_ms=20)
        sent_at = utcnow().isoformat().encode()
        for number in range(self._events):
            producer.send(self._topic, body(number), headers=_headers(number, sent_at))
        producer.flush(60)
        producer.close()

    def best_batch(self) -> int:
        """The batch size with which the floor is fastest."""
        speeds = {batch: self.floor(batch) for batch in BATCHES}
        for batch, speed in speeds.items():
            print(f"  floor with batches of {batch}: {speed:,.0f}", flush=True)
        return max(speeds, key=lambda batch: speeds[batch])

    def ours(self) -> float:
        """The worker's events a second."""
        environment = self._region.environment
        self._region.clear("referral")
        with running([COMMONWARD, "worker", "referral", "--only", "consumer"], environment) as process:
            speed = self._watch(process)
        self._check_rows()
        self._forget_group(f"{self._prefix}commonward-referral")
        return speed

    def floor(self, batch: int) -> float:
        """The bare consumer's events a second."""
        self._region.clear("referral")
        group = f"{self._prefix}floor-{next(self._groups)}"
        where = [self._region.servers, self._topic, group, self._region.app_url, str(batch)]
        with running([sys.executable, "-m", "bench.floor_consumer", *where], self._region.environment) as process:
            speed = self._watch(process)
        self._check_rows()
        return speed

    def _forget_group(self, group: str) -> None:
        """The next round reads the topic from its beginning again."""
        admin = KafkaAdminClient(bootstrap_servers=self._region.servers)
        try:
            wait_until("the end of the worker's group", lambda: admin.delete_groups([group]).get(group) == "OK")
        finally:
            admin.close()

    def _watch(self, process: Running) -> float:
        """From the first commit to the last: events a second, without those of the first commit."""
        first: tuple[float, int] | None = None
        until = time.monotonic() + SECONDS
        with psycopg.connect(self._region.admin_url, autocommit=True) as connection:
            while time.monotonic() < until:
                process.check()
                row = connection.execute("SELECT count(*) FROM referral.concern").fetchone()
                now, done = time.monotonic(), int(row[0]) if row else 0
                if done and first is None:
                    first = now, done
                if first is not None and done >= self._events > first[1]:
                    return (done - first[1]) / (now - first[0])
                time.sleep(LOOK)
        raise Unusable(f"only {done} of {self._events} events were committed within {SECONDS:.0f} s")

    def _check_rows(self) -> None:
        """Every table holds what it should, whoever wrote it."""
        tables = {"child": 1, "child_case": 1, "concern": 1, "subject": 1, "inbox": 1, "outbox": 4, "audit": 1}
        for table, each in tables.items():
            if (found := self._region.count(table)) != each * self._events:
                raise Unusable(f"{table} holds {found} rows, not {each * self._events}: not the same work")


def _headers(number: int, sent_at: bytes) -> list[tuple[str, bytes]]:
    return [
        ("ce_specversion", b"1.0"),
        ("ce_id", f"report-{number}".encode()),
        ("ce_source", b"/bench"),
        ("ce_type", b"uk.commonward.partner.concern-reported.v1"),
        ("ce_time", sent_at),
        ("content-type", b"application/json"),
    ]
