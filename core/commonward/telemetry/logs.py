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
        "issuer",
        "kid",
        "level",
        "logger",
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
        "why",
        "event",
    }
)
"""Every field that a log line may have. `address` is a network address that the process serves on,
`detail` what the broker, the database or another server of the operator's said of itself,
`logger` the library that speaks."""

SELDOM = 60.0
"""Seconds before a library says the same again."""
MOST_TOLD = 1000


def configure_logs(settings: TelemetrySettings, level: int = logging.INFO) -> None:
    """Set up logging for this process: ours, and what libraries say, in one shape and a line each."""
    renderer: Any = structlog.processors.JSONRenderer() if settings.json_logs else structlog.dev.ConsoleRenderer()
    shared: list[Any] = [
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _trace_id,
    ]
    structlog.configure(
        processors=[*shared, _only_known_fields, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    logging.basicConfig(level=logging.WARNING, handlers=[_of_libraries(shared, renderer)], force=True)


def _of_libraries(shared: list[Any], renderer: Any) -> logging.Handler:
    before = [structlog.stdlib.add_logger_name, structlog.stdlib.ExtraAdder(), *shared]
    after = [_defect, _one_line, _only_known_fields, renderer]
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(foreign_pre_chain=before, processors=after))
    handler.addFilter(_Seldom())
    return handler


class _Seldom(logging.Filter):
    """The same of the same library once a minute: a broker that is away is told of many times a second."""

    def __init__(self) -> None:
        super().__init__()
        self._told: dict[tuple[str, str], float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        key = record.name, str(record.msg)[:200]
        if record.levelno < logging.WARNING:
            return True
        if record.created - self._told.get(key, 0.0) < SELDOM:
            return False
        if len(self._told) > MOST_TOLD:
            self._told.clear()
        self._told[key] = record.created
        return True


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


def _defect(_logger: object, _name: str, fields: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Of an exception its type: its words may repeat what somebody sent."""
    if (failed := fields.get("exc_info")) and failed[0]:
        fields["defect"] = failed[0].__name__
    return fields


def _one_line(_logger: object, _name: str, fields: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    fields["event"] = " ".join(str(fields["event"]).split())
    return fields
