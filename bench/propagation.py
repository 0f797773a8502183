"""How fast a restriction holds: from sending it to referral until each other service refuses. Workers are processes."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from statistics import quantiles
from typing import Any

from flask import Flask

from bench.children import body
from bench.figures import Figure
from bench.floor_propagation import floor
from bench.processes import COMMONWARD, Running, running, wait_until
from bench.region import AUTHORITY, COORDINATOR_PERSON, Region, Unusable, region
from commonward.identity import person_id
from commonward.runtime import find_service

FOLLOWING = ("risk", "meetings", "notify")
SERVICES = ("referral", *FOLLOWING)
MOST_MS = 2000.0
"""99 of 100 refusals must be there within it."""
PATIENCE = 30.0
LOOK = 0.005
WHY = "A synthetic reason of the benchmark's."

Step = Mapping[str, Any]
_BLOCK = {"person": str(person_id(AUTHORITY, COORDINATOR_PERSON)), "code": "relative", "reason": WHY}
_NOBODY = {"role": "social-worker", "team": "cluster-east", "worker": None}
CHANGES: Mapping[str, tuple[str, str, Step]] = {
    "restriction": ("coordinator", "restriction", {"people": [], "code": "other", "reason": WHY}),
    "block": ("coordinator", "blocks", _BLOCK),
    "revocation": ("worker", "allocation", _NOBODY),
}
"""Who sees the case no longer, the command, and what it says."""


Apps = Mapping[str, Flask]


class Caller:
    """Somebody with a token, who asks the services' web apps in this process; the database is between them all."""

    def __init__(self, apps: Apps, token: str) -> None:
        self._clients = {service: app.test_client() for service, app in apps.items()}
        self._headers = {"Authorization": f"Bearer {token}"}

    def look(self, service: str, case: str) -> tuple[int, Any]:
        """How the service answers when the case's timeline is asked for."""
        answer = self._clients[service].get(f"/v1/cases/{case}/timeline", headers=self._headers)
        return answer.status_code, answer.json

    def tell(self, path: str, sent: object) -> Any:
        """A command to referral. Raises Unusable when it is refused."""
        answer = self._clients["referral"].post(f"/v1{path}", json=sent, headers=self._headers)
        if answer.status_code >= 300:
            raise Unusable(f"{path} was answered with {answer.status_code}: {answer.text}")
        return answer.json


def measure(changes: int) -> list[Figure]:
    """The median and p99 in milliseconds of so many changes of each kind, over the services. Raises Unusable."""
    with region(SERVICES) as here, _workers(here) as processes:
        apps = {service: here.platform.app(find_service(service)) for service in SERVICES}
        people = {
            "worker": ("bench-other-worker", "social-worker"),
            "coordinator": (COORDINATOR_PERSON, "cse-missing-coordinator"),
            "manager": ("bench-manager", "team-manager"),
        }
        tokens = {name: here.issuer.token(sub, role) for name, (sub, role) in people.items()}
        cases = [_open(apps, tokens, number) for number in range(changes * len(CHANGES))]
        wait_until("every case in every service", lambda: _all_seen(apps, tokens, cases), *processes)
        waits = [each for number, case in enumerate(cases) for each in _waits(apps, tokens, number, case)]
        bare = floor(here, changes)
    return _figures(waits, bare, {"changes": changes, "kinds": len(CHANGES), "services": len(FOLLOWING)})


@contextmanager
def _workers(here: Region) -> Iterator[list[Running]]:
    """Every service's worker, each a process."""
    with ExitStack() as stack:
        commands = ([COMMONWARD, "worker", service] for service in SERVICES)
        yield [stack.enter_context(running(command, here.environment)) for command in commands]


def _open(apps: Apps, tokens: Mapping[str, str], number: int) -> str:
    """A case that is allocated to the worker, of another team."""
    manager = Caller(apps, tokens["manager"])
    case = str(manager.tell("/concerns", json.loads(body(number)))["case"])
    given = {**_NOBODY, "worker": str(person_id(AUTHORITY, "bench-other-worker"))}
    manager.tell(f"/cases/{case}/allocation", given)
    return case


def _all_seen(apps: Apps, tokens: Mapping[str, str], cases: list[str]) -> bool:
    callers = [Caller(apps, tokens[name]) for name in ("worker", "coordinator")]
    looks = ((it, service, case) for case in reversed(cases) for service in FOLLOWING for it in callers)
    return all(it.look(service, case)[0] == 200 for it, service, case in looks)


def _waits(apps: Apps, tokens: Mapping[str, str], number: int, case: str) -> list[float]:
    """One change, and for each service the milliseconds from sending it until the service refuses."""
    who, path, sent = CHANGES[list(CHANGES)[number % len(CHANGES)]]

    def refused(service: str) -> float:
        caller, until = Caller(apps, tokens[who]), time.monotonic() + PATIENCE
        while time.monotonic() < until:
            status, said = caller.look(service, case)
            if status == 404 and "minutes_behind" not in said:
                return time.monotonic()
            time.sleep(LOOK)
        raise Unusable(f"{service} still shows a case {PATIENCE:.0f} s after its {path}")

    with ThreadPoolExecutor(len(FOLLOWING)) as pool:
        watched = [pool.submit(refused, service) for service in FOLLOWING]
        begun = time.monotonic()
        Caller(apps, tokens["manager"]).tell(f"/cases/{case}/{path}", sent)
        return [1000 * (one.result() - begun) for one in watched]


def _figures(waits: list[float], bare: list[float], settings: dict[str, object]) -> list[Figure]:
    ours, floors = quantiles(waits, n=100), quantiles(bare, n=100)
    p99 = ours[98]
    return [
        Figure("restriction p50", "ms", ours[49], floors[49], "", None, settings=settings),
        Figure("restriction p99", "ms", p99, floors[98], f"< {MOST_MS / 1000:.0f} s", p99 < MOST_MS),
    ]
