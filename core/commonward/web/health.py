"""Liveness and readiness, for the operators' stack. They say nothing about any case."""

from __future__ import annotations

from flask import Blueprint
from pydantic import BaseModel

from commonward.contracts.field_groups import Plain
from commonward.web.operations import ANYBODY, operation, resources

blueprint = Blueprint("health", __name__)


class Health(BaseModel):
    """Whether the service is well, part by part."""

    status: Plain
    service: Plain
    database: bool = True
    broker: bool = True


@operation(blueprint, "/health/live", guard=ANYBODY, answers={200: Health}, tags=["health"])
def live() -> Health:
    """The process answers."""
    return Health(status="ok", service=resources().service)


@operation(blueprint, "/health/ready", guard=ANYBODY, answers={200: Health, 503: Health}, tags=["health"])
def ready() -> tuple[Health, int]:
    """It can do its work. Without the broker it still can: what is committed is published later."""
    given = resources()
    database = given.database.ready()
    broker = given.transport.ready()
    status = "ok" if database and broker else "degraded" if database else "unavailable"
    return Health(status=status, service=given.service, database=database, broker=broker), 200 if database else 503
