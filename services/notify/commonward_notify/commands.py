"""Use cases about an obligation or a notice that exists. Each runs in its caller's transaction."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from commonward.contracts.events import PauseRequested, ResumeRequested
from commonward.identity import Actor
from commonward.procedure import Clock, State
from commonward.store import UnknownSubject, Work
from commonward_notify.model import FAILED, WAITING, Breach, Notice, Owed, Remark
from commonward_notify.schemas import Acknowledgement, PauseWanted, ResumeWanted


class NotBreached(Exception):
    """There is nothing to acknowledge: the time has not passed, or somebody has acknowledged it before."""


class NotPausable(Exception):
    """This obligation can't be paused, or let go on, as it is now; the message says why."""


class NotTheirs(Exception):
    """The clock names another role as the one that may pause it."""


class NotFailed(Exception):
    """The notice was sent or still waits; there is nothing to send again."""


def acknowledge(work: Work, actor: Actor, obligation: UUID, said: Acknowledgement) -> None:
    """Put a manager's reason and the effect on the child beside the last breach, once. Raises NotBreached."""
    row = _owed(work, obligation)
    query = select(Breach).where(col(Breach.obligation) == obligation)
    breach = work.session.scalars(query.order_by(col(Breach.known_at).desc(), col(Breach.id)).limit(1)).first()
    if breach is None or breach.acknowledged_at is not None:
        raise NotBreached("it was not breached" if breach is None else "somebody has acknowledged it")
    breach.acknowledged_by, breach.acknowledged_at = actor.person, work.now
    breach.acknowledged_reason, breach.acknowledged_note = said.reason.value, said.note
    breach.acknowledged_effect = said.effect
    work.audit("breach.acknowledge", row.case_id)


def pause(work: Work, actor: Actor, obligation: UUID, said: PauseWanted) -> None:
    """Ask the clock to let time stand still; it does when the event is read back. Raises NotPausable, NotTheirs."""
    row = _pausable(work, actor, obligation)
    if row.state != State.OPEN or (row.due is not None and row.due <= work.now):
        raise NotPausable(f"only what is open and not overdue can be paused; it is {row.state}")
    _remark(work, actor, row, "pause", reason=said.reason.value, note=said.note)
    event = PauseRequested(obligation=obligation, reason=said.reason.value, requested_by=actor.person)
    work.publish(row.case_id, event)


def resume(work: Work, actor: Actor, obligation: UUID, said: ResumeWanted) -> None:
    """Ask the clock to let time go on. Raises NotPausable, NotTheirs."""
    row = _pausable(work, actor, obligation)
    if row.state != State.PAUSED:
        raise NotPausable(f"only what is paused can go on; it is {row.state}")
    _remark(work, actor, row, "resume", note=said.note)
    work.publish(row.case_id, ResumeRequested(obligation=obligation, requested_by=actor.person))


def resend(work: Work, notice: UUID) -> None:
    """Send a notice again that no mailbox has taken: to the role first, as if it were new. Raises NotFailed."""
    row = work.session.get(Notice, (work.authority, notice))
    if row is None:
        raise UnknownSubject(str(notice))
    work.subject(row.case_id)
    work.session.refresh(row)
    if row.state != FAILED:
        raise NotFailed(f"it is {row.state}; only one that failed is sent again")
    row.state, row.duty, row.next_attempt_at = WAITING, False, work.now
    work.audit("notice.resend", row.case_id)


def _owed(work: Work, obligation: UUID) -> Owed:
    """The obligation as it is under its case's lock. Raises UnknownSubject."""
    row = work.session.get(Owed, (work.authority, obligation))
    if row is None:
        raise UnknownSubject(str(obligation))
    work.subject(row.case_id)
    work.session.refresh(row)
    return row


def _pausable(work: Work, actor: Actor, obligation: UUID) -> Owed:
    row = _owed(work, obligation)
    clock = _clock(work, row)
    if clock is None or clock.may_pause is None:
        raise NotPausable("the procedure lets nobody pause this clock")
    if clock.may_pause not in actor.roles:
        raise NotTheirs(f"only the role {clock.may_pause} may")
    return row


def _clock(work: Work, row: Owed) -> Clock | None:
    return next((clock for clock in work.procedure(row.case_id).clocks if clock.id == row.clock), None)


def _remark(work: Work, actor: Actor, row: Owed, about: str, *, note: str, reason: str | None = None) -> None:
    said = {"about": about, "reason": reason, "note": note, "said_by": actor.person, "said_at": work.now}
    work.write(Remark, case_id=row.case_id, obligation=row.id, **said)
    work.audit(f"obligation.{about}", row.case_id)
