"""Use cases about siblings: a person links two children with a reason; two people remove a wrong link.

A link says something of both, in both directions. It never opens a case, and never decides anything by itself: the
board's prompts remind of the others.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from uuid import UUID

from sqlalchemy import or_, select
from sqlmodel import col

from commonward.contracts.events import Relation, SiblingsLinked, SiblingsUnlinked
from commonward.identity import Actor
from commonward.store import FieldError, Unacceptable, UnknownSubject, Work
from commonward_referral.access import open_subject
from commonward_referral.family_model import SiblingLink
from commonward_referral.family_schemas import LinkSibling
from commonward_referral.model import Case, Child
from commonward_referral.proposal_model import Proposal
from commonward_referral.same_child import cases_of, group, survivors
from commonward_referral.schemas import Done
from commonward_referral.states import MADE, VOIDED


def link(work: Work, actor: Actor, case: UUID, wanted: LinkSibling) -> Done:
    """Link the child of the case with another. Raises Unacceptable for an unknown child, the same one, or twice."""
    held = work.session.get(Case, (work.authority, case))
    known = work.session.get(Child, (work.authority, wanted.child_id))
    mine = group(work, held.child) if held is not None else frozenset[UUID]()
    theirs = group(work, wanted.child_id) if known is not None else frozenset[UUID]()
    work.load([case, *cases_of(work, mine | theirs)])
    state = work.subject(case, expected=wanted.version)
    open_subject(work, case)
    if held is None:
        raise Unacceptable(FieldError(field="case", message="is not a child's"))
    if not theirs or not _may_see(work, theirs):
        raise Unacceptable(FieldError(field="child_id", message="is not a child that this authority knows"))
    if mine & theirs:
        raise Unacceptable(FieldError(field="child_id", message="is the child of this case"))
    if any(_other(row, mine) in theirs for row in links(work, mine)):
        raise Unacceptable(FieldError(field="child_id", message="is linked as a sibling already"))
    id = work.write(
        SiblingLink,
        child=held.child,
        sibling=wanted.child_id,
        relation=wanted.relation.value,
        reason=wanted.reason,
        linked_by=actor.person,
        linked_at=work.now,
        state=MADE,
    )
    linked = SiblingsLinked(link=id, relation=wanted.relation, linked_by=actor.person, linked_at=work.now)
    for each in cases_of(work, mine | theirs):
        if not work.facts(each).closed:
            work.publish(each, linked)
    work.audit("siblings.link", case)
    return Done(id=id, version=state.sequence)


def tell_new_case(work: Work, case: UUID, child: UUID) -> None:
    """A child who has siblings has a new case: it knows of them too."""
    for row in links(work, group(work, child)):
        relation = Relation(row.relation)
        linked = SiblingsLinked(link=row.id, relation=relation, linked_by=row.linked_by, linked_at=row.linked_at)
        work.publish(case, linked)


def about_link(work: Work, id: UUID) -> UUID:
    """The case on which it is proposed to take the link away. Raises UnknownSubject."""
    row = work.session.get(SiblingLink, (work.authority, id))
    if row is None or row.state != MADE:
        raise UnknownSubject(str(id))
    for children in (group(work, row.child), group(work, row.sibling)):
        for case in cases_of(work, children):
            try:
                work.subject(case)
            except UnknownSubject:
                continue
            return case
    raise UnknownSubject(str(id))


def touched(work: Work, content: str) -> list[UUID]:
    """The cases of both children of a link that is to be taken away; none where it has gone with one of them."""
    row = _found(work, content)
    if row is None:
        return []
    return cases_of(work, group(work, row.child) | group(work, row.sibling))


def unlink(work: Work, proposal: Proposal, agreed_by: UUID) -> None:
    """Take the link away. Raises Unacceptable when it is gone already."""
    row = _row(work, proposal.content)
    work.session.refresh(row)
    if row.state != MADE:
        raise Unacceptable(FieldError(field="link", message="was taken away already"))
    row.state = VOIDED
    unlinked = SiblingsUnlinked(
        link=row.id, unlinked_by=proposal.proposed_by, authorised_by=agreed_by, unlinked_at=work.now
    )
    for case in touched(work, proposal.content):
        if any(sibling.id == row.id for sibling in work.facts(case).siblings):
            work.publish(case, unlinked)


def links(work: Work, children: Iterable[UUID]) -> list[SiblingLink]:
    """The links that count, of any of these records, oldest first."""
    wanted = set(children)
    either = or_(col(SiblingLink.child).in_(wanted), col(SiblingLink.sibling).in_(wanted))
    query = select(SiblingLink).where(either, col(SiblingLink.state) == MADE)
    return list(work.session.scalars(query.order_by(col(SiblingLink.id))))


def others(work: Work, children: frozenset[UUID]) -> Iterator[tuple[SiblingLink, UUID]]:
    """Each link of these records, with the record of the sibling that goes on."""
    found = [(row, _other(row, children)) for row in links(work, children)]
    goes_on = survivors(work, [other for _, other in found])
    yield from ((row, goes_on[other]) for row, other in found)


def _other(row: SiblingLink, mine: frozenset[UUID]) -> UUID:
    return row.sibling if row.child in mine else row.child


def _may_see(work: Work, children: Iterable[UUID]) -> bool:
    """Whether the caller may see the cases of these records."""
    try:
        for case in cases_of(work, children):
            work.subject(case)
    except UnknownSubject:
        return False
    return True


def _row(work: Work, content: str) -> SiblingLink:
    row = _found(work, content)
    if row is None:
        raise Unacceptable(FieldError(field="link", message="has gone with the record of one of the two"))
    return row


def _found(work: Work, content: str) -> SiblingLink | None:
    return work.session.get(SiblingLink, (work.authority, UUID(json.loads(content)["link"])))
