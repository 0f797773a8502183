"""A case's access log: who looked at what in this service, when and why; for a manager of the authority."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from flask import Blueprint
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import select
from sqlmodel import col

from commonward.contracts import Moment
from commonward.contracts.field_groups import Plain
from commonward.identity import Capability
from commonward.store import Audit, Work
from commonward.web.operations import caller, operation, resources, transaction

blueprint = Blueprint("access_log", __name__)


class AccessPage(BaseModel):
    """Which part of the log."""

    model_config = ConfigDict(extra="forbid")

    before: Moment | None = None
    """Only what was before this moment, so that the logs of several services go on from one and the same."""
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
    """What one service's audit trail holds about the case, the newest first; of its last moment, all that there is."""

    accesses: tuple[Access, ...]
    more: bool
    """Whether there is something older."""


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
        rows, more = _newest(unit, case, query)
    return AccessLog(accesses=tuple(map(_access, rows)), more=more)


def _newest(unit: Work, case: UUID, query: AccessPage) -> tuple[list[Audit], bool]:
    """The newest rows and all of the last one's moment, so that nothing lies between two pages; and is there more?"""
    mine = [col(Audit.subject) == case, *([col(Audit.at) < query.before] if query.before else [])]
    newest = select(Audit).where(*mine).order_by(col(Audit.at).desc(), col(Audit.id).desc())
    last = unit.session.scalar(newest.with_only_columns(col(Audit.at)).offset(query.limit - 1).limit(1))
    if last is None:
        return list(unit.session.scalars(newest)), False
    rows = list(unit.session.scalars(newest.where(col(Audit.at) >= last)))
    return rows, unit.session.scalar(
        newest.with_only_columns(col(Audit.id)).where(col(Audit.at) < last).limit(1)
    ) is not None


def _access(row: Audit) -> Access:
    mine = row.actor == resources().worker(caller().authority)
    return Access(at=row.at, service=resources().service, who=row.actor, by_platform=mine, what=row.action, why=row.why)
