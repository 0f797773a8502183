"""A span and a duration for each request: its method, route and status, and nothing else.

The route is the rule (`/v1/cases/<uuid:case>`), never the path or the query that somebody sent.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import request
from opentelemetry.trace import Span, SpanKind, StatusCode

from commonward.telemetry import METRICS, span

UNTRACED = ("/health/", "/assets/")
"""Whoever runs the service asks for the first every few seconds; the second are files that say nothing."""


def traced(app: WSGIApplication) -> WSGIApplication:
    """The same Flask app with a span for each request, below the caller's own if it sends a traceparent."""

    def call(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ["PATH_INFO"].startswith(UNTRACED):
            return app(environ, start_response)
        began = time.perf_counter()
        with span("request", environ.get("HTTP_TRACEPARENT"), kind=SpanKind.SERVER) as current:

            def answer(status: str, headers: list[tuple[str, str]], *failure: Any) -> Any:
                code = int(status.partition(" ")[0])
                told = _told(code)
                METRICS.requests.record(time.perf_counter() - began, told)
                if current.is_recording():
                    _record(current, told, code)
                return start_response(status, headers, *failure)

            return app(environ, answer)

    return call


def _record(current: Span, told: Mapping[str, str | int], status: int) -> None:
    if request.url_rule is not None:
        current.update_name(f"{request.method} {request.url_rule.rule}")
    current.set_attributes(told)
    if status >= 500:
        current.set_status(StatusCode.ERROR)


def _told(status: int) -> dict[str, str | int]:
    """What is said of an answered request. Without a route its method may be any word, and is not repeated."""
    told: dict[str, str | int] = {"http.response.status_code": status}
    if request.url_rule is not None:
        told |= {"http.request.method": request.method, "http.route": request.url_rule.rule}
    return told
