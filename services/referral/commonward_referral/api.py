"""HTTP: parse, authorise, call, answer. No rule lives here."""

from __future__ import annotations

import time
from uuid import UUID

from flask import Blueprint, request

from commonward.identity import Capability
from commonward.web import (
    all_that_caller_may,
    caller,
    drafts,
    may_override,
    operation,
    reporting,
    resources,
    transaction,
)
from commonward_referral import commands, queries, receipts, told_with
from commonward_referral.concerns import PARTNER, PRACTITIONER, Source, raise_concern
from commonward_referral.model import PENDING
from commonward_referral.previewing import preview
from commonward_referral.record_api import posts_on_cases
from commonward_referral.schemas import (
    Allocation,
    Authorise,
    CaseFilter,
    CasePage,
    Cases,
    CloseCase,
    ClosingOutcome,
    Decide,
    Done,
    Preview,
    Report,
    Routed,
)
from commonward_referral.sent_once import HEADER, once

blueprint = Blueprint("referral", __name__, url_prefix="/v1")


@operation(
    blueprint,
    "/concerns",
    method="POST",
    guard=Capability.CONCERN_RAISE,
    body=Report,
    answers={201: Routed},
    tags=["concerns"],
)
def raise_a_concern(body: Report) -> Routed:
    """Raise a concern about a child; the answer says where it went and why.

    Sent again under the same Idempotency-Key within a day, it is answered as before, and nothing is raised twice.
    """
    key = request.headers.get(HEADER)
    with reporting() as unit:

        def take() -> Routed:
            if body.draft is not None:
                drafts.spend(unit, body.draft)
            routed = raise_concern(unit, body, _source())
            told_with.keep(unit, caller(), routed.case, routed.concern, body.records)
            return receipts.answered(unit, body, _source(), routed)

        return once(unit, key, body, Routed, take) if key is not None else take()


@operation(
    blueprint,
    "/concerns/preview",
    method="POST",
    guard=Capability.CONCERN_RAISE,
    body=Report,
    answers={200: Preview},
    tags=["concerns"],
    searching=True,
)
def preview_a_concern(body: Report) -> Preview:
    """What the procedure would do with a concern. Nothing is decided, written or told.

    As it may tell that a child is known, it counts as a search of whoever asks.
    A partner's system is answered as if the child were new.
    """
    with reporting() as unit:
        return preview(unit, body, _source())


@operation(blueprint, "/cases", guard=Capability.CASE_READ, query=CaseFilter, answers={200: Cases}, tags=["cases"])
def list_cases(query: CaseFilter) -> Cases:
    """The cases that the caller may see, the newest first."""
    with transaction() as unit:
        unit.audit("cases.list")
        return queries.cases(unit, query)


@operation(blueprint, "/cases/<uuid:case>", guard=Capability.CASE_READ, answers={200: CasePage}, tags=["cases"])
def read_case(case: UUID) -> CasePage:
    """One case: concerns, decisions, and what its closing would still miss."""
    with transaction() as unit:
        unit.audit("case.read", case)
        return queries.case_page(unit, caller(), case, all_that_caller_may(unit, case))


@operation(
    blueprint,
    "/cases/<uuid:case>/allocation",
    method="POST",
    guard=Capability.CASE_ALLOCATE,
    body=Allocation,
    answers={200: Done},
    tags=["cases"],
)
def allocate_case(case: UUID, body: Allocation) -> Done:
    """Give the case to a worker or a team."""
    with transaction() as unit:
        return commands.allocate(unit, case, body, posts_on_cases())


@operation(
    blueprint,
    "/cases/<uuid:case>/decisions",
    method="POST",
    guard=Capability.CASE_WORK,
    body=Decide,
    answers={201: Done},
    tags=["decisions"],
)
def decide(case: UUID, body: Decide) -> Done:
    """Decide at a decision point; the procedure says which role may."""
    may_override(body.override_reason)
    with transaction() as unit:
        return commands.decide(unit, caller(), case, body)


@operation(
    blueprint,
    "/decisions/<uuid:decision>/authorisation",
    method="POST",
    guard=Capability.CASE_DECIDE,
    body=Authorise,
    answers={200: Done},
    tags=["decisions"],
)
def authorise(decision: UUID, body: Authorise) -> Done:
    """A second person agrees or refuses."""
    with transaction() as unit:
        return commands.authorise(unit, caller(), decision, agree=body.agree)


@operation(
    blueprint,
    "/cases/<uuid:case>/closing",
    method="POST",
    guard=Capability.CASE_CLOSE,
    body=CloseCase,
    answers={200: ClosingOutcome, 202: ClosingOutcome, 409: ClosingOutcome},
    tags=["cases"],
)
def close_case(case: UUID, body: CloseCase) -> tuple[ClosingOutcome, int]:
    """Ask to close the case. 409 says everything that is missing; 202 that the answer is still to come."""
    may_override(body.override_reason)
    with transaction() as unit:
        request = commands.request_closing(unit, caller(), case, body)
        procedure, facts = unit.procedure(case), unit.facts(case)
    until = time.monotonic() + resources().settings.patience
    while True:
        with resources().reading(caller()) as session:
            outcome = queries.closing(session, caller().authority, request, procedure, facts)
        if outcome.state != PENDING or time.monotonic() > until:
            return outcome, {PENDING: 202, "closed": 200}.get(outcome.state, 409)
        time.sleep(0.02)


@operation(
    blueprint, "/closings/<uuid:request>", guard=Capability.CASE_READ, answers={200: ClosingOutcome}, tags=["cases"]
)
def read_closing(request: UUID) -> ClosingOutcome:
    """What became of a request to close."""
    with transaction() as unit:
        case = queries.closing_of(unit.session, unit.authority, request).case_id
        unit.audit("closing.read", case)
        return queries.closing(unit.session, unit.authority, request, unit.procedure(case), unit.facts(case))


def _source() -> Source:
    """The caller as who reports."""
    return Source(PARTNER if caller().kind == "system" else PRACTITIONER, caller().person)
