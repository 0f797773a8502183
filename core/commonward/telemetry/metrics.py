"""Every metric of the platform: name, unit and meaning in one place. Labels are codes, never people."""

from __future__ import annotations

from dataclasses import dataclass, field

from opentelemetry import metrics
from opentelemetry.metrics import Counter, Histogram
from opentelemetry.metrics import _Gauge as Gauge  # exported under this name only

_METER = metrics.get_meter("commonward")


def _counter(name: str, unit: str, meaning: str) -> Counter:
    return _METER.create_counter(f"commonward.{name}", unit=unit, description=meaning)


def _histogram(name: str, unit: str, meaning: str) -> Histogram:
    return _METER.create_histogram(f"commonward.{name}", unit=unit, description=meaning)


def _gauge(name: str, unit: str, meaning: str) -> Gauge:
    return _METER.create_gauge(f"commonward.{name}", unit=unit, description=meaning)


def _requests() -> Histogram:
    """Under the name that OpenTelemetry's conventions give it, which dashboards know."""
    return _METER.create_histogram("http.server.request.duration", unit="s", description="time to answer a request")


@dataclass(frozen=True)
class Metrics:
    """The platform's instruments."""

    applied: Counter = field(default_factory=lambda: _counter("events.applied", "{event}", "events that took effect"))
    duplicates: Counter = field(
        default_factory=lambda: _counter("events.duplicate", "{event}", "events received again and left alone")
    )
    parked: Counter = field(default_factory=lambda: _counter("events.parked", "{event}", "events set aside, by reason"))
    relayed: Counter = field(default_factory=lambda: _counter("outbox.relayed", "{event}", "events sent to the broker"))
    batch: Histogram = field(default_factory=lambda: _histogram("consumer.batch", "s", "time to apply one batch"))
    behind: Gauge = field(
        default_factory=lambda: _gauge("consumer.behind", "{event}", "events that a service has not taken, by topic")
    )
    behind_for: Gauge = field(
        default_factory=lambda: _gauge("consumer.behind_for", "s", "how long the oldest of them has waited, by topic")
    )
    delivered: Counter = field(
        default_factory=lambda: _counter("notices.delivered", "{notice}", "notices that a channel accepted")
    )
    attempts: Counter = field(
        default_factory=lambda: _counter("notices.attempts", "{attempt}", "attempts to deliver, by outcome")
    )
    unresolved: Counter = field(
        default_factory=lambda: _counter("directory.unresolved", "{role}", "roles that resolved to nobody")
    )
    refused: Counter = field(
        default_factory=lambda: _counter("requests.refused", "{request}", "requests refused, by reason and service")
    )
    requests: Histogram = field(default_factory=_requests)
    breaches: Counter = field(default_factory=lambda: _counter("clocks.breached", "{clock}", "clocks that ran out"))


METRICS = Metrics()
