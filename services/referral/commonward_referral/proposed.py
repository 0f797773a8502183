"""What a proposal would do, before anybody agrees to it. It reads, and changes nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from commonward.contracts import Happened
from commonward.contracts.events import ConcernRaised, ConcernRouted
from commonward.identity import Actor
from commonward.procedure import fold
from commonward.store import NotYours, Unacceptable, UnknownSubject, Work, new_id, second_person
from commonward_referral.comparisons import COMPARE
from commonward_referral.corrections import as_known, check_corrections, events_of, held_now, last_event, rights
from commonward_referral.model import Child
from commonward_referral.proposal_model import Proposal
from commonward_referral.proposal_schemas import Change, NewRoute, ProposalPage
from commonward_referral.proposals import CORRECT, EDITION, OF_CHILDREN, TITLES, VOID_CASE
from commonward_referral.record_schemas import CorrectionOf
from commonward_referral.routing import SAME, routed_to, wants_more
from commonward_referral.showing import shown
from commonward_referral.states import WAITING

ABOUT = ("child", "into", "concern", "record", "file", "link", "instead")
"""What a proposal is about, by the names in its content."""


def about(work: Work, proposal: UUID) -> Proposal:
    """A proposal, and under its lock what it is about. Raises UnknownSubject."""
    row = work.session.get(Proposal, (work.authority, proposal))
    if row is None:
        raise UnknownSubject(str(proposal))
    work.subject(row.case_id)
    return row


def proposal_page(work: Work, actor: Actor, row: Proposal, *, decides: bool) -> ProposalPage:
    """What it says and would do; `decides`: whether the caller's role answers any."""
    facts = work.facts(row.case_id)
    said = json.loads(row.content)
    waits, closed = row.state == WAITING, facts.closed and row.kind not in OF_CHILDREN
    contradicted = _contradicted(work, row) if waits and row.kind == CORRECT else None
    return ProposalPage.model_validate(
        {
            **row.model_dump(),
            "case": row.case_id,
            **{name: said[name] for name in ABOUT if name in said},
            "title": TITLES[row.kind],
            "closed": closed,
            "wrong": said["kind"] if row.kind == VOID_CASE else None,
            "contradicted": contradicted,
            "changes": tuple(_changes(work, row, said, waits=waits and not contradicted)),
            "routes": tuple(_routes(work, row)) if waits and row.kind == CORRECT and not contradicted else (),
            "yours": decides and waits and row.kind != COMPARE and not closed and _is_second(work, row, actor),
        }
    )


def _contradicted(work: Work, row: Proposal) -> str | None:
    """Why a correction can't be right any more, after what was put right since it was proposed."""
    try:
        check_corrections(work, row.case_id, CorrectionOf.model_validate_json(row.content))
    except Unacceptable as contradiction:
        return "; ".join(error.message for error in contradiction.errors)
    return None


def _is_second(work: Work, row: Proposal, actor: Actor) -> bool:
    """Whether the caller is another person than who proposed it, and stands in for nobody who did."""
    try:
        second_person(work, row.proposed_by, otherwise="")
    except NotYours:
        return False
    return row.proposed_by != actor.person


def _changes(work: Work, row: Proposal, said: dict[str, Any], *, waits: bool) -> Iterator[Change]:
    if row.kind == EDITION:
        yield Change(field="edition", before=work.facts(row.case_id).edition if waits else None, after=said["edition"])
    if row.kind != CORRECT:
        return
    wanted = CorrectionOf.model_validate_json(row.content)
    for name, value in wanted.model_dump(mode="json", exclude_none=True, exclude={"concern"}).items():
        after = _child_named(work, UUID(value)) if name == "child_id" else value
        yield Change(
            field=name.replace("_", "-"), before=_now(work, row.case_id, wanted, name) if waits else None, after=after
        )
    if waits:
        yield from _ages(work, row.case_id, wanted)


def _now(work: Work, case: UUID, wanted: CorrectionOf, name: str) -> str | None:
    """What holds now of what is corrected, as people read it."""
    held = held_now(work, case, wanted, name)
    return _child_named(work, held) if name == "child_id" else _told(held)


def _ages(work: Work, case: UUID, wanted: CorrectionOf) -> Iterator[Change]:
    """The ages that follow from it, at the concern that it is about."""
    facts = work.facts(case)
    about = wanted.concern or facts.newest
    told = next((each for each in facts.told if each.id == about), facts)
    for name, age in rights(work, case, wanted).get(about, {}).items():
        if name.startswith("age_"):
            yield Change(field=name.replace("_", "-"), before=_told(getattr(told, name)), after=_told(age))


def _routes(work: Work, row: Proposal) -> Iterator[NewRoute]:
    """Each concern that would be routed again, just as it is once somebody agrees."""
    wanted, facts = CorrectionOf.model_validate_json(row.content), work.facts(row.case_id)
    people = {"corrected_by": row.proposed_by, "authorised_by": row.proposed_by}
    for concern, right in rights(work, row.case_id, wanted).items():
        for event in events_of(facts, new_id(), concern, right, corrected_at=work.now, **people):
            happened = Happened(new_id(), work.authority, row.case_id, 1, work.service, work.now, event)
            facts = fold(facts, happened)
        raised = last_event(work, row.case_id, ConcernRaised, concern)
        known = last_event(work, row.case_id, ConcernRouted, concern)
        if concern is None or raised is None or known is None:
            continue
        route = work.procedure(row.case_id).route(as_known(raised, facts, right), facts.of_concern(concern))
        routed = routed_to(raised, route)
        if wants_more(routed, known):
            yield _new_route(routed, known)


def _new_route(routed: ConcernRouted, known: ConcernRouted) -> NewRoute:
    others = (name for name in SAME if getattr(routed, name) != getattr(known, name))
    changes = (Change(field=name, before=getattr(known, name), after=getattr(routed, name)) for name in others)
    tasks = tuple(task for task in routed.tasks if task not in known.tasks)
    return NewRoute(concern=routed.concern, changes=tuple(changes), tasks=tasks, because=routed.because)


def _child_named(work: Work, child: UUID) -> str | None:
    """The name of a child whose record the caller may see."""
    mine = select(Child).where(col(Child.id) == child, shown(work, col(Child.id)))
    row = work.session.scalars(mine).first()
    return f"{row.given_name} {row.family_name}" if row else None


def _told(value: Any) -> str | None:
    return None if value is None else str(value)
