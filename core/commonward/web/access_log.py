"""A case's access log: who looked at what in this service, when and why; for a manager of the authority."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from flask import Blueprint
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import select
from sqlmodel import col

from commonward.contracts.field_groups import Plain
from commonward.identity import Capability
from commonward.store import Audit
from commonward.web.operations import caller, operation, resources, transaction

blueprint = Blueprint("access_log", __name__)


class AccessPage(BaseModel):
    """Which page of the log."""

    model_config = ConfigDict(extra="forbid")

    page: Annotated[int, Field(ge=1, le=100_000)] = 1
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class Access(BaseModel):
    """One time that somebody read or did something."""

    at: datetime
    service: Plain
    who: UUID
    by_platform: bool
    """It was this service's own worker, which acts on events and clocks."""
    what: Plain
    """Such as `case.read`."""
    why: Plain
    """`allocated` where the case was theirs, or else `role`."""


class AccessLog(BaseModel):
    """What one service's audit trail holds about the case, the newest first."""

    accesses: tuple[Access, ...]
    more: bool
    """Whether there is a further page."""


@operation(
    blueprint,
    "/v1/cases/<uuid:case>/access-log",
    guard=Capability.ACCESS_LOG_READ,
    query=AccessPage,
    answers={200: AccessLog},
    tags=["access-log"],
)
def access_log(case: UUID, query: AccessPage) -> AccessLog:
    """Who looked at the case in this service, when and why. Lists over many cases are not about one, and not in it."""
    with transaction() as unit:
        unit.subject(case)
        unit.audit("access-log.read", case)
        wanted = select(Audit).where(col(Audit.subject) == case).order_by(col(Audit.at).desc(), col(Audit.id).desc())
        rows = unit.session.scalars(wanted.offset((query.page - 1) * query.limit).limit(query.limit + 1)).all()
    return AccessLog(accesses=tuple(map(_access, rows[: query.limit])), more=len(rows) > query.limit)


def _access(row: Audit) -> Access:
    mine = row.actor == resources().worker(caller().authority)
    return Access(at=row.at, service=resources().service, who=row.actor, by_platform=mine, what=row.action, why=row.why)
