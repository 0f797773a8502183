"""Use cases about a case that exists: allocate, decide, authorise, close. Each runs in its caller's transaction."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from commonward.contracts import Event
from commonward.contracts.events import (
    CaseAllocated,
    CaseClosed,
    ClosingRefused,
    ClosingRequested,
    DecisionRecorded,
    DecisionTied,
)
from commonward.identity import Actor
from commonward.procedure import CLOSING, Command, DecisionPoint, Facts, Force, Procedure, Unmet
from commonward.store import FieldError, NotYours, Unacceptable, UnknownSubject, Work, pass_gates, second_person
from commonward_referral import still_open
from commonward_referral.access import open_subject
from commonward_referral.model import CLOSED, PENDING, Case, Closing, Decision
from commonward_referral.schemas import Allocation, CloseCase, Decide, Done
from commonward_referral.states import MADE, REFUSED, WAITING
from commonward_referral.twice import refuse_second_decision

Posts = Callable[[UUID], Collection[str]]
"""The roles of a person's posts by which a case may be seen at all."""


def allocate(work: Work, case: UUID, wanted: Allocation, posts: Posts) -> Done:
    """Give the case to a worker or a team. Raises Unacceptable for who works on no case here, or not in that role."""
    state = work.subject(case, expected=wanted.version)
    roles = tuple(role.code for role in work.procedure(case).roles)
    if wanted.role not in roles:
        raise Unacceptable(FieldError(field="role", message="is not a role of this board", allowed=roles))
    held = (wanted.role,) if wanted.worker is None else tuple(sorted(posts(wanted.worker)))
    if not held:
        raise Unacceptable(FieldError(field="worker", message="is nobody here who works on cases"))
    if wanted.role not in held:
        theirs = ", ".join(map(work.procedure(case).words.of, held))
        raise Unacceptable(FieldError(field="role", message=f"is not theirs: they are {theirs}", allowed=held))
    row = _open_case(work, case)
    pass_gates(work.procedure(case).unmet(Command.ALLOCATE, work.facts(case), wanted.role), overridden=False)
    row.team, row.worker = wanted.team, wanted.worker
    work.publish(case, CaseAllocated(worker=wanted.worker, role=wanted.role, team=wanted.team))
    work.audit("case.allocate", case)
    return Done(id=case, version=state.sequence)


def decide(work: Work, actor: Actor, case: UUID, wanted: Decide) -> Done:
    """Decide at a decision point. Where a second person must agree, it waits for them."""
    state = work.subject(case, expected=wanted.version)
    point = _decision_point(work.procedure(case), wanted)
    if not actor.roles & set(point.decided_by):
        words = work.procedure(case).words.of
        raise NotYours(f"{point.title} is decided by: {' or '.join(map(words, point.decided_by))}")
    facts = open_subject(work, case)
    if wanted.concern not in (None, *facts.concerns):
        raise Unacceptable(FieldError(field="concern", message="is not a concern of this case"))
    unmet = work.procedure(case).unmet(Command.DECIDE, facts, point.id, wanted.option)
    overridden = pass_gates(unmet, overridden=wanted.override_reason is not None)
    waits = point.needs_second(wanted.option)
    if waits:
        refuse_second_decision(work, case, point, wanted)
    id = work.write(
        Decision,
        case_id=case,
        decision=point.id,
        option=wanted.option,
        concern=wanted.concern,
        reason=wanted.reason,
        override_reason=wanted.override_reason if overridden else None,
        overridden="\n".join(overridden),
        decided_by=actor.person,
        decided_at=work.now,
        state=WAITING if waits else MADE,
    )
    if not waits:
        made = {"option": wanted.option, "concern": wanted.concern, "decided_by": actor.person, "authorised_by": None}
        _publish_decision(work, case, point, **made)
    work.audit("case.decide", case)
    return Done(id=id, version=state.sequence, state=WAITING if waits else MADE)


def authorise(work: Work, actor: Actor, decision: UUID, *, agree: bool) -> Done:
    """A second person agrees or refuses. Raises NotYours for the first person and for other roles."""
    row = _locked(work, decision)
    state = work.subject(row.case_id)
    point = work.procedure(row.case_id).decision(row.decision)
    assert point is not None  # it was decided under this edition
    second_person(work, row.decided_by, otherwise="nobody authorises their own decision")
    if point.second_role not in actor.roles:
        raise NotYours(
            f"{point.title} is agreed to by: {work.procedure(row.case_id).words.of(point.second_role or '')}"
        )
    row.authorised_by, row.answered_at, row.state = actor.person, work.now, MADE if agree else REFUSED
    if agree:
        people = {"decided_by": row.decided_by, "authorised_by": actor.person}
        _publish_decision(work, row.case_id, point, option=row.option, concern=row.concern, **people)
    work.audit("case.authorise", row.case_id)
    return Done(id=decision, version=state.sequence, state=row.state)


def request_closing(work: Work, actor: Actor, case: UUID, wanted: CloseCase) -> UUID:
    """Ask to close the case. It is settled when the request is read back, behind everything that came before it."""
    work.subject(case, expected=wanted.version)
    open_subject(work, case)
    procedure = work.procedure(case)
    _check_reason(procedure, wanted.reason)
    unmet = procedure.unmet(Command.CLOSE_CASE, work.facts(case), wanted.reason)
    overrides = tuple(u.gate for u in unmet if u.force is Force.SHOULD) if wanted.override_reason else ()
    id = work.write(
        Closing,
        case_id=case,
        reason=wanted.reason,
        requested_by=actor.person,
        override_reason=wanted.override_reason,
        state=PENDING,
    )
    request = ClosingRequested(request=id, reason=wanted.reason, requested_by=actor.person, overrides=overrides)
    work.publish(case, request)
    work.audit("case.close", case)
    return id


def settle_closing(work: Work, case: UUID, request: ClosingRequested, facts: Facts) -> None:
    """Close the case, or say what is missing. `facts` hold everything that was ordered before the request."""
    procedure = work.procedure(case)
    missing = blocking(procedure.unmet(Command.CLOSE_CASE, facts, request.reason), request.overrides)
    row = work.session.get(Closing, (work.authority, request.request))
    if row is None or row.state != PENDING:
        return
    core = (
        *still_open.codes(work, case, facts),
        *still_open.not_decided(procedure, facts, request.reason),
    )
    gates = tuple(unmet.gate for unmet in missing)
    if gates or core:
        row.state, row.missing = REFUSED, "\n".join((*gates, *core))
        work.publish(case, ClosingRefused(request=request.request, missing=gates))
        return
    row.state = CLOSED
    held = work.session.get(Case, (work.authority, case))
    if held is not None:  # an adult or a place has none
        held.state = CLOSED
    work.publish(case, CaseClosed(request=request.request, reason=request.reason, because=request.overrides))


def blocking(unmet: list[Unmet], overrides: tuple[str, ...]) -> list[Unmet]:
    """What still blocks: every *must*, and each *should* that no manager has overridden."""
    return [u for u in unmet if u.force is Force.MUST or (u.force is Force.SHOULD and u.gate not in overrides)]


def _locked(work: Work, decision: UUID) -> Decision:
    """A waiting decision, as it stands under its open case's lock. Raises UnknownSubject, or Unacceptable."""
    case = work.session.scalar(select(col(Decision.case_id)).where(col(Decision.id) == decision))
    if case is None:
        raise UnknownSubject(str(decision))
    work.subject(case)
    open_subject(work, case)
    row = work.session.get(Decision, (work.authority, decision))
    if row is None or row.state != WAITING:
        raise UnknownSubject(str(decision))
    return row


def _open_case(work: Work, case: UUID) -> Case:
    row = work.session.get(Case, (work.authority, case))
    if row is None:
        raise UnknownSubject(str(case))
    if row.state == CLOSED:
        raise Unacceptable(FieldError(field="case", message="is closed"))
    return row


def _decision_point(procedure: Procedure, wanted: Decide) -> DecisionPoint:
    point = procedure.decision(wanted.decision)
    if point is None:
        known = tuple(point.id for point in procedure.decisions)
        raise Unacceptable(FieldError(field="decision", message="is not a decision of this board", allowed=known))
    if wanted.option not in point.options:
        raise Unacceptable(FieldError(field="option", message="is not an option here", allowed=point.options))
    return point


def _check_reason(procedure: Procedure, reason: str) -> None:
    """Where the board limits the reasons to close, it is one of them."""
    point = procedure.decision(CLOSING)
    if point is not None and reason not in point.options:
        message = "is not a reason to close a case at this board"
        raise Unacceptable(FieldError(field="reason", message=message, allowed=point.options))


def _publish_decision(work: Work, case: UUID, point: DecisionPoint, **made: Any) -> None:
    for event in told_of(point, work.now, **made):
        work.publish(case, event)


def told_of(point: DecisionPoint, at: datetime, *, concern: UUID | None, **made: Any) -> Iterator[Event]:
    """What is told of a decision: first which concern it is about, where that was said."""
    if concern is not None:
        yield DecisionTied(decision=point.id, concern=concern)
    yield DecisionRecorded(decision=point.id, decided_at=at, because=point.because, **made)
