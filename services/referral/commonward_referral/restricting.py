"""Use cases: who may see a case. What is published is ids and codes; the reason in words is sealed here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from sqlalchemy import Select, select
from sqlmodel import col

from commonward.contracts.events import BlockLifted, CaseRestricted, GlassBroken, PersonBlocked, RestrictionLifted
from commonward.store import FieldError, NotYours, Unacceptable, UnknownSubject, Work, refuse
from commonward_referral.access_model import BLOCKED, LIFTED, OPENED, RESTRICTED, UNBLOCKED, AccessStep
from commonward_referral.access_schemas import (
    AccessLine,
    Block,
    BreakGlass,
    CaseAccess,
    Lift,
    Opened,
    Openings,
    OpeningsPage,
    Restrict,
    Unblock,
)
from commonward_referral.model import Case
from commonward_referral.schemas import Done

GLASS_LASTS = timedelta(hours=3)
Exists = Callable[[UUID], bool]


def restrict(work: Work, case: UUID, wanted: Restrict, exists: Exists) -> Done:
    """Keep the case to named people; who restricts it is one of them. Raises Unacceptable for strangers."""
    work.subject(case, expected=wanted.version)
    strangers = [n for n, person in enumerate(wanted.people) if not exists(person)]
    refuse(FieldError(field=f"people.{n}", message="is not in this authority's directory") for n in strangers)
    work.publish(case, CaseRestricted(people=wanted.people, reason=wanted.code, restricted_by=work.actor))
    return _done(work, case, RESTRICTED, wanted.reason, code=wanted.code)


def lift(work: Work, case: UUID, wanted: Lift) -> Done:
    """Open the case again to whoever the policy admits."""
    work.subject(case, expected=wanted.version)
    if not work.facts(case).restricted:
        raise Unacceptable(FieldError(field="case", message="is not restricted"))
    work.publish(case, RestrictionLifted(lifted_by=work.actor))
    return _done(work, case, LIFTED, wanted.reason)


def block(work: Work, case: UUID, wanted: Block, exists: Exists, *, others: bool) -> Done:
    """Shut somebody with a conflict of interest out of the case, whatever else they are to it.

    Everybody may declare their own; `others` says whether the caller may say it of somebody else. Raises NotYours.
    """
    work.subject(case, expected=wanted.version)
    if wanted.person != work.actor and not others:
        raise NotYours("you may declare your own conflict of interest; a manager says who else has one")
    if not exists(wanted.person):
        raise Unacceptable(FieldError(field="person", message="is not in this authority's directory"))
    work.publish(case, PersonBlocked(person=wanted.person, reason=wanted.code, blocked_by=work.actor))
    return _done(work, case, BLOCKED, wanted.reason, code=wanted.code, person=wanted.person)


def unblock(work: Work, case: UUID, wanted: Unblock) -> Done:
    """Let them in again. Raises NotYours for themselves, who do not see the case anyway."""
    if wanted.person == work.actor:
        raise NotYours("somebody else lifts one's own conflict of interest")
    work.subject(case, expected=wanted.version)
    if wanted.person not in work.facts(case).blocked:
        raise Unacceptable(FieldError(field="person", message="is not blocked from this case"))
    work.publish(case, BlockLifted(person=wanted.person, lifted_by=work.actor))
    return _done(work, case, UNBLOCKED, wanted.reason, person=wanted.person)


def break_glass(work: Work, wanted: BreakGlass) -> Opened:
    """Open a case that is not one's own for three hours. Raises UnknownSubject for the blocked, as for no such case."""
    case = work.session.scalar(select(col(Case.id)).where(col(Case.reference) == wanted.reference))
    if case is None:
        raise UnknownSubject(wanted.reference)
    work.subject(case)
    until = work.now + GLASS_LASTS
    work.publish(case, GlassBroken(person=work.actor, reason=wanted.code, until=until))
    _step(work, case, OPENED, wanted.reason, code=wanted.code, until=until)
    work.audit("glass.break", case)
    return Opened(case=case, reference=wanted.reference, until=until)


def case_access(work: Work, case: UUID) -> CaseAccess:
    """How the case stands, and each step to it."""
    state = work.subject(case)
    facts = work.facts(case)
    query = _steps(work).where(col(AccessStep.case_id) == case)
    work.audit("access.read", case)
    return CaseAccess(
        restricted=facts.restricted,
        named=facts.named,
        blocked=facts.blocked,
        steps=tuple(_line(*row) for row in work.session.execute(query)),
        version=state.sequence,
    )


def openings(work: Work, wanted: OpeningsPage) -> Openings:
    """A page of the cases that were opened by break-glass, as far as the caller may see them."""
    query = _steps(work).where(col(AccessStep.how) == OPENED)
    rows = work.session.execute(query.offset((wanted.page - 1) * wanted.limit).limit(wanted.limit))
    work.audit("glass.list")
    return Openings(openings=tuple(_line(*row) for row in rows))


def _steps(work: Work) -> Select[tuple[AccessStep, str]]:
    same = (col(Case.authority) == col(AccessStep.authority)) & (col(Case.id) == col(AccessStep.case_id))
    query = select(AccessStep, col(Case.reference)).outerjoin(Case, same)
    return query.where(work.sight.visible(col(AccessStep.case_id))).order_by(col(AccessStep.id).desc())


def _line(row: AccessStep, reference: str | None) -> AccessLine:
    return AccessLine(case=row.case_id, reference=reference or "", **row.model_dump(exclude={"authority", "case_id"}))


def _done(work: Work, case: UUID, how: str, reason: str, **more: object) -> Done:
    state = work.subject(case)
    id = _step(work, case, how, reason, **more)
    work.audit(f"case.{how}", case)
    return Done(id=id, version=state.sequence, state=how)


def _step(work: Work, case: UUID, how: str, reason: str, **more: object) -> UUID:
    return work.write(AccessStep, case_id=case, how=how, reason=reason, by=work.actor, at=work.now, **more)
