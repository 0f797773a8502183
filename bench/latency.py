"""Latency: from the POST of a concern to the coordinator's e-mail accepted by the SMTP server, over every service."""

from __future__ import annotations

import http.client
import re
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from statistics import quantiles
from uuid import UUID

from aiosmtpd.controller import Controller

from bench.children import body
from bench.figures import Figure
from bench.processes import COMMONWARD, Running, answers, running, wait_until
from bench.region import COORDINATOR, Region, Unusable, region
from commonward_stack.ports import free_port

SERVICES = ("referral", "risk", "meetings", "notify")
MOST_SECONDS = 1.0
"""99 of 100 e-mails must be there within it."""
CLIENTS = 8
WARM_UP = 3.0
PATIENCE = 30.0
"""Seconds to wait for the last e-mails."""

_CASE = re.compile(rb"/cases/([0-9a-f-]{36})")


class Mailbox:
    """Notes when the coordinator's first e-mail about each case was accepted."""

    def __init__(self) -> None:
        self.accepted: dict[UUID, float] = {}

    async def handle_DATA(self, _server: object, _session: object, envelope: object) -> str:
        """aiosmtpd calls it for each message."""
        now = time.monotonic()
        content = getattr(envelope, "content", b"")
        found = _CASE.search(content)
        if found is not None and COORDINATOR in getattr(envelope, "rcpt_tos", ()):
            self.accepted.setdefault(UUID(found[1].decode()), now)
        return "250 OK"


def measure(seconds: int, rate: int) -> list[Figure]:
    """Three figures in milliseconds. Raises Unusable when a process dies or mails are missing."""
    mailbox = Mailbox()
    port = free_port()
    controller = Controller(mailbox, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        with region(SERVICES, port) as here, _production(here) as (address, processes):
            poster = Poster(address, here.issuer.token())
            _wait_for_mail(poster, mailbox, processes)
            poster.post_steadily(rate, WARM_UP)
            measured = poster.post_steadily(rate, seconds)
            waits = _waits(measured, mailbox, processes)
    finally:
        controller.stop()
    return _figures(waits, {"seconds": seconds, "concerns_a_second": rate, "mails": len(waits)})


@contextmanager
def _production(here: Region) -> Iterator[tuple[int, list[Running]]]:
    """The API of referral and every service's worker, each a process."""
    port = free_port()
    with ExitStack() as stack:
        commands = [[COMMONWARD, "worker", service] for service in SERVICES]
        commands.append([COMMONWARD, "api", "referral", "--port", str(port)])
        processes = [stack.enter_context(running(command, here.environment)) for command in commands]
        wait_until("an answer of the API", lambda: answers(f"http://127.0.0.1:{port}/health/ready"), *processes)
        yield port, processes


class Poster:
    """Raises concerns at a steady pace, whether the earlier ones were answered or not."""

    def __init__(self, port: int, token: str) -> None:
        self._port = port
        self._headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        self._number = 0
        self._local = threading.local()

    def post_steadily(self, rate: int, seconds: float) -> dict[UUID, float]:
        """Return when each case's concern was to be sent (that it had to queue here counts as its wait)."""
        begun = time.monotonic()
        moments = [begun + n / rate for n in range(int(rate * seconds))]
        with ThreadPoolExecutor(CLIENTS) as pool:
            cases = []
            for moment in moments:
                time.sleep(max(0.0, moment - time.monotonic()))
                self._number += 1
                cases.append(pool.submit(self.post, self._number))
            return {case.result(): moment for case, moment in zip(cases, moments, strict=True)}

    def post(self, number: int) -> UUID:
        """Raise one concern; return its case."""
        if not hasattr(self._local, "connection"):
            self._local.connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=20)
        self._local.connection.request("POST", "/v1/concerns", body(number), self._headers)
        response = self._local.connection.getresponse()
        said = response.read()
        if response.status != 201:
            raise Unusable(f"a concern was answered with {response.status}: {said.decode()[:500]}")
        return UUID(re.search(rb'"case":"([^"]+)"', said)[1].decode())  # type: ignore[index]  # a 201 says its case


def _wait_for_mail(poster: Poster, mailbox: Mailbox, processes: list[Running]) -> None:
    """The first concern shows that every process has begun its work."""
    case = poster.post(0)
    wait_until("the first e-mail", lambda: case in mailbox.accepted, *processes)


def _waits(measured: dict[UUID, float], mailbox: Mailbox, processes: list[Running]) -> list[float]:
    """Each case's wait in milliseconds."""
    wait_until("the last e-mail", lambda: measured.keys() <= mailbox.accepted.keys(), *processes, seconds=PATIENCE)
    return [1000 * (mailbox.accepted[case] - begun) for case, begun in measured.items()]


def _figures(waits: list[float], settings: dict[str, object]) -> list[Figure]:
    cuts = quantiles(waits, n=100)
    return [
        Figure("latency p50", "ms", cuts[49], None, "", None, settings=settings),
        Figure("latency p95", "ms", cuts[94], None, "", None),
        Figure("latency p99", "ms", cuts[98], None, f"< {MOST_SECONDS:.0f} s", cuts[98] < 1000 * MOST_SECONDS),
    ]
