"""What waits for the caller as the second person: decisions, records and proposals of other people."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import or_, select
from sqlmodel import col

from commonward.contracts import Code
from commonward.contracts.field_groups import Plain
from commonward.identity import Actor
from commonward.store import Work
from commonward_referral.access import agrees
from commonward_referral.comparisons import COMPARE
from commonward_referral.merging import Pair
from commonward_referral.model import Case, Decision
from commonward_referral.party_model import Party
from commonward_referral.proposal_model import Proposal
from commonward_referral.proposals import OF_CHILDREN, TITLES, is_theirs
from commonward_referral.record_model import Record
from commonward_referral.states import WAITING

MOST = 200


class WaitingLine(BaseModel):
    """Something that counts once the caller agrees."""

    id: UUID
    about: Literal["decision", "record", "proposal"]
    case: UUID
    reference: Plain
    title: Plain
    option: Code | None
    """What was decided."""
    made_by: UUID
    since: datetime
    other: UUID | None = None
    """The record that somebody is asked to compare with the one of the case."""


class Waiting(BaseModel):
    """What waits for the caller, the longest first."""

    waiting: tuple[WaitingLine, ...]


def waiting_for(work: Work, actor: Actor, *, may_decide: bool) -> Waiting:
    """Whatever the caller may agree to: never their own, and only in the role that the procedure names."""
    found = [*_records(work, actor)]
    if may_decide:
        found += [*_decisions(work, actor), *_proposals(work, actor)]
    return Waiting(waiting=tuple(sorted(found, key=lambda line: line.since)))


def _decisions(work: Work, actor: Actor) -> Iterator[WaitingLine]:
    query = select(Decision).where(col(Decision.state) == WAITING, col(Decision.decided_by) != actor.person)
    query = query.where(work.sight.visible(col(Decision.case_id)))
    for row in work.session.scalars(query.order_by(col(Decision.id)).limit(MOST)):
        point = work.procedure(row.case_id).decision(row.decision)
        if (
            point is not None
            and agrees(actor, row.decided_by, point.second_role)
            and not work.facts(row.case_id).closed
        ):
            line = _line(work, row, row.decided_by, row.decided_at)
            yield line.model_copy(update={"about": "decision", "title": point.title, "option": row.option})


def _records(work: Work, actor: Actor) -> Iterator[WaitingLine]:
    query = select(Record).where(col(Record.state) == WAITING, col(Record.made_by) != actor.person)
    query = query.where(work.sight.visible(col(Record.case_id)))
    for row in work.session.scalars(query.order_by(col(Record.id)).limit(MOST)):
        kind = work.procedure(row.case_id).record_kind(row.kind)
        if kind is not None and agrees(actor, row.made_by, kind.second_role) and not work.facts(row.case_id).closed:
            line = _line(work, row, row.made_by, row.made_at)
            yield line.model_copy(update={"about": "record", "title": kind.title})


def _proposals(work: Work, actor: Actor) -> Iterator[WaitingLine]:
    others = or_(
        col(Proposal.proposed_by) != actor.person, col(Proposal.kind) == COMPARE
    )  # whoever raised compares too
    query = select(Proposal).where(col(Proposal.state) == WAITING, others)
    query = query.where(work.sight.visible(col(Proposal.case_id)))
    for row in work.session.scalars(query.order_by(col(Proposal.id)).limit(MOST)):
        if is_theirs(work, row) if row.kind in OF_CHILDREN else not work.facts(row.case_id).closed:
            line = _line(work, row, row.proposed_by, row.proposed_at)
            other = Pair.model_validate_json(row.content).into if row.kind == COMPARE else None
            yield line.model_copy(update={"title": TITLES[row.kind], "other": other})


def _line(work: Work, row: Decision | Record | Proposal, by: UUID, at: datetime) -> WaitingLine:
    subject = work.session.get(Case, (work.authority, row.case_id))
    other = None if subject else work.session.get(Party, (work.authority, row.case_id))
    reference = subject.reference if subject else other.reference if other else ""
    return WaitingLine(
        id=row.id,
        about="proposal",
        case=row.case_id,
        reference=reference,
        title="",
        option=None,
        made_by=by,
        since=at,
    )
