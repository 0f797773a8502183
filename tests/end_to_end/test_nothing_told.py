"""Nothing that the platform emits names anybody: marked texts go the whole way on the real stack, and are sought.

They are sought in logs, traces, metrics, topics, e-mails, answers to what was refused, and in the database as it lies.
The inbound topics of partners are left out, as they are where the marks come from; so is the one page that gives a
form's own text back to who has just sent it.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
import requests
from flask import Flask, request
from psycopg import sql
from werkzeug.serving import make_server

from commonward.cli.story import Caller, Story
from commonward.contracts.topics import CASE_EVENTS, partner_answers
from commonward.identity import Capability
from commonward.identity.development import with_development_issuers
from commonward.messaging.transport import Outgoing
from commonward.runtime import Platform
from commonward.settings import Settings
from commonward.store import new_id
from tests.end_to_end.running import Environment, call, distributed, up
from tests.services.portal.place import Visitor

if TYPE_CHECKING:
    from tests.conftest import Database

pytestmark = [pytest.mark.stack, pytest.mark.timeout(300)]

MARK = "Zyxomarkia"
"""A word that nobody else writes."""
NUMBER = "9990000018"
BOARDS = ("bolton", "leeds")
PARTNER = "school-mis"


class MarkedCaller(Caller):
    """Whatever it writes in words has the mark in it."""

    def _call(self, method: str, service: str, path: str, **options: Any) -> Any:
        if "json" in options:
            options["json"] = marked(options["json"])
        return super()._call(method, service, path, **options)


class MarkedStory(Story):
    """The main job, by people who mark what they write."""

    def _person(self, capability: Capability) -> Caller:
        return MarkedCaller(self._settings, self._authority, super()._person(capability).user)

    def _in_role(self, role: str) -> Caller:
        return MarkedCaller(self._settings, self._authority, super()._in_role(role).user)


def marked(value: Any) -> Any:
    """The same, with the mark in every text: what has a blank in it is no code, id or day."""
    if isinstance(value, Mapping):
        return {name: marked(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [marked(each) for each in value]
    return f"{value} {MARK}" if isinstance(value, str) and " " in value else value


@dataclass
class Emitted:
    """All that came out, by where it came out."""

    folder: Path
    exported: list[bytes] = field(default_factory=list)
    """What the collector was sent: traces and metrics, as they travel."""
    answers: list[str] = field(default_factory=list)
    """What was answered to what was refused, with its headers."""
    mails: str = ""
    topics: list[bytes] = field(default_factory=list)

    @property
    def logs(self) -> str:
        return (self.folder / "up.log").read_text(encoding="utf-8")


@contextmanager
def collector(into: Emitted) -> Iterator[str]:
    """An OTLP collector that keeps the bytes."""
    app = Flask("collector")

    def take(signal: str) -> str:
        into.exported.append(request.get_data())
        return ""

    app.add_url_rule("/v1/<signal>", "take", take, methods=["POST"])
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def emitted(tmp_path_factory: pytest.TempPathFactory, fresh_database: Database, kafka_servers: str) -> Emitted:
    """Everything that a region says while both boards' people work, and partners and strangers knock."""
    kept = Emitted(tmp_path_factory.mktemp("told"))
    with collector(kept) as address:
        told = {
            "COMMONWARD_TELEMETRY__OTLP_ENDPOINT": address,
            "COMMONWARD_TELEMETRY__SAMPLE_RATIO": "1",
            "COMMONWARD_TELEMETRY__JSON_LOGS": "true",
            "OTEL_BSP_SCHEDULE_DELAY": "200",
            "OTEL_METRIC_EXPORT_INTERVAL": "1000",
        }
        environment = distributed(kept.folder, fresh_database, kafka_servers, **told)
        with up(environment, kept.folder) as running:
            settings = with_development_issuers(running)
            live(settings)
            knock(settings, kept)
            partners_report(environment, settings)
            time.sleep(3)  # the last spans, metrics and mails are on their way
            kept.mails = requests.get(f"{settings.public_url}/mailbox/", timeout=20).text
            kept.topics = topics(settings)
    return kept


def live(settings: Settings) -> None:
    """The main job at both boards, and what it leaves out: an address, a number, a search."""
    platform = Platform(settings)
    for board in BOARDS:
        story = MarkedStory(settings, platform.procedures.of(board), lambda line: None)
        case = story.begin((MARK, MARK))["case"]
        story.assess(case, max(platform.procedures.of(board).scale.levels, key=lambda level: level.rank).code)
        story.meet(case)
        worker = story._person(Capability.CONCERN_RAISE)
        child = {"given_name": MARK, "family_name": MARK, "born": "2012-02-01", "nhs_number": NUMBER}
        body = {"agency": "school", "happened_on": "2026-03-01", "account": f"An account of {MARK}."}
        worker.post("referral", "/concerns", {**body, "child": {**child, "address": f"1 {MARK} Street"}})
        worker.post("referral", "/children/search", {"given_name": MARK, "family_name": MARK})


def knock(settings: Settings, kept: Emitted) -> None:
    """Requests that are refused, each with the mark where one may put something."""
    worker = MarkedStory(settings, Platform(settings).procedures.of("leeds"), lambda line: None)._person(
        Capability.CONCERN_RAISE
    )
    good = worker._session
    for service in ("referral", "risk", "meetings", "notify"):
        url = f"{settings.service_url(service)}/v1"
        bodies: list[dict[str, Any]] = [
            {"json": {"unknown": MARK, "child": {"given_name": MARK * 99}}},
            {"data": f'{{"given_name": "{MARK}', "headers": {"Content-Type": "application/json"}},
        ]
        asked = [
            requests.get(f"{url}/cases", headers={"Authorization": f"Bearer {MARK}"}, timeout=10),
            good.get(f"{url}/{MARK}", timeout=10),
            good.get(f"{url}/cases/{MARK}", timeout=10),
            good.get(f"{url}/cases/{new_id()}/timeline?name={MARK}", timeout=10),
            good.get(f"{url}/cases?before={MARK}", timeout=10),
            good.request(MARK.upper(), f"{url}/cases", timeout=10),
            *(good.post(f"{url}{path}", timeout=10, **body) for path in ("/concerns", "/sittings") for body in bodies),
        ]
        kept.answers += [f"{answer.headers} {answer.text}" for answer in asked]
        assert not [answer.status_code for answer in asked if answer.ok or answer.status_code >= 500]
    portal = Visitor(settings.public_url)
    portal.sign_in("leeds-social-worker")
    pages = [
        portal.get(f"/{MARK}"),
        portal.get(f"/cases/{MARK}"),
        portal.get(f"/login/{MARK}"),
        portal.get(f"/login/leeds/callback?code={MARK}&state={MARK}&error={MARK}"),
    ]
    kept.answers += [f"{page.headers} {page.text}" for page in pages]
    # Whoever typed in vain gets their own words back on the page; its headers hold none of them.
    kept.answers += [str(portal.post("/raise", {"account": MARK * 30_000}).headers)]


def partners_report(environment: Environment, settings: Settings) -> None:
    """A partner's system tells of a child, and once sends what is no event."""
    from tests.faults.load import concern

    for board in BOARDS:
        call(environment, "partners", "add", PARTNER, "-a", board, "--agency", "school")
        body = marked({**concern(board), "account": f"A synthetic account of {MARK}."})
        body["child"] = {**body["child"], "given_name": MARK, "family_name": MARK}
        send(settings, board, json.dumps(body))
        send(settings, board, f'{{"given_name": "{MARK}"')
    with closing(Platform(settings)) as platform:
        wanted = [platform.topic(partner_answers(board, PARTNER)) for board in BOARDS]
        read(platform, wanted, at_least=len(BOARDS))


def send(settings: Settings, board: str, body: str) -> None:
    attributes = {
        "specversion": "1.0",
        "id": str(new_id()),
        "source": f"/partners/{PARTNER}",
        "type": "uk.commonward.partner.concern-reported.v1",
        "time": "2026-03-02T10:00:00Z",
    }
    headers = tuple((f"ce_{name}", value.encode()) for name, value in attributes.items())
    with closing(Platform(settings)) as platform:
        inbound, _answers = platform.ensure_partner_topics(board, PARTNER)
        producer = platform.transport.producer()
        assert producer.send([Outgoing(inbound, attributes["id"].encode(), body.encode(), headers)]) == [True]


def topics(settings: Settings) -> list[bytes]:
    """Every message of every topic that the platform itself writes to."""
    with closing(Platform(settings)) as platform:
        answers = [platform.topic(partner_answers(board, PARTNER)) for board in BOARDS]
        return read(platform, [platform.topic(CASE_EVENTS), *answers], at_least=20)


def read(platform: Platform, names: list[str], at_least: int) -> list[bytes]:
    found, until, quiet = [], time.monotonic() + 60, 0
    with closing(platform.transport.consumer(f"reader-{new_id()}", names)) as reader:
        while time.monotonic() < until and (len(found) < at_least or quiet < 3):
            batch = reader.poll(500, 1.0)
            quiet = 0 if batch else quiet + 1
            found += [repr((message.key, message.headers, message.value)).encode() for message in batch]
    assert len(found) >= at_least
    return found


def holds(text: str | bytes) -> bool:
    """Whether anything of the marks is in it."""
    data = text.encode() if isinstance(text, str) else text
    return any(mark in data.lower() for mark in (MARK.lower().encode(), NUMBER.encode()))


def test_no_log_line_names_anybody_and_each_is_json(emitted: Emitted) -> None:
    lines = emitted.logs.splitlines()
    assert [line for line in lines if holds(line)] == []
    assert [line for line in lines if "parked" in line], "what was no event is said"
    ours = [line for line in lines if line.startswith("{")]
    assert all(json.loads(line)["level"] for line in ours)


def test_no_trace_and_no_metric_names_anybody(emitted: Emitted) -> None:
    everything = b"".join(emitted.exported)
    assert not holds(everything)
    assert b"react " in everything
    assert b"commonward.events.applied" in everything
    assert b"commonward.consumer.behind" in everything


def test_no_topic_that_the_platform_writes_to_names_anybody(emitted: Emitted) -> None:
    assert [message for message in emitted.topics if holds(message)] == []
    assert any(b"concern-raised" in message for message in emitted.topics)
    assert any(b"concern-received" in message for message in emitted.topics)


def test_no_mail_names_anybody(emitted: Emitted) -> None:
    assert not holds(emitted.mails)
    assert emitted.mails.count("@commonward.example") > 1 or "Message-ID" in emitted.mails or len(emitted.mails) > 2000


def test_no_answer_to_what_was_refused_names_anybody(emitted: Emitted) -> None:
    assert [answer[:300] for answer in emitted.answers if holds(answer)] == []
    assert len(emitted.answers) > 40


def test_no_table_names_anybody(emitted: Emitted, fresh_database: Database) -> None:
    tables = "SELECT schemaname, tablename FROM pg_tables WHERE schemaname !~ '^(pg_|information_schema)'"
    as_hex = MARK.encode().hex()
    with psycopg.connect(fresh_database.admin_url) as connection:
        for table in connection.execute(tables).fetchall():
            rows = connection.execute(sql.SQL("SELECT t::text FROM {} t").format(sql.Identifier(*table))).fetchall()
            assert [row for (row,) in rows if holds(row) or as_hex in row] == [], table
