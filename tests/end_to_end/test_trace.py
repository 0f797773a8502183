"""One trace follows a concern from the HTTP request through every hop to the delivered e-mail."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
from flask import Flask, request
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from werkzeug.serving import make_server

from commonward.clock import london, utcnow
from commonward.identity.client import client_credentials_token
from commonward.identity.development import with_development_issuers
from commonward.settings import Settings
from tests.end_to_end.running import distributed, embedded, up

pytestmark = pytest.mark.timeout(240)
PATIENCE = 40.0
SECRET = "Confidential"


@dataclass(frozen=True)
class Span:
    """What matters of an exported span."""

    trace: str
    id: str
    parent: str
    name: str
    attributes: dict[str, str]


@dataclass
class Collector:
    """An OTLP collector that keeps every span."""

    spans: list[Span] = field(default_factory=list)
    address: str = ""

    def of(self, trace: str) -> list[Span]:
        return [span for span in self.spans if span.trace == trace]

    def take(self) -> tuple[str, int]:
        asked = ExportTraceServiceRequest.FromString(request.get_data())
        for resource in asked.resource_spans:
            for scope in resource.scope_spans:
                self.spans += [_span(span) for span in scope.spans]
        return "", 200


def _span(span: Any) -> Span:
    attributes = {pair.key: str(pair.value.string_value or pair.value.int_value) for pair in span.attributes}
    return Span(span.trace_id.hex(), span.span_id.hex(), span.parent_span_id.hex(), span.name, attributes)


@contextmanager
def collecting() -> Iterator[Collector]:
    made, app = Collector(), Flask("collector")
    app.add_url_rule("/v1/traces", "traces", made.take, methods=["POST"])
    app.add_url_rule("/v1/metrics", "metrics", lambda: "", methods=["POST"])
    server = make_server("127.0.0.1", 0, app, threaded=True)
    made.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield made
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module", params=["embedded", pytest.param("distributed", marks=pytest.mark.stack)])
def spans(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Span]]:
    """The spans of one concern's trace."""
    folder = Path(tmp_path_factory.mktemp(request.param))
    with collecting() as collector:
        told = {"COMMONWARD_TELEMETRY__OTLP_ENDPOINT": collector.address, "OTEL_BSP_SCHEDULE_DELAY": "200"}
        if request.param == "embedded":
            environment = embedded(folder, **told)
        else:
            database, kafka = (request.getfixturevalue(name) for name in ("fresh_database", "kafka_servers"))
            environment = distributed(folder, database, kafka, **told)
        with up(environment, folder) as settings:
            trace = raise_concern(with_development_issuers(settings), collector)
            wait_until(lambda: any(span.name == "deliver notice" for span in collector.of(trace)))
            time.sleep(1)  # the spans around it are exported after it
        yield collector.of(trace)


def raise_concern(settings: Settings, collector: Collector) -> str:
    """Post one, and return the id of the trace that the server began for it."""
    today = london(utcnow()).date()
    born = today.replace(year=today.year - 14, day=1).isoformat()
    body = {
        "child": {"given_name": SECRET, "family_name": SECRET, "born": born, "address": SECRET},
        "agency": "school",
        "happened_on": (today - timedelta(days=1)).isoformat(),
        "account": SECRET,
    }
    token = client_credentials_token(settings, "leeds", "leeds-social-worker", "development")
    url = f"{settings.service_url('referral')}/v1/concerns"
    answer = requests.post(url, json=body, headers={"Authorization": f"Bearer {token}"}, timeout=10)
    assert answer.status_code == 201, answer.text
    wait_until(lambda: any("/concerns" in span.name for span in collector.spans))
    return next(span.trace for span in collector.spans if "/concerns" in span.name)


def wait_until(true: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < until, f"it did not come within {PATIENCE:.0f} seconds"
        time.sleep(0.1)


def test_the_request_is_where_the_trace_begins(spans: list[Span]) -> None:
    assert [span.name for span in spans if not span.parent] == ["POST /v1/concerns"]


def test_every_service_takes_part_in_it(spans: list[Span]) -> None:
    reacted = {span.attributes["service"] for span in spans if span.name.startswith("react ")}
    assert reacted == {"referral", "risk", "meetings", "notify"}


def test_it_ends_in_delivered_mail(spans: list[Span]) -> None:
    assert any(span.name == "deliver notice" for span in spans)


def test_every_step_hangs_below_the_request(spans: list[Span]) -> None:
    known = {span.id for span in spans}
    assert [span.name for span in spans if span.parent and span.parent not in known] == []


def test_no_span_holds_anything_of_the_child(spans: list[Span]) -> None:
    assert SECRET not in repr(spans)
