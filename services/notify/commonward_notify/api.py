"""HTTP: parse, authorise, call, answer. No rule lives here."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint

from commonward.identity import Capability
from commonward.web import Problem, caller, operation, resources
from commonward_notify import commands, queries
from commonward_notify.schemas import (
    Acknowledgement,
    NoticeFilter,
    Notices,
    ObligationFilter,
    ObligationLine,
    Obligations,
    WorkListPage,
)

blueprint = Blueprint("notify", __name__, url_prefix="/v1")


@operation(
    blueprint,
    "/obligations",
    guard=Capability.OBLIGATION_READ,
    query=ObligationFilter,
    answers={200: Obligations},
    tags=["obligations"],
)
def list_obligations(query: ObligationFilter) -> Obligations:
    """What is owed, and what was; the first due first."""
    with resources().work(caller()) as unit:
        if query.case is not None:
            unit.subject(query.case)
        unit.audit("obligations.list", query.case)
        return queries.obligations(unit.session, query)


@operation(
    blueprint,
    "/obligations/<uuid:obligation>",
    guard=Capability.OBLIGATION_READ,
    answers={200: ObligationLine},
    tags=["obligations"],
)
def read_obligation(obligation: UUID) -> ObligationLine:
    """One obligation, with its breach and what was said of it."""
    with resources().work(caller()) as unit:
        found = queries.obligation(unit.session, caller().authority, obligation)
        unit.audit("obligation.read", found.case)
        return found


@operation(
    blueprint,
    "/obligations/<uuid:obligation>/acknowledgement",
    method="POST",
    guard=Capability.BREACH_ACKNOWLEDGE,
    body=Acknowledgement,
    answers={200: ObligationLine},
    tags=["obligations"],
)
def acknowledge_breach(obligation: UUID, body: Acknowledgement) -> ObligationLine:
    """Acknowledge a breach: why it came to it, and what it meant for the child."""
    try:
        with resources().work(caller()) as unit:
            return commands.acknowledge(unit, caller(), obligation, body)
    except commands.NotBreached as refused:
        raise Problem(409, "not-breached", "There is no breach to acknowledge", str(refused)) from None


@operation(
    blueprint,
    "/notices",
    guard=Capability.NOTICE_READ,
    query=NoticeFilter,
    answers={200: Notices},
    tags=["notices"],
)
def list_notices(query: NoticeFilter) -> Notices:
    """Who was told of what about a case, with each attempt to tell them."""
    with resources().work(caller()) as unit:
        unit.subject(query.case)
        unit.audit("notices.list", query.case)
        return queries.notices(unit.session, query.case)


@operation(
    blueprint,
    "/work-list",
    guard=Capability.OBLIGATION_READ,
    query=WorkListPage,
    answers={200: Obligations},
    tags=["obligations"],
)
def work_list(query: WorkListPage) -> Obligations:
    """What the caller owes, the first due first."""
    with resources().work(caller()) as unit:
        unit.audit("work-list.read")
        return queries.work_list(unit.session, caller(), query)
