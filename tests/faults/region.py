"""A region whose broker and workers are killed: real processes, a real broker, a real database, a real mail server."""

from __future__ import annotations

import random
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg

from commonward.runtime import Platform
from commonward.settings import Settings
from commonward_stack import KafkaServer
from commonward_stack.ports import free_port
from tests.end_to_end.running import Environment, call, distributed, settings_of, start, wait_for
from tests.faults.people import issuers, provider
from tests.faults.post import Post

if TYPE_CHECKING:
    from tests.conftest import Database

WORKERS = ("referral", "risk", "meetings", "notify")
PARTNER = "school-mis"
PATIENCE = 60.0
MID_BATCH = """
    SELECT EXISTS (SELECT FROM pg_locks l JOIN pg_class c ON c.oid = l.relation
    JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
    AND n.nspname = %s AND c.relname = 'inbox')
"""
"""Only a consumer reads and writes the inbox: whoever holds a lock on it is in the middle of a batch."""


@dataclass(frozen=True, slots=True)
class Kill:
    """What was killed, and when (`time.monotonic`)."""

    what: str
    where: str
    at: float


@dataclass
class Region:
    """What runs, and how to kill it."""

    folder: Path
    environment: Environment
    settings: Settings
    broker: KafkaServer
    database: Database
    post: Post
    api: str = ""
    workers: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    kills: list[Kill] = field(default_factory=list)

    def start_worker(self, service: str) -> None:
        self.workers[service] = start(self.environment, self.folder / f"{service}.log", "worker", service)

    def kill_in_mid_batch(self, service: str) -> None:
        """SIGKILL while a transaction of the worker's consumer is open, and start it again."""
        until = time.monotonic() + PATIENCE
        with psycopg.connect(self.database.admin_url, autocommit=True) as connection:
            ask = connection.cursor()
            while not _yes(ask.execute(MID_BATCH, [service])):
                assert time.monotonic() < until, f"{service} took no batch for {PATIENCE:.0f} seconds"
                time.sleep(0.002)
            self._kill(service, "mid-batch")
        self.start_worker(service)

    def kill_in_mid_delivery(self) -> None:
        """SIGKILL when the mail server has taken a message and the worker does not know it yet."""
        self.post.then = lambda: self._kill("notify", "mid-delivery")
        until = time.monotonic() + PATIENCE
        while self.post.then is not None:
            assert time.monotonic() < until, f"no mail was sent for {PATIENCE:.0f} seconds"
            time.sleep(0.01)
        self.workers["notify"].wait()
        self.start_worker("notify")

    def kill_broker(self) -> None:
        """As a power cut would; it is away for a while, then the same again."""
        self.kills.append(Kill("broker", "anywhere", time.monotonic()))
        self.broker.kill()
        time.sleep(random.uniform(0, 2))
        self.broker.start()

    def _kill(self, service: str, where: str) -> None:
        self.workers[service].kill()
        self.kills.append(Kill(service, where, time.monotonic()))
        if where == "mid-batch":
            self.workers[service].wait()

    def dead(self) -> list[str]:
        """Workers that ended by themselves, which none should."""
        return [service for service, process in self.workers.items() if process.poll() is not None]

    def count(self, query: str) -> int:
        """A number from the database, over all authorities."""
        with psycopg.connect(self.database.admin_url) as connection:
            row = connection.execute(query).fetchone()  # type: ignore[arg-type]  # the tests' own text
        assert row is not None
        return int(row[0])


@contextmanager
def running(folder: Path, database: Database) -> Iterator[Region]:
    """Everything started, migrated and answering."""
    with ExitStack() as stack:
        broker, post = stack.enter_context(KafkaServer()), stack.enter_context(Post())
        more = {"COMMONWARD_MAIL__PORT": str(post.port), "COMMONWARD_TELEMETRY__JSON_LOGS": "true"}
        environment = {**distributed(folder, database, broker.servers), **more}
        environment["COMMONWARD_CONFIG"] = _configuration(folder, environment)
        settings = settings_of(environment)
        stack.enter_context(provider(settings))
        region = Region(folder, environment, settings, broker, database, post)
        call(environment, "migrate")
        _add_partner(region)
        stack.callback(_end_all, region)
        for service in WORKERS:
            region.start_worker(service)
        stack.enter_context(_api(region))
        yield region


def _configuration(folder: Path, environment: Environment) -> str:
    path = folder / "region.toml"
    text = Path(environment["COMMONWARD_CONFIG"]).read_text(encoding="utf-8")
    path.write_text(text + issuers(environment["COMMONWARD_PUBLIC_URL"]), encoding="utf-8")
    return str(path)


def _add_partner(region: Region) -> None:
    platform = Platform(region.settings)
    platform.ensure_topics()
    for board in region.settings.authorities:
        platform.ensure_partner_topics(board, PARTNER)
    platform.close()


@contextmanager
def _api(region: Region) -> Iterator[None]:
    port, log = free_port(), region.folder / "api.log"
    process = start(region.environment, log, "api", "referral", "--port", str(port), "--workers", "1")
    try:
        region.api = f"http://127.0.0.1:{port}"
        wait_for(f"{region.api}/health/ready", process, log)
        yield
    finally:
        process.terminate()
        process.wait()


def _end_all(region: Region) -> None:
    for process in region.workers.values():
        process.kill()
        process.wait()


def _yes(cursor: psycopg.Cursor[tuple[bool]]) -> bool:
    row = cursor.fetchone()
    return bool(row and row[0])
