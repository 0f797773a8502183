"""Traces, metrics and logs. None of them ever holds personal data: only ids, codes and counts."""

from __future__ import annotations

from commonward.telemetry.logs import configure_logs, logger
from commonward.telemetry.metrics import METRICS, Metrics
from commonward.telemetry.traces import configure_telemetry, span, traceparent

__all__ = ["METRICS", "Metrics", "configure_logs", "configure_telemetry", "logger", "span", "traceparent"]
