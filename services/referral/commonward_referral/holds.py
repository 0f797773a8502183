"""Legal holds, and the list of cases that are due for disposal. `disposing` disposes of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import ColumnElement, Index, select, text
from sqlmodel import col

from commonward.clock import london
from commonward.contracts import Code, Reference
from commonward.contracts.field_groups import Narrative, Plain, PlainDay
from commonward.identity import Actor
from commonward.store import FieldError, NotReady, Tenant, Work, instant, sealed
from commonward.web import Input
from commonward.web.withholding import Grouped
from commonward_referral.closed_cases import closed_cases
from commonward_referral.disposal_model import Disposal
from commonward_referral.model import OPEN, Case
from commonward_referral.retention import due
from commonward_referral.schemas import Done, Reason
from commonward_referral.states import MADE, REFUSED

_HELD = text("lifted_at IS NULL")


class LegalHold(Tenant, table=True):
    """A case that is kept whatever its schedule says, such as for an inquiry."""

    __tablename__ = "legal_hold"
    __table_args__ = (
        Index("legal_hold_set", "authority", "case_id", unique=True, postgresql_where=_HELD, sqlite_where=_HELD),
    )
    case_id: UUID
    reason: str = sealed()
    set_by: UUID
    set_at: datetime = instant()
    lifted_because: str | None = sealed(default=None)
    lifted_by: UUID | None = None
    lifted_at: datetime | None = instant(default=None, nullable=True)


class Hold(Input):
    """Why a case is held, or no longer is."""

    reason: Reason


class RetentionLine(Grouped):
    """A closed case, or an adult's or a place's record that no case names; and how long it is kept."""

    case: UUID
    reference: Reference
    kind: Code = "child"
    last_contact: PlainDay
    due_on: PlainDay | None
    """None: it is kept without an end, for the reasons given."""
    because: tuple[Plain, ...]
    on_hold: bool
    hold: Narrative | None
    """Why it is held."""
    is_due: bool
    """Due by today, and not on hold."""
    is_proposed: bool
    """Somebody has proposed to dispose of it."""
    is_open: bool = False
    """Open, and here for its hold alone."""


class RetentionList(BaseModel):
    """Closed cases and records that no case names, the one due first at the top and those without an end last.

    Then open cases that are on hold.
    """

    cases: tuple[RetentionLine, ...]
    categories: tuple[Code, ...]


def set_hold(work: Work, actor: Actor, case: UUID, wanted: Hold) -> Done:
    """Hold a case, open or closed. Raises NotReady when it is held already, or as good as gone."""
    state = work.subject(case)
    if _hold(work, case) is not None:
        raise NotReady(FieldError(field="case", message="is on hold already"))
    if _signed_off(work, case):
        raise NotReady(FieldError(field="case", message="can't be held any more: its disposal is signed off"))
    id = work.write(LegalHold, case_id=case, reason=wanted.reason, set_by=actor.person, set_at=work.now)
    work.audit("hold.set", case)
    return Done(id=id, version=state.sequence, state="held")


def lift_hold(work: Work, actor: Actor, case: UUID, wanted: Hold) -> Done:
    """Lift a hold; who set it and why stays. Raises NotReady when there is none."""
    state, row = work.subject(case), _hold(work, case)
    if row is None:
        raise NotReady(FieldError(field="case", message="is not on hold"))
    row.lifted_because, row.lifted_by, row.lifted_at = wanted.reason, actor.person, work.now
    work.audit("hold.lift", case)
    return Done(id=row.id, version=state.sequence, state="lifted")


def listed(work: Work, confirmed: Mapping[str, date]) -> RetentionList:
    """How long each closed case is kept, and what holds it; `confirmed` are the board's own dates by schedule."""
    today, schedules = london(work.now).date(), work.procedures.of(work.authority).retention
    held = {row.case_id: row.reason for row in work.session.scalars(select(LegalHold).where(_is_set()))}
    proposed = set(work.session.scalars(select(col(Disposal.case_id)).where(col(Disposal.state) != REFUSED)))
    lines = []
    for closed in closed_cases(work):
        ends = due(closed.known, schedules, confirmed)
        line = RetentionLine(
            case=closed.id,
            reference=closed.reference,
            kind=closed.known.facts.kind,
            last_contact=closed.known.last_contact,
            due_on=ends.on,
            because=ends.because,
            on_hold=closed.id in held,
            hold=held.get(closed.id),
            is_due=ends.on is not None and ends.on <= today and closed.id not in held,
            is_proposed=closed.id in proposed,
        )
        lines.append(line)
    lines += _open_on_hold(work, held)
    lines.sort(key=lambda line: (line.due_on is None, line.due_on or today, line.reference))
    counted = tuple(schedule.id for schedule in schedules if schedule.id in confirmed)
    return RetentionList(cases=tuple(lines), categories=counted)


def _open_on_hold(work: Work, held: Mapping[UUID, str]) -> Iterator[RetentionLine]:
    """Open cases that the caller may see, and that are held for when they close."""
    query = select(Case).where(col(Case.id).in_(held), col(Case.state) == OPEN, work.sight.visible(col(Case.id)))
    for case in work.session.scalars(query.order_by(col(Case.reference))):
        yield RetentionLine(
            case=case.id,
            reference=case.reference,
            last_contact=london(case.opened_at).date(),
            due_on=None,
            because=("it is open",),
            on_hold=True,
            hold=held[case.id],
            is_due=False,
            is_proposed=False,
            is_open=True,
        )


def is_held(work: Work, case: UUID) -> bool:
    """Whether a hold keeps the case."""
    return _hold(work, case) is not None


def _hold(work: Work, case: UUID) -> LegalHold | None:
    return work.session.scalars(select(LegalHold).where(col(LegalHold.case_id) == case, _is_set())).first()


def _signed_off(work: Work, case: UUID) -> bool:
    query = select(col(Disposal.id)).where(col(Disposal.case_id) == case, col(Disposal.state) == MADE)
    return work.session.scalars(query).first() is not None


def _is_set() -> ColumnElement[bool]:
    return col(LegalHold.lifted_at).is_(None)
