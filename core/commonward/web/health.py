"""Liveness and readiness, for the operators' stack. They say nothing about any case."""

from __future__ import annotations

from flask import Blueprint
from pydantic import BaseModel

from commonward.contracts.field_groups import Plain
from commonward.store import DatabaseAway, Unfit, require_fit
from commonward.telemetry import logger
from commonward.web.operations import ANYBODY, operation, resources
from commonward.web.resources import Resources

blueprint = Blueprint("health", __name__)


class Health(BaseModel):
    """Whether the service is well, part by part."""

    status: Plain
    service: Plain
    database: bool = True
    broker: bool = True
    fit: bool = True
    """Whether the database's tables are of this release, and row-level security holds for the service's role."""


@operation(blueprint, "/health/live", guard=ANYBODY, answers={200: Health}, tags=["health"])
def live() -> Health:
    """The process answers."""
    return Health(status="ok", service=resources().service)


@operation(blueprint, "/health/ready", guard=ANYBODY, answers={200: Health, 503: Health}, tags=["health"])
def ready() -> tuple[Health, int]:
    """It can do its work. Without the broker it still can: what is committed is published later."""
    given = resources()
    database, fit = _database(given)
    broker = given.transport.ready()
    able = database and fit
    status = "unavailable" if not able else "ok" if broker else "degraded"
    told = Health(status=status, service=given.service, database=database, broker=broker, fit=fit)
    return told, 200 if able else 503


def _database(given: Resources) -> tuple[bool, bool]:
    """Whether it answers, and whether it is fit. Why it is not is in the log: here anybody may ask."""
    try:
        require_fit(given.database, given.migrations)
    except DatabaseAway:
        return False, True
    except Unfit as fault:
        logger(given.service).error("not fit", reason=str(fault))
        return True, False
    return True, True
