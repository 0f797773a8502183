"""Use cases: an adopted plan is shared, its recipients acknowledge it, a signed copy goes on file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from uuid import UUID

from sqlalchemy import select
from sqlmodel import Session, col

from commonward.clock import due, is_late, last_day, london
from commonward.contracts.events import PlanReceived, PlanShared, SignedCopyPlaced
from commonward.identity import Actor
from commonward.procedure import ALLOCATED_WORKER, Command, Facts, MeetingKind, Procedure
from commonward.store import FieldError, NotReady, Unacceptable, Work, pass_gates, refuse
from commonward_meetings.access import Act, is_recipient, kind_of, locked_plan, only
from commonward_meetings.model import Meeting
from commonward_meetings.plan_model import Plan, Receipt, Sharing, SignedCopy
from commonward_meetings.plan_schemas import PlaceSignedCopy, Receive, SharePlan
from commonward_meetings.schemas import Done


def share_plan(work: Work, actor: Actor, plan: UUID, wanted: SharePlan) -> Done:
    """Share a plan. Raises Unacceptable when nobody is named, here or by the procedure, or nobody would be reached."""
    row, meeting, kind = _opened(work, actor, plan, wanted.version)
    procedure, facts = work.procedure(row.case_id), work.facts(row.case_id)
    recipients = _recipients(wanted, kind, procedure)
    _refuse_to_reach_nobody(recipients, facts)
    unmet = procedure.unmet(Command.SHARE_PLAN, facts, kind.id)
    overridden = pass_gates(unmet, overridden=wanted.override_reason is not None)
    work.write(
        Sharing,
        plan=row.id,
        recipients="\n".join(recipients),
        shared_by=actor.person,
        shared_at=work.now,
        override_reason=wanted.override_reason if overridden else None,
        overridden="\n".join(overridden),
    )
    shared = PlanShared(
        plan=row.id,
        meeting=row.meeting,
        recipients=recipients,
        shared_at=work.now,
        because=kind.plan_because or kind.because,
    )
    work.publish(row.case_id, shared)
    work.audit("plan.share", row.case_id)
    return _done(work, row, "shared", tuple(_late(work, meeting, kind)))


def receive(work: Work, actor: Actor, plan: UUID, wanted: Receive) -> Done:
    """Record that a recipient has acknowledged the plan; whoever is one may say it too. Raises as `_opened` does."""
    row, _, kind = _opened(work, actor, plan, wanted.version, also=wanted.recipient)
    refuse(_receipt_errors(work, row, wanted))
    if wanted.recipient in {receipt.recipient for receipt in receipts(work.session, row.id)}:
        raise NotReady(FieldError(field="recipient", message="has acknowledged this plan already"))
    work.write(Receipt, plan=row.id, recorded_by=actor.person, **wanted.model_dump(exclude={"version"}))
    received = PlanReceived(
        plan=row.id,
        meeting=row.meeting,
        recipient=wanted.recipient,
        received_at=wanted.received_at,
        how=wanted.how,
        because=kind.plan_because or kind.because,
    )
    work.publish(row.case_id, received)
    work.audit("plan.receive", row.case_id)
    return _done(work, row, "received")


def place_signed_copy(work: Work, actor: Actor, plan: UUID, wanted: PlaceSignedCopy) -> Done:
    """Record where the signed copy is kept, once. Raises Unacceptable, NotReady or NotYours."""
    row, _, kind = _opened(work, actor, plan, wanted.version)
    if work.session.scalar(select(col(SignedCopy.id)).where(col(SignedCopy.plan) == row.id)) is not None:
        raise NotReady(FieldError(field="plan", message="has its signed copy on file already"))
    adopted, today = london(row.adopted_at).date(), london(work.now).date()
    if not adopted <= wanted.placed_on <= today:
        message = "is before the plan was adopted" if wanted.placed_on < adopted else "is in the future"
        allowed = (f"from {adopted.isoformat()}", f"up to {today.isoformat()}")
        raise Unacceptable(FieldError(field="placed_on", message=message, allowed=allowed))
    work.write(SignedCopy, plan=row.id, recorded_by=actor.person, **wanted.model_dump(exclude={"version"}))
    because = kind.plan_because or kind.because
    placed = SignedCopyPlaced(plan=row.id, meeting=row.meeting, placed_on=wanted.placed_on, because=because)
    work.publish(row.case_id, placed)
    work.audit("plan.file", row.case_id)
    return _done(work, row, "filed")


def receipts(session: Session, plan: UUID) -> list[Receipt]:
    """The receipts of a plan, in the order in which they were recorded."""
    return list(session.scalars(select(Receipt).where(col(Receipt.plan) == plan).order_by(col(Receipt.id))))


def _opened(
    work: Work, actor: Actor, plan: UUID, version: int | None, also: str | None = None
) -> tuple[Plan, Meeting, MeetingKind]:
    """A plan for those who convene or chair its meeting or adopt plans, and for one recipient. Raises NotYours."""
    row, meeting = locked_plan(work, plan, version)
    procedure = work.procedure(row.case_id)
    if also is None or not is_recipient(actor, work.facts(row.case_id), also):
        only(Act.SHARE, actor, procedure, meeting)
    return row, meeting, kind_of(procedure, meeting)


def _recipients(wanted: SharePlan, kind: MeetingKind, procedure: Procedure) -> tuple[str, ...]:
    recipients = kind.shared_with if wanted.recipients is None else wanted.recipients
    known = tuple(dict.fromkeys([*kind.shared_with, *kind.invited, *(role.code for role in procedure.roles)]))
    if not recipients:
        message = "name with whom the plan is shared: nobody is named here"
        if not kind.shared_with:
            message = "name with whom the plan is shared: the procedure names nobody"
        raise Unacceptable(FieldError(field="recipients", message=message, allowed=known))
    if strangers := [recipient for recipient in recipients if recipient not in known]:
        message = f"{', '.join(strangers)}: neither a role nor an agency of this meeting"
        raise Unacceptable(FieldError(field="recipients", message=message, allowed=known))
    return tuple(dict.fromkeys(recipients))


def unreached(recipients: Iterable[str], facts: Facts) -> tuple[str, ...]:
    """Those of the recipients who are nobody yet: a plan that is sent to them is read by nobody."""
    return tuple(code for code in recipients if code == ALLOCATED_WORKER and facts.worker is None)


def _refuse_to_reach_nobody(recipients: tuple[str, ...], facts: Facts) -> None:
    if nobody := unreached(recipients, facts):
        rest = tuple(code for code in recipients if code not in nobody)
        message = "nobody is allocated yet, so nobody would read it: allocate the case first, or leave them out for now"
        raise Unacceptable(FieldError(field="recipients", message=message, allowed=rest))


def _late(work: Work, meeting: Meeting, kind: MeetingKind) -> Iterator[FieldError]:
    """Late sharing is better than none: it is said, and not refused."""
    limit = kind.share_limit(work.facts(meeting.case_id).level)
    if limit is None or meeting.held_at is None:
        return
    deadline = due(meeting.held_at, limit, work.procedure(meeting.case_id).calendar)
    if is_late(work.now, deadline):
        message = f"is later than {limit} after the meeting: it was due by {last_day(deadline).isoformat()}"
        yield FieldError(field="shared_at", message=message)


def _receipt_errors(work: Work, plan: Plan, wanted: Receive) -> Iterator[FieldError]:
    query = select(Sharing).where(col(Sharing.plan) == plan.id).order_by(col(Sharing.id))
    shared = [(recipient, row.shared_at) for row in work.session.scalars(query) for recipient in _lines(row)]
    first = min((at for recipient, at in shared if recipient == wanted.recipient), default=None)
    if first is None:
        known = tuple(dict.fromkeys(recipient for recipient, _ in shared))
        yield FieldError(field="recipient", message="was not sent this plan; share it first", allowed=known)
    elif wanted.received_at < first.replace(second=0, microsecond=0):  # people write down the minute
        allowed = (f"from {first.isoformat(timespec='minutes')}",)
        yield FieldError(field="received_at", message="is before the plan was shared", allowed=allowed)
    if wanted.received_at > work.now:
        allowed = (f"up to {work.now.isoformat()}",)
        yield FieldError(field="received_at", message="is in the future", allowed=allowed)


def _lines(row: Sharing) -> list[str]:
    return row.recipients.splitlines()


def _done(work: Work, plan: Plan, state: str, warnings: tuple[FieldError, ...] = ()) -> Done:
    version = work.subject(plan.case_id).sequence
    return Done(id=plan.id, version=version, state=state, plan_version=plan.version, warnings=warnings)
