"""One trace follows a concern from the HTTP request through every hop on the broker to the delivered e-mail."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from opentelemetry import metrics, trace
from opentelemetry.exporter.otlp.proto.http.metric_exporter import OTLPMetricExporter
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import PeriodicExportingMetricReader
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.trace.sampling import ParentBased, TraceIdRatioBased
from opentelemetry.trace import SpanKind
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from commonward.settings import TelemetrySettings

_PROPAGATOR = TraceContextTextMapPropagator()
_TRACER = trace.get_tracer("commonward")


def configure_telemetry(settings: TelemetrySettings, service: str) -> None:
    """Set up tracing and metrics for this process, once. Without an endpoint nothing leaves it."""
    if isinstance(trace.get_tracer_provider(), TracerProvider):
        return
    resource = Resource.create({"service.name": f"commonward-{service}"})
    provider = TracerProvider(resource=resource, sampler=ParentBased(TraceIdRatioBased(settings.sample_ratio)))
    if settings.otlp_endpoint:
        base = settings.otlp_endpoint.rstrip("/")
        provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint=f"{base}/v1/traces")))
        reader = PeriodicExportingMetricReader(OTLPMetricExporter(endpoint=f"{base}/v1/metrics"))
        metrics.set_meter_provider(MeterProvider(resource=resource, metric_readers=[reader]))
    trace.set_tracer_provider(provider)


def traceparent() -> str | None:
    """The W3C traceparent of the current span, to travel with what leaves this transaction."""
    context = trace.get_current_span().get_span_context()
    if not context.is_valid:
        return None
    return f"00-{context.trace_id:032x}-{context.span_id:016x}-{context.trace_flags:02x}"


@contextmanager
def span(
    name: str, parent: str | None = None, *, kind: SpanKind = SpanKind.INTERNAL, **attributes: str | int
) -> Iterator[trace.Span]:
    """A span below the given traceparent, or below the current span. Attributes are ids and codes only."""
    context = _PROPAGATOR.extract({"traceparent": parent}) if parent else None
    with _TRACER.start_as_current_span(name, context=context, kind=kind, attributes=attributes) as current:
        yield current
