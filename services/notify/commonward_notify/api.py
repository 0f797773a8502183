"""HTTP: parse, authorise, call, answer. No rule lives here."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from flask import Blueprint

from commonward.identity import Capability
from commonward.store import Work
from commonward.web import News, Problem, caller, operation, transaction
from commonward_notify import commands, living, queries
from commonward_notify.schemas import (
    Acknowledgement,
    Breaches,
    BreachFilter,
    MadeLive,
    NoticeFilter,
    NoticeLine,
    Notices,
    ObligationFilter,
    ObligationLine,
    Obligations,
    PauseWanted,
    ResumeWanted,
    WorkListPage,
)
from commonward_notify.told import told

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
    with transaction() as unit:
        if query.case is not None:
            unit.subject(query.case)
        unit.audit("obligations.list", query.case)
        return queries.obligations(unit, query)


@operation(
    blueprint,
    "/obligations/<uuid:obligation>",
    guard=Capability.OBLIGATION_READ,
    answers={200: ObligationLine},
    tags=["obligations"],
)
def read_obligation(obligation: UUID) -> ObligationLine:
    """One obligation, with its breach and what was said of it."""
    with transaction() as unit:
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
    """Acknowledge the last breach: why it came to it, and what it meant for the child."""
    try:
        with transaction() as unit:
            commands.acknowledge(unit, caller(), obligation, body)
            return _after(unit, obligation)
    except commands.NotBreached as refused:
        raise Problem(409, "not-breached", "There is no breach to acknowledge", str(refused)) from None


@operation(
    blueprint,
    "/obligations/<uuid:obligation>/pause",
    method="POST",
    guard=Capability.OBLIGATION_PAUSE,
    body=PauseWanted,
    answers={202: ObligationLine},
    tags=["obligations"],
)
def pause_obligation(obligation: UUID, body: PauseWanted) -> ObligationLine:
    """Let an obligation's time stand still, where the procedure says that the caller's role may."""
    with _pausing() as unit:
        commands.pause(unit, caller(), obligation, body)
        return _after(unit, obligation)


@operation(
    blueprint,
    "/obligations/<uuid:obligation>/resume",
    method="POST",
    guard=Capability.OBLIGATION_PAUSE,
    body=ResumeWanted,
    answers={202: ObligationLine},
    tags=["obligations"],
)
def resume_obligation(obligation: UUID, body: ResumeWanted) -> ObligationLine:
    """Let its time go on; the deadline moves by what stood still."""
    with _pausing() as unit:
        commands.resume(unit, caller(), obligation, body)
        return _after(unit, obligation)


@operation(
    blueprint,
    "/breaches",
    guard=Capability.BREACH_ACKNOWLEDGE,
    query=BreachFilter,
    answers={200: Breaches},
    tags=["obligations"],
)
def list_breaches(query: BreachFilter) -> Breaches:
    """The breach ledger, the newest first; those that wait for a manager's word with `acknowledged=false`."""
    with transaction() as unit:
        unit.audit("breaches.list")
        return queries.breaches(unit, query)


@operation(
    blueprint,
    "/cases/<uuid:case>/live",
    method="POST",
    guard=Capability.CASE_MAKE_LIVE,
    answers={202: MadeLive},
    tags=["history"],
)
def make_case_live(case: UUID) -> MadeLive:
    """Let the notices of a case that was loaded as history go out; each role is told once of what it owes."""
    try:
        with transaction() as unit:
            living.make_live(unit, caller(), case)
            return MadeLive(case=case)
    except living.AlreadyLive as refused:
        raise Problem(409, "already-live", "The case is live", str(refused)) from None


@contextmanager
def _pausing() -> Iterator[Work]:
    try:
        with transaction() as unit:
            yield unit
    except commands.NotPausable as refused:
        raise Problem(409, "not-pausable", "It can't be paused or let go on as it is now", str(refused)) from None
    except commands.NotTheirs as refused:
        raise Problem(403, "not-allowed", "Your role does not allow this", str(refused)) from None


def _after(unit: Work, obligation: UUID) -> ObligationLine:
    unit.flush()
    return queries.obligation(unit.session, unit.authority, obligation)


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
    with transaction() as unit:
        unit.subject(query.case)
        unit.audit("notices.list", query.case)
        return queries.notices(unit.session, query.case)


@operation(
    blueprint,
    "/notices/<uuid:notice>/resend",
    method="POST",
    guard=Capability.NOTICE_RESEND,
    answers={202: NoticeLine},
    tags=["notices"],
)
def resend_notice(notice: UUID) -> NoticeLine:
    """Send a notice again that no mailbox has taken, once the directory or the mailbox is mended."""
    try:
        with transaction() as unit:
            commands.resend(unit, notice)
            unit.flush()
            return queries.notice(unit.session, unit.authority, notice)
    except commands.NotFailed as refused:
        raise Problem(409, "not-failed", "There is nothing to send again", str(refused)) from None


@operation(blueprint, "/told", guard=Capability.OBLIGATION_READ, answers={200: News}, tags=["notices"])
def read_told() -> News:
    """What the caller's roles were told lately, deadlines apart; the newest first."""
    with transaction() as unit:
        unit.audit("work-list.read")
        return told(unit, caller())


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
    with transaction() as unit:
        unit.audit("work-list.read")
        return queries.work_list(unit, caller(), query)
