"""Two records of one child: merged when two people agree, and parted again as they were. Never by the platform itself.

A merge changes one value: the record that is merged names the one that goes on. Names, dates, cases, concerns and
blind indexes of both stay as they are, so that parting them restores each exactly.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import select
from sqlmodel import col

from commonward.contracts.events import RecordsMerged, RecordsParted
from commonward.store import FieldError, Unacceptable, UnknownSubject, Work
from commonward_referral.model import Child
from commonward_referral.proposal_model import Proposal
from commonward_referral.same_child import cases_of


class Pair(BaseModel):
    """Which record, and the one that goes on in its place."""

    child: UUID
    into: UUID


def about_merge(work: Work, child: UUID, into: UUID, *, asked_as: str = "into") -> tuple[UUID, Pair]:
    """The case that a merge is proposed on, and what it is about. Raises UnknownSubject, or Unacceptable.

    `asked_as` is the field in which the caller was told of the other record.
    """
    cases = seen(work, child)
    try:
        cases += seen(work, into)
    except UnknownSubject:
        message = "is not a child that this authority knows"
        raise Unacceptable(FieldError(field=asked_as, message=message)) from None
    _check_merge(work, Pair(child=child, into=into), asked_as)
    return _first(cases), Pair(child=child, into=into)


def about_parting(work: Work, child: UUID) -> tuple[UUID, Pair]:
    """The case that a parting is proposed on, and what it is about. Raises UnknownSubject, or Unacceptable."""
    cases = seen(work, child)
    into = record(work, child).merged_into
    if into is None:
        raise Unacceptable(FieldError(field="child", message="is not merged into another record"))
    return _first(cases + seen(work, into)), Pair(child=child, into=into)


def touched(work: Work, content: str) -> list[UUID]:
    """The cases that a proposed merge or parting is told about."""
    pair = Pair.model_validate_json(content)
    return cases_of(work, (pair.child, pair.into))


def seen(work: Work, child: UUID) -> list[UUID]:
    """The cases of a record, all of which the caller may see. Raises UnknownSubject."""
    record(work, child)
    cases = cases_of(work, [child])
    work.load(cases)
    for case in cases:
        work.subject(case)
    return cases


def record(work: Work, child: UUID) -> Child:
    """A child's record. Raises UnknownSubject."""
    row = work.session.get(Child, (work.authority, child))
    if row is None:
        raise UnknownSubject(str(child))
    return row


def merge(work: Work, proposal: Proposal, agreed_by: UUID) -> None:
    """From now on the child is found under the record that goes on. Raises Unacceptable when it can't be any more."""
    pair = Pair.model_validate_json(proposal.content)
    _lock(work, pair)
    _check_merge(work, pair)
    record(work, pair.child).merged_into = pair.into
    people: dict[str, Any] = {"proposed_by": proposal.proposed_by, "authorised_by": agreed_by}
    merged = RecordsMerged(merge=proposal.id, merged=pair.child, into=pair.into, merged_at=work.now, **people)
    for case in touched(work, proposal.content):
        work.publish(case, merged)


def part(work: Work, proposal: Proposal, agreed_by: UUID) -> None:
    """Each record is its own again. What came in meanwhile stays where it was put."""
    pair = Pair.model_validate_json(proposal.content)
    _lock(work, pair)
    row = record(work, pair.child)
    if row.merged_into != pair.into:
        raise Unacceptable(FieldError(field="child", message="is not merged into that record any more"))
    row.merged_into = None
    people: dict[str, Any] = {"proposed_by": proposal.proposed_by, "authorised_by": agreed_by}
    parted = RecordsParted(parting=proposal.id, parted=pair.child, of=pair.into, parted_at=work.now, **people)
    for case in touched(work, proposal.content):
        work.publish(case, parted)


def _check_merge(work: Work, pair: Pair, asked_as: str = "into") -> None:
    if pair.child == pair.into:
        raise Unacceptable(FieldError(field=asked_as, message="is the same record"))
    child, into = record(work, pair.child), record(work, pair.into)
    if child.merged_into is not None:
        raise Unacceptable(FieldError(field="child", message="is merged into another record already"))
    if into.merged_into is not None:
        raise Unacceptable(FieldError(field=asked_as, message="is itself merged into another record: name that one"))


def _lock(work: Work, pair: Pair) -> None:
    """Both records, in order of id; two people may agree to the opposite at once."""
    both = select(Child).where(col(Child.id).in_((pair.child, pair.into))).order_by(col(Child.id))
    work.session.scalars(both.with_for_update().execution_options(populate_existing=True)).all()


def _first(cases: list[UUID]) -> UUID:
    if not cases:
        raise Unacceptable(FieldError(field="child", message="has no case, nor has the other record"))
    return cases[0]
