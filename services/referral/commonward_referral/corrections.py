"""What a correction or a voiding does once two people agree."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, TypeVar
from uuid import UUID, uuid5

from sqlalchemy import select
from sqlmodel import col

from commonward.clock import london
from commonward.contracts import Event
from commonward.contracts.events import (
    CaseVoided,
    ConcernRaised,
    ConcernRouted,
    CorrectionTied,
    FactsCorrected,
    RecordVoided,
)
from commonward.procedure import Facts
from commonward.store import FieldError, Outbox, Unacceptable, Work, happened_of
from commonward_referral.indexing import correct_born
from commonward_referral.model import CLOSED, Case, Child, Concern
from commonward_referral.proposal_model import Proposal
from commonward_referral.record_model import Record
from commonward_referral.record_schemas import CorrectionOf, VoidCase
from commonward_referral.routing import publish_route
from commonward_referral.rules import age_on, before_birth
from commonward_referral.states import VOIDED

E = TypeVar("E", ConcernRaised, ConcernRouted)
_AGES = ("child_id", "born", "happened_on")
"""What the ages of a case follow from."""
OLDEST = 120
"""Years: nobody is older, and no event tells of an age above it."""


def check_corrections(work: Work, case: UUID, wanted: CorrectionOf) -> None:
    """Raise Unacceptable for a correction that can't be right, or that corrects nothing."""
    if wanted.concern not in (None, *work.facts(case).concerns):
        raise Unacceptable(FieldError(field="concern", message="is not a concern of this case"))
    given = wanted.model_dump(exclude_none=True, exclude={"concern"})
    today = london(work.now).date()
    if not given:
        raise Unacceptable(FieldError(field="corrections", message="say what is wrong, and what is right"))
    for field in ("born", "happened_on"):
        if field in given and given[field] > today:
            message, allowed = "is in the future", (f"up to {today.isoformat()}",)
            raise Unacceptable(FieldError(field=f"corrections.{field}", message=message, allowed=allowed))
    if wanted.child_id is not None and work.session.get(Child, (work.authority, wanted.child_id)) is None:
        raise Unacceptable(FieldError(field="corrections.child_id", message="is not a child that this authority knows"))
    areas = tuple(area.code for area in work.procedure(case).authority.areas)
    if wanted.family_area is not None and wanted.family_area not in areas:
        message = "is not an area of this authority"
        raise Unacceptable(FieldError(field="corrections.family_area", message=message, allowed=areas))
    if set(_AGES) & given.keys():
        _check_born(work, case, wanted)


def refuse_what_is_known(work: Work, case: UUID, wanted: CorrectionOf) -> None:
    """Raise Unacceptable for a correction of which everything is held for true already."""
    given = wanted.model_dump(exclude_none=True, exclude={"concern"})
    if all(held_now(work, case, wanted, name) == value for name, value in given.items()):
        message = "all of that is what is known already: nothing would change"
        raise Unacceptable(FieldError(field="corrections", message=message))


def held_now(work: Work, case: UUID, wanted: CorrectionOf, name: str) -> Any:
    """What holds now of what is to be corrected, by its name in the correction."""
    facts = work.facts(case)
    about = wanted.concern or facts.newest
    if name in ("born", "child_id"):
        held = work.session.get_one(Case, (work.authority, case))
        child = work.session.get_one(Child, (work.authority, held.child))
        return child.id if name == "child_id" else child.born
    if name == "happened_on":
        return work.session.get_one(Concern, (work.authority, about)).happened_on
    return getattr(next((each for each in facts.told if each.id == about), facts), name)


def _check_born(work: Work, case: UUID, wanted: CorrectionOf) -> None:
    born, today = _born(work, case, wanted), london(work.now).date()
    if born is not None and today.year - born.year > OLDEST:
        message, allowed = "is too long ago", (f"from {today.year - OLDEST}",)
        raise Unacceptable(FieldError(field="corrections.born", message=message, allowed=allowed))
    if born is not None and any(day < born for _, day in _dated(work, case, wanted)):
        raise Unacceptable(before_birth())


def correct(work: Work, proposal: Proposal, agreed_by: UUID) -> None:
    """Correct the child's record and what is known of a concern, and route it again where that changes its route.

    A date of birth, or another child, corrects the ages of every concern of the case. Raises Unacceptable where what
    was put right in between contradicts it.
    """
    case, wanted = proposal.case_id, CorrectionOf.model_validate_json(proposal.content)
    check_corrections(work, case, wanted)
    people = {"corrected_by": proposal.proposed_by, "authorised_by": agreed_by}
    about, corrected = wanted.concern or work.facts(case).newest, rights(work, case, wanted)
    if _of_ages(wanted):
        _keep_ages(work, case, wanted)
    for concern, right in corrected.items():
        of_this = proposal.id if concern == about else uuid5(proposal.id, str(concern))
        for event in events_of(work.facts(case), of_this, concern, right, corrected_at=work.now, **people):
            work.publish(case, event)
        raised = last_event(work, case, ConcernRaised, concern)
        if raised is not None:
            known = last_event(work, case, ConcernRouted, concern)
            publish_route(work, case, as_known(raised, work.facts(case), right), known=known)
            _follow_the_team(work, case)


def rights(work: Work, case: UUID, wanted: CorrectionOf) -> dict[UUID | None, dict[str, Any]]:
    """What would hold from now on about each concern that a correction changes."""
    right: dict[str, Any] = wanted.model_dump(exclude_none=True, exclude={"concern", *_AGES})
    about = wanted.concern or work.facts(case).newest
    ages = _ages(work, case, wanted) if _of_ages(wanted) else {}
    told = {
        concern: {**(right if concern == about else {}), **(ages.get(concern, {}) if concern else {})}
        for concern in dict.fromkeys((*ages, about))
    }
    return {concern: corrected for concern, corrected in told.items() if corrected}


def events_of(
    facts: Facts, correction: UUID, concern: UUID | None, right: Mapping[str, Any], **made: Any
) -> Iterator[Event]:
    """What is told of one concern's correction; first which concern it is, where that is not the newest."""
    if concern is not None and concern != facts.newest:
        yield CorrectionTied(correction=correction, concern=concern)
    names = tuple(name.replace("_", "-") for name in right)
    yield FactsCorrected(correction=correction, corrected=names, **right, **made)


def as_known(raised: ConcernRaised, facts: Facts, right: Mapping[str, Any]) -> ConcernRaised:
    """A concern as it would be raised by what is known now."""
    now = next((each for each in facts.told if each.id == raised.concern), None)
    return raised.model_copy(update=now.says() if now else right)


def _follow_the_team(work: Work, case: UUID) -> None:
    held, team = work.session.get(Case, (work.authority, case)), work.facts(case).team
    if held is not None and team is not None:
        held.team = team


def void_case(work: Work, proposal: Proposal, agreed_by: UUID) -> None:
    """End the case past every gate; nothing of it is deleted."""
    wanted = VoidCase.model_validate_json(proposal.content)
    held = work.session.get(Case, (work.authority, proposal.case_id))
    if held is not None:
        held.state = CLOSED
    voided = CaseVoided(
        reason=wanted.kind,
        instead=wanted.instead,
        voided_by=proposal.proposed_by,
        authorised_by=agreed_by,
        voided_at=work.now,
    )
    work.publish(proposal.case_id, voided)


def void_record(work: Work, proposal: Proposal, agreed_by: UUID) -> None:
    """Take a record out of the reckoning."""
    row = work.session.get(Record, (work.authority, UUID(json.loads(proposal.content)["record"])))
    assert row is not None  # records are never deleted
    row.state = VOIDED
    voided = RecordVoided(
        record=row.id,
        kind=row.kind,
        voided_by=proposal.proposed_by,
        authorised_by=agreed_by,
        voided_at=work.now,
    )
    work.publish(proposal.case_id, voided)


def _of_ages(wanted: CorrectionOf) -> bool:
    return bool(set(_AGES) & wanted.model_fields_set)


def _ages(work: Work, case: UUID, wanted: CorrectionOf) -> dict[UUID, dict[str, Any]]:
    """The ages of each concern that they change for."""
    born = _born(work, case, wanted)
    return {
        concern.id: {
            "age_at_event": age_on(born, day),
            "age_at_referral": age_on(born, london(concern.received_at).date()),
        }
        for concern, day in _dated(work, case, wanted)
    }


def _keep_ages(work: Work, case: UUID, wanted: CorrectionOf) -> None:
    """Keep what they follow from: whose case it is, the date of birth, when each thing happened."""
    held, born = work.session.get_one(Case, (work.authority, case)), _born(work, case, wanted)
    child = _child(work, held, wanted)
    held.child = child.id
    correct_born(work, child, born)
    for concern, day in _dated(work, case, wanted):
        concern.happened_on = day


def _born(work: Work, case: UUID, wanted: CorrectionOf) -> date | None:
    """The date of birth of the child whose case it is, once corrected."""
    held = work.session.get(Case, (work.authority, case))
    if held is None:
        raise Unacceptable(FieldError(field="case", message="is not a child's"))
    return wanted.born or _child(work, held, wanted).born


def _child(work: Work, held: Case, wanted: CorrectionOf) -> Child:
    return work.session.get_one(Child, (work.authority, wanted.child_id or held.child))


def _dated(work: Work, case: UUID, wanted: CorrectionOf) -> list[tuple[Concern, date]]:
    """The concerns whose ages it may change, oldest first, each with the day of what it reports, once corrected.

    That is the one that it is about; all of them, where it is about the child.
    """
    query = select(Concern).where(col(Concern.case_id) == case).order_by(col(Concern.received_at), col(Concern.id))
    found = list(work.session.scalars(query))
    about = wanted.concern or found[-1].id
    changed = found if wanted.born or wanted.child_id else [concern for concern in found if concern.id == about]
    days = {about: wanted.happened_on} if wanted.happened_on else {}
    return [(concern, days.get(concern.id, concern.happened_on)) for concern in changed]


def last_event(work: Work, case: UUID, kind: type[E], concern: UUID | None) -> E | None:
    """The newest event of a kind that was published about a concern."""
    query = select(Outbox).where(col(Outbox.subject) == case, col(Outbox.type) == kind.type)
    for row in work.session.scalars(query.order_by(col(Outbox.sequence).desc())):
        event = happened_of(row, work.service).event
        if isinstance(event, kind) and event.concern == concern:
            return event
    return None
