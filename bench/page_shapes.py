"""The two shapes in which pages are measured: every service a process, as operators run it, and all in one process."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import requests

from bench.children import body
from bench.cpu import family, seconds_of
from bench.processes import COMMONWARD, answers, running, wait_until
from bench.region import AUTHORITY, Region, Unusable, region
from commonward.cli.forms import simplest
from commonward.clock import london, utcnow
from commonward.identity.login import Tokens
from commonward.procedure import Procedures
from commonward.runtime import Platform, find_service
from commonward.settings import Settings, load_settings
from commonward_stack.ports import free_port
from tests.services.portal.place import Visitor, make_settings, person, story
from tests.services.portal.place import running as together

SERVICES = ("referral", "risk", "meetings", "notify")
PORTAL = "portal"
FORM = "mosaic"
MANAGER = "leeds-team-manager"
TIMELINE = "/v1/cases/{}/timeline"
_API = (COMMONWARD, "api", "--workers", "1")
AT_ONCE = 50
"""Records that are made before the entries are counted again."""


@dataclass(frozen=True)
class Place:
    """A platform that runs, a case with a long chronology in it, and somebody who may see it."""

    settings: Settings
    case: str
    entries: int
    browser: requests.Session
    """Signed in at the portal."""
    cpu: Callable[[], Mapping[str, float]]
    """Seconds that each part has used so far."""


@contextmanager
def one_process(entries: int) -> Iterator[Place]:
    """As under `make run`; with SQLite, and the asking in the same process."""
    with TemporaryDirectory() as folder, together(Path(folder)) as address:
        played = story(address, AUTHORITY)
        case = str(played.begin(("Long", "Example"))["case"])
        played.assess(case, "high")
        played.meet(case)
        manager = person(address, MANAGER)
        count = _filled(
            entries,
            lambda form: manager.post("referral", f"/cases/{case}/records", form),
            lambda: sum(len(manager.get(each, f"/cases/{case}/timeline")["entries"]) for each in SERVICES),
        )
        visitor = Visitor(address)
        visitor.sign_in(MANAGER)
        settings = make_settings(Path(folder), public_url=address)
        yield Place(settings, case, count, visitor.http, lambda: {"all": time.process_time()})


@contextmanager
def processes(entries: int) -> Iterator[Place]:
    """Each API, the portal and each worker by itself, on the real Kafka and PostgreSQL. Raises Unusable."""
    with region(SERVICES) as bare, ExitStack() as stack:
        ports = {service: free_port() for service in (*SERVICES, PORTAL)}
        here = _at_ports(bare, ports)
        started = {
            service: stack.enter_context(running([*_API, service, "--port", str(port)], here.environment))
            for service, port in ports.items()
        }
        workers = [stack.enter_context(running([COMMONWARD, "worker", each], here.environment)) for each in SERVICES]
        for service, port in ports.items():
            look = partial(answers, f"http://127.0.0.1:{port}/health/live")
            wait_until(f"an answer of {service}", look, *started.values(), *workers)
        settings = load_settings(here.environment)
        token = here.issuer.token("bench-manager", "team-manager")
        case, count = _long_case(settings, token, entries)

        def cpu() -> Mapping[str, float]:
            used = {service: seconds_of(family(process.pid)) for service, process in started.items()}
            return used | {"PostgreSQL": seconds_of(here.backends())}

        yield Place(settings, case, count, _signed_in(settings, token), cpu)


def _at_ports(here: Region, ports: Mapping[str, int]) -> Region:
    """The region, with the addresses at which the portal finds its services."""
    named = {f"COMMONWARD_SERVICES__{each.upper()}": f"http://127.0.0.1:{ports[each]}" for each in SERVICES}
    public = {"COMMONWARD_PUBLIC_URL": f"http://127.0.0.1:{ports[PORTAL]}"}
    return replace(here, environment=here.environment | named | public)


def _long_case(settings: Settings, token: str, entries: int) -> tuple[str, int]:
    """A case with as many records as it takes."""
    http = requests.Session()
    http.headers.update({"Authorization": f"Bearer {token}", "Content-Type": "application/json"})

    def send(path: str, data: bytes) -> Any:
        answer = http.post(f"{settings.service_url('referral')}/v1{path}", data=data, timeout=20)
        if not answer.ok:
            raise Unusable(f"{path} was answered with {answer.status_code}: {answer.text[:500]}")
        return answer.json()

    def seen(service: str) -> int:
        answer = http.get(settings.service_url(service) + TIMELINE.format(case), timeout=20)
        return len(answer.json()["entries"]) if answer.ok else 0

    case = str(send("/concerns", body(1))["case"])
    count = _filled(
        entries,
        lambda form: send(f"/cases/{case}/records", json.dumps(form, default=str).encode()),
        lambda: sum(map(seen, SERVICES)),
    )
    return case, count


def _filled(entries: int, record: Callable[[dict[str, Any]], object], count: Callable[[], int]) -> int:
    """Make records until the chronology has so many entries; gives how many it has."""
    kind = Procedures({AUTHORITY: ["national", AUTHORITY]}).of(AUTHORITY).record_kind(FORM)
    assert kind is not None  # the board's own form
    form = {"kind": kind.id, "answers": simplest(kind, london(utcnow()).date())}
    while count() < entries:
        for _ in range(AT_ONCE):
            record(form)
    time.sleep(2)  # what the services have still to tell each other
    return count()


def _signed_in(settings: Settings, token: str) -> requests.Session:
    """A browser with the cookie that a sign-in would have left; the bench's issuer has no page to sign in at."""
    app = Platform(settings).app(find_service(PORTAL))
    client, now = app.test_client(), time.time()
    with client.session_transaction() as session:
        tokens = Tokens(AUTHORITY, token, "", "Bench manager (synthetic)", now + 3000)
        session.update(began=now, seen=now, user=asdict(tokens))
    name = app.config["SESSION_COOKIE_NAME"]
    cookie = client.get_cookie(name)
    assert cookie is not None
    browser = requests.Session()
    browser.cookies.set(name, cookie.value)
    return browser
