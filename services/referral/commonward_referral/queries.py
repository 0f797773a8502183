"""Reads of the referral service."""

from __future__ import annotations

import json
from typing import TypeVar
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import Select, or_, select
from sqlalchemy.orm import load_only
from sqlmodel import Session, SQLModel, col

from commonward.contracts import Code
from commonward.identity import Actor, Capability
from commonward.procedure import CLOSING, Command, Facts, Procedure
from commonward.store import Subject, UnknownSubject, Work
from commonward.web import Missing, missing
from commonward.web.withholding import EVERYTHING
from commonward_referral import still_open
from commonward_referral.access import agrees
from commonward_referral.comparisons import COMPARE
from commonward_referral.family import Family
from commonward_referral.finding import is_called
from commonward_referral.formerly import formerly, lines
from commonward_referral.holds import is_held
from commonward_referral.model import Case, Child, Closing, Concern, Decision
from commonward_referral.previewing import once_agreed
from commonward_referral.proposal_model import Proposal
from commonward_referral.proposals import OF_CHILDREN, is_theirs
from commonward_referral.rules import receipt_reference
from commonward_referral.schemas import (
    CaseFilter,
    CasePage,
    Cases,
    CaseSummary,
    ClosingOutcome,
    ConcernLine,
    DecisionLine,
    ProposalLine,
    Standing,
)
from commonward_referral.states import WAITING

Row = TypeVar("Row", bound=SQLModel)

_SHOWN = load_only(Child.given_name, Child.family_name, Child.born)  # type: ignore[arg-type]  # columns
"""What pages say of a child; the rest of the record stays sealed."""


def cases(work: Work, wanted: CaseFilter) -> Cases:
    """A page of the cases that the caller may see, with their levels, in one query."""
    mine = work.sight.visible(col(Case.id))
    query = _summaries().add_columns(*work.sight.beside(col(Case.id)))
    named = col(Case.state) == wanted.state if wanted.reference is None else is_called(work, wanted.reference)
    query = query.where(named, mine).limit(wanted.limit)
    if wanted.before is not None:
        query = query.where(col(Case.opened_at) < wanted.before)
    rows = work.session.execute(query.order_by(col(Case.opened_at).desc()))
    lines = (_summary(case, child, subject).seen_by(work.sight.seeing(seen)) for case, child, subject, *seen in rows)
    return Cases(cases=tuple(lines))


def case_page(work: Work, actor: Actor, case: UUID, may: tuple[Capability, ...]) -> CasePage:
    """One case with its concerns and decisions, and what belongs to it. Raises UnknownSubject.

    `may` is all that the actor may do by what they are to the case.
    """
    family = Family(work, case)
    procedure, facts = work.procedure(case), work.facts(case)
    found = work.session.execute(_summaries().where(col(Case.id) == case)).first()
    if found is None:
        raise UnknownSubject(str(case))
    held, child, _ = found
    seconds, decisions = Capability.CASE_DECIDE in may, _of(work, Decision, held.id)
    keeps_open = (*still_open.codes(work, case, facts), *still_open.not_decided(procedure, facts))
    return CasePage(
        case=_summary(*found),
        born=child.born,
        concerns=tuple(_concern(row, actor, procedure) for row in _of(work, Concern, held.id)),
        decisions=tuple(_decision(work, row, actor if seconds else None) for row in decisions),
        waiting=tuple(_proposal(row, seconds and row.proposed_by != actor.person) for row in _waiting(work, held)),
        closing_misses=missing(procedure.unmet(Command.CLOSE_CASE, facts)),
        closing_waits=still_open.told(keeps_open, procedure, facts),
        closing_given=still_open.given_reason(facts),
        child_id=child.id,
        formerly=lines(formerly(work, [child.id])[child.id]),
        together=family.together(),
        merged=family.merged(),
        siblings=family.siblings(),
        standing=_standing(work, case, facts, may),
        may=may,
        decides=_decides(procedure, actor) if Capability.CASE_WORK in may else (),
    ).seen_by(work.sees(case))


def _concern(row: Concern, actor: Actor, procedure: Procedure) -> ConcernLine:
    """A concern; who raised it reads their own account, whatever its group."""
    receipt = receipt_reference(procedure.authority.register, row.id, row.received_at)
    line = ConcernLine.model_validate({**row.model_dump(), "receipt": receipt})
    return line.seen_by(EVERYTHING) if row.reported_by == actor.person else line


def _standing(work: Work, case: UUID, facts: Facts, may: tuple[Capability, ...]) -> Standing:
    return Standing(
        missing=next((episode.id for episode in facts.missing if episode.returned_at is None), None),
        restricted=facts.restricted,
        blocks=Capability.ACCESS_MANAGE in may and bool(facts.blocked),
        held=Capability.RETENTION_HOLD in may and is_held(work, case),
    )


def closing(session: Session, authority: str, request: UUID, procedure: Procedure, facts: Facts) -> ClosingOutcome:
    """What became of a request to close. Raises UnknownSubject."""
    row = closing_of(session, authority, request)
    gates = {gate.id: gate for gate in procedure.gates if gate.applies(Command.CLOSE_CASE, [row.reason])}
    still = [
        Missing(gate=id, force=gates[id].force, missing=gates[id].missing, supplied_by=gates[id].supplied_by)
        for id in row.missing.splitlines()
        if id in gates
    ]
    waits = still_open.told(row.missing.splitlines(), procedure, facts)
    return ClosingOutcome(request=request, state=row.state, missing=tuple(still), waits=waits)


def closing_of(session: Session, authority: str, request: UUID) -> Closing:
    """The row of a request to close. Raises UnknownSubject."""
    row = session.get(Closing, (authority, request))
    if row is None:
        raise UnknownSubject(str(request))
    return row


def _decides(procedure: Procedure, actor: Actor) -> tuple[str, ...]:
    points = (point for point in procedure.decisions if point.id != CLOSING)
    return tuple(point.id for point in points if actor.roles & set(point.decided_by))


def _decision(work: Work, row: Decision, second: Actor | None) -> DecisionLine:
    """`second` is who asks, where they may be a second person at all; they see what would begin if they agreed."""
    made, point = row.model_dump(), work.procedure(row.case_id).decision(row.decision)
    line = DecisionLine.model_validate({**made, "overridden": tuple(made["overridden"].splitlines())})
    if row.state != WAITING or point is None or second is None:
        return line
    if not agrees(second, row.decided_by, point.second_role):
        return line
    return line.model_copy(update={"yours": True, "begins": once_agreed(work, row, point, second.person)})


def _proposal(row: Proposal, yours: bool) -> ProposalLine:
    """Of what is proposed, only which records are meant: the rest is the case's own to show."""
    ids = {name: id for name, id in json.loads(row.content).items() if name in ("child", "into")}
    return ProposalLine.model_validate({**row.model_dump(), **ids, "case": row.case_id, "yours": yours})


def _waiting(work: Work, case: Case) -> list[Proposal]:
    """What waits on the case, and of what is about its child's record what waits on a case of the other one."""
    mine, theirs = col(Proposal.case_id) == case.id, col(Proposal.kind).in_(OF_CHILDREN)
    query = select(Proposal).where(col(Proposal.state) == WAITING, or_(mine, theirs)).order_by(col(Proposal.id))
    found = work.session.scalars(query)
    return [row for row in found if _is_told(row, case) or _is_about(work, row, case.child)]


def _is_told(row: Proposal, case: Case) -> bool:
    """Whether everybody who reads the case is told: that another record is alike only who may see that one too."""
    return row.case_id == case.id and row.kind != COMPARE


def _is_about(work: Work, row: Proposal, child: UUID) -> bool:
    return str(child) in json.loads(row.content).values() and is_theirs(work, row)


def _summaries() -> Select[tuple[Case, Child, Subject]]:
    same_child = (col(Child.authority) == col(Case.authority)) & (col(Child.id) == col(Case.child))
    same_subject = (col(Subject.authority) == col(Case.authority)) & (col(Subject.id) == col(Case.id))
    query = select(Case, Child, Subject).join(Child, same_child).join(Subject, same_subject)
    return query.options(_SHOWN)


class _Level(BaseModel):
    """All that a list reads of a subject's facts, which may be long."""

    level: Code | None = None


def _summary(case: Case, child: Child, subject: Subject) -> CaseSummary:
    return CaseSummary(
        id=case.id,
        reference=case.reference,
        child=f"{child.given_name} {child.family_name}",
        state=case.state,
        opened_at=case.opened_at,
        team=case.team,
        worker=case.worker,
        level=_Level.model_validate_json(subject.facts).level,
        version=subject.sequence,
    )


def _of(work: Work, model: type[Row], case: UUID) -> list[Row]:
    where = model.case_id == case  # type: ignore[attr-defined]  # each of the two models has it
    return list(work.session.scalars(select(model).where(where).order_by(model.id)))  # type: ignore[attr-defined]  # as above
