"""Logs: one constant message and fields from a closed list, as JSON lines. A name or address has no field to be in."""

from __future__ import annotations

import logging
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog
from opentelemetry import trace

from commonward.settings import TelemetrySettings

FIELDS = frozenset(
    {
        "address",
        "attempt",
        "authority",
        "count",
        "defect",
        "detail",
        "event_id",
        "event_type",
        "level",
        "method",
        "notice",
        "partner",
        "path",
        "reason",
        "role",
        "seconds",
        "service",
        "status",
        "subject",
        "timestamp",
        "topic",
        "trace_id",
        "event",
    }
)
"""Every field that a log line may have. `address` is a network address that the process serves on,
`detail` what the broker, the database or another server of the operator's said of itself."""


def configure_logs(settings: TelemetrySettings, level: int = logging.INFO) -> None:
    """Set up logging for this process."""
    renderer: Any = structlog.processors.JSONRenderer() if settings.json_logs else structlog.dev.ConsoleRenderer()
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _trace_id,
            _only_known_fields,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s %(message)s")


def logger(service: str) -> Any:
    """A logger that names its service."""
    return structlog.get_logger().bind(service=service)


def _trace_id(_logger: object, _name: str, fields: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    context = trace.get_current_span().get_span_context()
    if context.is_valid:
        fields["trace_id"] = f"{context.trace_id:032x}"
    return fields


def _only_known_fields(_logger: object, _name: str, fields: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    return {name: value for name, value in fields.items() if name in FIELDS}
