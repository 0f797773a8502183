"""Adults of concern and places that no remaining case names: they are disposed of with the last case that did.

A form names them from the day it is filled in: one that waits for a second person keeps them, and so does one that was
refused, with its case.

One with anything of its own (a record, a decision, a meeting) is somebody's work and stays: its time is its own.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, not_, or_, select
from sqlmodel import SQLModel, col

from commonward.contracts.events import (
    BlockLifted,
    CaseAllocated,
    CaseOpened,
    CaseRestricted,
    GlassBroken,
    PersonBlocked,
    RecordDisposed,
    ReferrerKnown,
    RestrictionLifted,
)
from commonward.store import Inbox, Outbox, Parked, Work
from commonward.store.held import column
from commonward_referral.disposal_model import Disposal
from commonward_referral.holds import LegalHold
from commonward_referral.party_model import Party
from commonward_referral.record_model import Naming, Record

_NOTHING_OF_ITS_OWN = {
    each.type
    for each in (
        *(CaseOpened, CaseAllocated, ReferrerKnown, GlassBroken),
        *(CaseRestricted, RestrictionLifted, PersonBlocked, BlockLifted),
    )
}
"""What is heard of every record, and of who may see it. Whatever else was heard of one keeps it."""


def named_by_no_other(case: UUID) -> ColumnElement[bool]:
    """The condition on `Party`: the case names it, no other case does, and nothing of its own keeps it."""
    named = select(col(Naming.subject)).where(col(Naming.case_id) == case)
    keeps = (
        _is_in(Naming, "subject", col(Naming.case_id) != case),
        _is_in(Record, "case_id"),
        _is_in(LegalHold, "case_id", col(LegalHold.lifted_at).is_(None)),
        _is_in(Parked, "subject", col(Parked.state) == "parked"),
        _is_in(Inbox, "subject", col(Inbox.type).not_in(_NOTHING_OF_ITS_OWN)),
        _is_in(Outbox, "subject", col(Outbox.type).not_in(_NOTHING_OF_ITS_OWN)),
    )
    return and_(col(Party.id).in_(named), not_(or_(*keeps)))


def take_along(work: Work, case: UUID, event: RecordDisposed) -> None:
    """With a case that is erased, dispose of those that only it named; each has a tombstone of its own."""
    rows = list(work.session.scalars(select(col(Party.id)).where(named_by_no_other(case)).order_by(col(Party.id))))
    work.load(rows)
    signed = work.session.get(Disposal, (work.authority, event.disposal))
    assert signed is not None  # the sign-off wrote it before it said so
    alike: dict[str, Any] = signed.model_dump(exclude={"authority", "id", "case_id", "reason"})
    for party in rows:
        disposal = work.write(Disposal, case_id=party, **alike)
        work.publish(party, event.model_copy(update={"disposal": disposal}))


def _is_in(model: type[SQLModel], name: str, *also: ColumnElement[bool]) -> ColumnElement[bool]:
    about = column(model, name)
    return select(about).where(about == col(Party.id), *also).exists()
