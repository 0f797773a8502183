"""The API: concerns raised a second, under two server processes; ours as it is, and without its protection."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from statistics import median

from bench.cpu import family, seconds_of
from bench.figures import Figure, beside_floor, interleaved
from bench.floor_api import WORKERS
from bench.processes import COMMONWARD, Running, answers, running, wait_until
from bench.region import Region, Unusable
from commonward.cli.serve import THREADS
from commonward.identity.recent import LIFE_SECONDS, MOST
from commonward_stack.ports import free_port

SCRIPT = Path(__file__).with_name("raise_concerns.lua")
CONNECTIONS = 16
WARM_UP = 2
LEAST = 0.4
MOST_FALL = 0.15
"""By how much access decisions and sealing may lower the ratio to the floor."""


@dataclass(frozen=True)
class Server:
    """Something that takes concerns."""

    port: int
    process: Running


def measure(region: Region, seconds: int, rounds: int) -> list[Figure]:
    """Ours beside the floor, the floor that writes a single row, and ours unprotected. Raises Unusable."""
    if shutil.which("wrk") is None:
        raise Unusable("wrk is not installed: sudo apt-get install wrk")
    load = Load(region, seconds)
    with ExitStack() as stack:
        floor = stack.enter_context(_floor(region, "rows"))
        single = stack.enter_context(_floor(region, "single"))
        ours = stack.enter_context(_ours(region))
        bare = stack.enter_context(_unprotected(region))
        servers = {"floor": floor, "single": single, "ours": ours, "unprotected": bare}
        for server in servers.values():
            load.put_on(server, WARM_UP)
        found = interleaved(rounds, **{name: load.measured(name, server) for name, server in servers.items()})
    settings = {
        "workers": WORKERS,
        "threads": THREADS,
        "connections": CONNECTIONS,
        "seconds": seconds,
        "token_cache": {"seconds": LIFE_SECONDS, "tokens": MOST},
    }
    figure = beside_floor("API", "concerns/s", LEAST, found, **settings)
    alone = replace(figure, name="API, single INSERT", floor=median(found["single"]), target="", reached=None)
    cpu = {name: median(load.cpu[name]) for name in servers}
    used = Figure("API, CPU", "us/concern", cpu["ours"], cpu["floor"], "", None, dict(load.cpu))
    bare_cpu = replace(used, name="API, CPU beside unprotected", floor=cpu["unprotected"])
    return [figure, _fall(found), alone, used, bare_cpu]


def _fall(found: Mapping[str, Sequence[float]]) -> Figure:
    """What protection takes of the ratio: both ratios have one floor, so it is ours beside ours unprotected."""
    ours, bare = median(found["ours"]), median(found["unprotected"])
    target = f"ratio falls <= {MOST_FALL:.0%}"
    settings = {"ratio_to_floor_falls_by": f"{1 - ours / bare:.1%}"}
    return Figure(
        "API, unprotected", "concerns/s", ours, bare, target, ours >= (1 - MOST_FALL) * bare, settings=settings
    )


@contextmanager
def _ours(region: Region) -> Iterator[Server]:
    port = free_port()
    command = [COMMONWARD, "api", "referral", "--workers", str(WORKERS), "--port", str(port)]
    with _serving(command, region.environment, port) as server:
        yield server


@contextmanager
def _floor(region: Region, kind: str) -> Iterator[Server]:
    port = free_port()
    command = [sys.executable, "-m", "bench.floor_api", str(port)]
    with _serving(command, region.environment | {"FLOOR": kind}, port) as server:
        yield server


@contextmanager
def _unprotected(region: Region) -> Iterator[Server]:
    port = free_port()
    with _serving([sys.executable, "-m", "bench.open_api", str(port)], region.environment, port) as server:
        yield server


@contextmanager
def _serving(command: Sequence[str], environment: dict[str, str], port: int) -> Iterator[Server]:
    with running(command, environment) as process:
        wait_until(f"an answer at port {port}", lambda: answers(f"http://127.0.0.1:{port}/health/ready"), process)
        yield Server(port, process)


class Load:
    """wrk, with a script that posts concerns about distinct synthetic children."""

    def __init__(self, region: Region, seconds: int) -> None:
        self._region = region
        self._seconds = seconds
        self._token = region.issuer.token()
        self._runs = count(100)
        self.cpu: dict[str, list[float]] = defaultdict(list)
        """Microseconds that the server and PostgreSQL spent on a concern, by server and round."""

    def measured(self, name: str, server: Server) -> Callable[[], float]:
        """A measure of this server, on empty tables."""

        def measure() -> float:
            self._region.clear("referral")
            pids = [*family(server.process.pid), *self._region.backends()]
            before = seconds_of(pids)
            speed = self.put_on(server, self._seconds)
            spent = seconds_of(pids) - before
            written = self._region.count("concern")
            if not written:
                raise Unusable("no concern was written")
            self.cpu[name].append(spent / written * 1e6)
            return speed

        return measure

    def put_on(self, server: Server, seconds: int) -> float:
        """Requests answered a second. Raises Unusable when the server died or some were refused."""
        environment = self._region.environment | {"BENCH_RUN": str(next(self._runs)), "BENCH_TOKEN": self._token}
        address = f"http://127.0.0.1:{server.port}/v1/concerns"
        command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "-s", str(SCRIPT), address]
        said = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=seconds + 60).stdout
        server.process.check()
        speed = re.search(r"Requests/sec:\s*([\d.]+)", said)
        refused = re.search(r"Non-2xx or 3xx responses: (\d+)", said)
        total = re.search(r"(\d+) requests in", said)
        if speed is None or total is None:
            raise Unusable(f"wrk said:\n{said}")
        if refused is not None and int(refused[1]) > int(total[1]) // 1000:
            raise Unusable(f"{refused[1]} of {total[1]} concerns were refused:\n{said}")
        return float(speed[1])
