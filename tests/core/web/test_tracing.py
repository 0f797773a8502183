"""A request's span says which route was asked for and how it ended, and nothing that the caller wrote."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from flask import Flask
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import StatusCode

from commonward.telemetry import traceparent, traces
from commonward.web.tracing import traced

PARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
TRACE = 0x4BF92F3577B34DA6A3CE929D0E0E4736


@pytest.fixture
def exporter(monkeypatch: pytest.MonkeyPatch) -> InMemorySpanExporter:
    kept, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(kept))
    monkeypatch.setattr(traces, "_TRACER", provider.get_tracer("test"))
    return kept


@pytest.fixture
def app() -> Flask:
    app = Flask("test")
    app.add_url_rule("/v1/cases/<case>", "case", lambda case: traceparent() or "none")
    app.add_url_rule("/v1/broken", "broken", lambda: ("", 500))
    app.add_url_rule("/health/live", "live", lambda: "")
    app.wsgi_app = traced(app.wsgi_app)  # type: ignore[method-assign, assignment]  # as `create_api` does
    return app


def spans_of(app: Flask, exporter: InMemorySpanExporter, *path: str, **request: object) -> Sequence[ReadableSpan]:
    app.test_client().open(*path, **request)
    return exporter.get_finished_spans()


def test_a_span_is_named_by_its_route(app: Flask, exporter: InMemorySpanExporter) -> None:
    (span,) = spans_of(app, exporter, "/v1/cases/4711?name=Example")
    assert span.name == "GET /v1/cases/<case>"
    assert span.attributes == {
        "http.request.method": "GET",
        "http.route": "/v1/cases/<case>",
        "http.response.status_code": 200,
    }


def test_where_no_route_is_nothing_of_the_callers_is_kept(app: Flask, exporter: InMemorySpanExporter) -> None:
    (span,) = spans_of(app, exporter, "/Example/4711?name=Example", method="EXAMPLE")
    assert (span.name, dict(span.attributes or {})) == ("request", {"http.response.status_code": 404})


def test_a_span_hangs_below_the_callers(app: Flask, exporter: InMemorySpanExporter) -> None:
    (span,) = spans_of(app, exporter, "/v1/cases/4711", headers={"traceparent": PARENT})
    assert (span.context.trace_id, span.parent and span.parent.span_id) == (TRACE, 0x00F067AA0BA902B7)


def test_an_unreadable_traceparent_begins_a_trace(app: Flask, exporter: InMemorySpanExporter) -> None:
    (span,) = spans_of(app, exporter, "/v1/cases/4711", headers={"traceparent": "Example"})
    assert span.parent is None


def test_what_the_request_publishes_is_below_its_span(app: Flask, exporter: InMemorySpanExporter) -> None:
    said = app.test_client().get("/v1/cases/4711").text
    (span,) = exporter.get_finished_spans()
    assert said.startswith(f"00-{span.context.trace_id:032x}-{span.context.span_id:016x}-")


def test_our_own_failure_is_marked(app: Flask, exporter: InMemorySpanExporter) -> None:
    (span,) = spans_of(app, exporter, "/v1/broken")
    assert span.status.status_code is StatusCode.ERROR


def test_asking_for_health_leaves_no_span(app: Flask, exporter: InMemorySpanExporter) -> None:
    assert spans_of(app, exporter, "/health/live") == ()
