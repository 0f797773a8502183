"""Whether two records are one child's: asked when a concern makes a record that is like another, until somebody says.

The platform asks, and never answers. "One child" is a proposal to merge, to which a second person agrees; "two
children" is kept with who said so, when and how they know.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from uuid import UUID

from sqlalchemy import Select, select
from sqlmodel import col

from commonward.store import Work
from commonward_referral.family_schemas import SaidTwo, TwoChildren
from commonward_referral.merging import Pair, about_merge
from commonward_referral.proposal_model import Proposal
from commonward_referral.same_child import cases_of
from commonward_referral.schemas import Done
from commonward_referral.states import MADE, REFUSED, WAITING

COMPARE = "compare"
"""The kind of proposal that it is: made when it is said to be one child, refused when it is two."""
ALIKE = "A concern made a record that is like another one: of the same name and date of birth, or NHS number."


def ask(work: Work, case: UUID, child: UUID, others: Iterable[UUID], asked_by: UUID) -> None:
    """Ask of each of the others whether it is the same child's, on the case that was just opened."""
    for other in sorted(others):
        _write(work, case, Pair(child=child, into=other), ALIKE, asked_by, WAITING)


def ask_anew(work: Work, child: UUID, others: Collection[UUID]) -> None:
    """Ask of those about whom nobody has asked before, as what was put right has made the records alike."""
    cases = [*cases_of(work, [child]), *cases_of(work, others)]
    query = select(Proposal).where(col(Proposal.kind) == COMPARE, col(Proposal.case_id).in_(cases))
    rows = work.session.scalars(query).all()
    new = [other for other in others if not any(_is_about(row, Pair(child=child, into=other)) for row in rows)]
    if cases:
        ask(work, cases[0], child, new, work.actor)


def one_child(work: Work, pair: Pair, reason: str) -> None:
    """Somebody says so, and proposes to merge them: it is not asked any more."""
    _answer(work, pair, reason, MADE)


def two_children(work: Work, child: UUID, wanted: TwoChildren) -> Done:
    """Somebody says that they are two. Raises UnknownSubject, or Unacceptable."""
    case, pair = about_merge(work, child, wanted.other, asked_as="other")
    id = _answer(work, pair, wanted.reason, REFUSED)
    if id is None:
        id = _write(work, case, pair, wanted.reason, work.actor, REFUSED)
    work.audit("children.two", case)
    return Done(id=id, version=work.subject(case).sequence, state=REFUSED)


def said_two(work: Work, pair: Pair) -> SaidTwo | None:
    """Who said last that they are two children, if somebody did."""
    rows = [row for row in work.session.scalars(_of(work, pair, REFUSED)) if _is_about(row, pair)]
    if not rows:
        return None
    row = rows[-1]
    return SaidTwo(by=row.authorised_by or row.proposed_by, at=row.answered_at or row.proposed_at, reason=row.reason)


def _answer(work: Work, pair: Pair, reason: str, state: str) -> UUID | None:
    """Close what is asked of the two; the id of what was closed."""
    rows = [row for row in work.session.scalars(_of(work, pair, WAITING)) if _is_about(row, pair)]
    for row in rows:
        row.state, row.reason = state, reason
        row.authorised_by, row.answered_at = work.actor, work.now
    return rows[-1].id if rows else None


def _of(work: Work, pair: Pair, state: str) -> Select[tuple[Proposal]]:
    cases = cases_of(work, (pair.child, pair.into))
    mine = col(Proposal.case_id).in_(cases), col(Proposal.kind) == COMPARE, col(Proposal.state) == state
    return select(Proposal).where(*mine).order_by(col(Proposal.id))


def _is_about(row: Proposal, pair: Pair) -> bool:
    """Which of the two is named first is the same question."""
    asked = Pair.model_validate_json(row.content)
    return {asked.child, asked.into} == {pair.child, pair.into}


def _write(work: Work, case: UUID, pair: Pair, reason: str, by: UUID, state: str) -> UUID:
    content = pair.model_dump_json()
    row = {"kind": COMPARE, "content": content, "reason": reason, "proposed_by": by, "proposed_at": work.now}
    return work.write(Proposal, case_id=case, state=state, **row)
