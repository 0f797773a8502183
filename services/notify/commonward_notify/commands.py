"""Use cases about an obligation that exists. Each runs in its caller's transaction."""

from __future__ import annotations

from uuid import UUID

from commonward.identity import Actor
from commonward.store import UnknownSubject, Work
from commonward_notify.model import Owed
from commonward_notify.queries import line
from commonward_notify.schemas import Acknowledgement, ObligationLine


class NotBreached(Exception):
    """There is nothing to acknowledge: the time has not passed, or somebody has acknowledged it before."""


def acknowledge(work: Work, actor: Actor, obligation: UUID, said: Acknowledgement) -> ObligationLine:
    """Put a manager's reason and the effect on the child beside a breach, once. Raises NotBreached."""
    row = work.session.get(Owed, (work.authority, obligation))
    if row is None:
        raise UnknownSubject(str(obligation))
    work.subject(row.case_id)
    work.session.refresh(row)  # as it is under the case's lock
    if row.breached_at is None or row.acknowledged_at is not None:
        raise NotBreached("it was not breached" if row.breached_at is None else "somebody has acknowledged it")
    row.acknowledged_by, row.acknowledged_at = actor.person, work.now
    row.acknowledged_reason, row.acknowledged_note = said.reason, said.note
    row.acknowledged_effect = said.effect
    work.audit("breach.acknowledge", row.case_id)
    return line(row)
