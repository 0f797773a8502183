"""The runtime: from a `Service` to a web app, a worker, or everything in one process."""

from __future__ import annotations

from commonward.messaging.disposal import disposes
from commonward.messaging.reactions import Reactions
from commonward.runtime.platform import Platform
from commonward.runtime.service import (
    RegionParts,
    Service,
    Timer,
    UnknownService,
    find_service,
    installed_services,
    service_names,
)
from commonward.runtime.worker import PARTS, Part, Worker

__all__ = [
    "PARTS",
    "Part",
    "Platform",
    "Reactions",
    "RegionParts",
    "Service",
    "Timer",
    "UnknownService",
    "Worker",
    "disposes",
    "find_service",
    "installed_services",
    "service_names",
]
