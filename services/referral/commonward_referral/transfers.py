"""Use cases of a transfer to another authority. The sender's row decides, under the lock of the sender's case.

The receiver's answer is a wish until the sender's side has read it: whoever withdraws first has withdrawn, and whoever
is accepted first is gone. Nothing of the case but the note is the receiver's to read before.
"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from commonward.clock import london
from commonward.contracts.events import CaseClosed, CaseTransferred, TransferEnded, TransferRequested
from commonward.identity import Actor
from commonward.store import FieldError, NotReady, Unacceptable, UnknownSubject, Work
from commonward_referral.access import open_subject
from commonward_referral.model import CLOSED, Case, Concern
from commonward_referral.packing import pack
from commonward_referral.rules import age_on
from commonward_referral.schemas import Done
from commonward_referral.sharing import from_transfer
from commonward_referral.transfer_model import (
    ACCEPTED,
    ACCEPTING,
    OFFERED,
    REFUSED,
    REFUSING,
    REQUESTED,
    WITHDRAWN,
    TransferIn,
    TransferOut,
)
from commonward_referral.transfer_schemas import Package, PreviewTransfer, RefuseTransfer, RequestTransfer

TRANSFERRED = "transferred"
BY_SENDER, NEWER, CASE_CLOSED, TOO_OLD = "by-sender", "newer-concern", "case-closed", "too-old"
"""Why a request ended without a transfer, beside the receiver's own reasons."""


def preview(work: Work, case: UUID, wanted: PreviewTransfer) -> Package:
    """What would go, before anybody is told anything. Raises Unacceptable."""
    open_subject(work, case)
    package = pack(work, case, wanted.parts)
    _check(work, wanted.to, package)
    work.audit("transfer.preview", case)
    return package


def request(work: Work, actor: Actor, case: UUID, wanted: RequestTransfer) -> Done:
    """Ask another authority to take the case. Raises Unacceptable, or NotReady while another request is open."""
    state = work.subject(case, expected=wanted.version)
    open_subject(work, case)
    if is_open(work, case):
        message = "has a request to transfer it that is still open: withdraw that one first"
        raise NotReady(FieldError(field="case", message=message))
    package = pack(work, case, wanted.parts)
    _check(work, wanted.to, package)
    id = work.write(
        TransferOut,
        case_id=case,
        to_authority=wanted.to,
        parts="\n".join(dict.fromkeys(wanted.parts)),
        note=wanted.note,
        package=package.model_dump_json(),
        requested_by=actor.person,
        requested_at=work.now,
    )
    asked = TransferRequested(transfer=id, to=wanted.to, parts=wanted.parts, requested_by=actor.person)
    work.publish(case, asked)
    work.audit("transfer.request", case)
    return Done(id=id, version=state.sequence, state=REQUESTED)


def withdraw(work: Work, transfer: UUID) -> Done:
    """Take a request back. Raises NotReady when it is settled already."""
    row = locked(work, transfer)
    if row.state != REQUESTED:
        raise NotReady(FieldError(field="transfer", message=f"is {row.state} already"))
    _end(work, row, WITHDRAWN, BY_SENDER)
    work.audit("transfer.withdraw", row.case_id)
    return Done(id=row.id, version=work.subject(row.case_id).sequence, state=row.state)


def accept(work: Work, actor: Actor, transfer: UUID) -> Done:
    """Say yes to an offer. The case is here once the sender's side has let it go."""
    return _answer(work, actor, transfer, ACCEPTING, None)


def refuse(work: Work, actor: Actor, transfer: UUID, wanted: RefuseTransfer) -> Done:
    """Say no to an offer."""
    return _answer(work, actor, transfer, REFUSING, wanted.reason)


def settle(work: Work, transfer: UUID, *, accepted: bool, why: str | None) -> None:
    """On the sender's side, take the receiver's answer, unless the request has ended meanwhile."""
    row = locked(work, transfer)
    if row.state != REQUESTED:
        return
    facts = work.facts(row.case_id)
    if facts.closed:
        _end(work, row, WITHDRAWN, CASE_CLOSED)
    elif not accepted:
        _end(work, row, REFUSED, why)
        work.audit("transfer.refused", row.case_id)
    elif _newer_concern(work, row):
        _end(work, row, WITHDRAWN, NEWER)
    elif _is_too_old(work, row.to_authority, Package.model_validate_json(row.package)):
        _end(work, row, WITHDRAWN, TOO_OLD)
    else:
        _let_go(work, row)


def is_open(work: Work, case: UUID) -> bool:
    """Whether a request to transfer the case is open; asked under the case's lock."""
    mine = col(TransferOut.case_id) == case, col(TransferOut.state) == REQUESTED
    return work.session.scalar(select(col(TransferOut.id)).where(*mine)) is not None


def locked(work: Work, transfer: UUID) -> TransferOut:
    """A request as it stands under its case's lock. Raises UnknownSubject."""
    case = work.session.scalar(select(col(TransferOut.case_id)).where(col(TransferOut.id) == transfer))
    if case is None:
        raise UnknownSubject(str(transfer))
    work.subject(case)
    row = work.session.get(TransferOut, (work.authority, transfer))
    assert row is not None  # requests are never deleted
    return row


def offer(work: Work, transfer: UUID) -> TransferIn:
    """An offer under its own lock: there is no case here yet. Raises UnknownSubject."""
    row = work.session.get(TransferIn, (work.authority, transfer), with_for_update=True)
    if row is None:
        raise UnknownSubject(str(transfer))
    return row


def _answer(work: Work, actor: Actor, transfer: UUID, state: str, why: str | None) -> Done:
    row = offer(work, transfer)
    if row.state != OFFERED:
        raise NotReady(FieldError(field="transfer", message=f"is {row.state} already"))
    row.state, row.why, row.answered_by, row.answered_at = state, why, actor.person, work.now
    work.audit("transfer.accept" if state == ACCEPTING else "transfer.refuse")
    return Done(id=transfer, version=0, state=state)


def _let_go(work: Work, row: TransferOut) -> None:
    """The case is the receiver's from now on. Gates of closing don't stand before this: its work does not end here."""
    row.state, row.settled_at = ACCEPTED, work.now
    held = work.session.get(Case, (work.authority, row.case_id))
    assert held is not None  # it was packed
    held.state = CLOSED
    gone = CaseTransferred(transfer=row.id, to=row.to_authority, parts=tuple(row.parts.splitlines()))
    work.publish(row.case_id, gone)
    work.publish(row.case_id, CaseClosed(request=row.id, reason=TRANSFERRED, because=()))
    from_transfer(work, row)
    work.audit("transfer.accepted", row.case_id)


def _end(work: Work, row: TransferOut, state: str, why: str | None) -> None:
    row.state, row.why, row.settled_at = state, why, work.now
    work.publish(row.case_id, TransferEnded(transfer=row.id, to=row.to_authority, outcome=state, reason=why))


def _newer_concern(work: Work, row: TransferOut) -> bool:
    """A concern that came in behind the request is in no package: somebody has to look at it first."""
    newer = col(Concern.case_id) == row.case_id, col(Concern.received_at) > row.requested_at
    return work.session.scalar(select(col(Concern.id)).where(*newer).limit(1)) is not None


def _check(work: Work, to: str, package: Package) -> None:
    others = tuple(code for code in work.procedures.authorities if code != work.authority)
    if to not in others:
        message = "is not served by this region: a record goes there by hand, by the subject-access export"
        message = "is this authority itself" if to == work.authority else message
        raise Unacceptable(FieldError(field="to", message=message, allowed=others))
    if _is_too_old(work, to, package):
        raise Unacceptable(FieldError(field="to", message="takes no case of somebody of this age"))


def _is_too_old(work: Work, to: str, package: Package) -> bool:
    today = london(work.now).date()
    age = age_on(package.child.born, today)
    return age is not None and age >= work.procedures.current(to, today).scope.under_age
