"""What a correction or a voiding does once two people agree."""

from __future__ import annotations

import json
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from commonward.clock import london
from commonward.contracts import Event
from commonward.contracts.events import CaseVoided, ConcernRaised, ConcernRouted, FactsCorrected, RecordVoided
from commonward.store import FieldError, Outbox, Unacceptable, Work, happened_of
from commonward_referral.indexing import correct_born
from commonward_referral.kept import VOIDED, Proposal, Record
from commonward_referral.model import CLOSED, Case, Child, Concern
from commonward_referral.record_schemas import Corrections, VoidCase
from commonward_referral.routing import publish_route
from commonward_referral.rules import age_on, before_birth

E = TypeVar("E", bound=Event)
_AGES = ("child_id", "born", "happened_on")
"""What the ages of a case follow from."""


def check_corrections(work: Work, case: UUID, wanted: Corrections) -> None:
    """Raise Unacceptable for a correction that can't be right, or that corrects nothing."""
    given = wanted.model_dump(exclude_none=True)
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
        _, born, happened_on = _whose(work, case, wanted)
        if born is not None and happened_on < born:
            raise Unacceptable(before_birth())


def correct(work: Work, proposal: Proposal, agreed_by: UUID) -> None:
    """Correct the child's record and the facts, and route the newest concern again where that changes its route."""
    case, wanted = proposal.case_id, Corrections.model_validate_json(proposal.content)
    right: dict[str, Any] = wanted.model_dump(exclude_none=True, exclude=set(_AGES))
    if set(_AGES) & wanted.model_fields_set:
        right |= _correct_ages(work, case, wanted)
    event = FactsCorrected(
        correction=proposal.id,
        corrected=tuple(name.replace("_", "-") for name in right),
        corrected_by=proposal.proposed_by,
        authorised_by=agreed_by,
        corrected_at=work.now,
        **right,
    )
    work.publish(case, event)
    concern = _last(work, case, ConcernRaised)
    if concern is not None:
        publish_route(work, case, concern.model_copy(update=right), known=_last(work, case, ConcernRouted))
        _follow_the_team(work, case)


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


def _correct_ages(work: Work, case: UUID, wanted: Corrections) -> dict[str, Any]:
    child, born, happened_on = _whose(work, case, wanted)
    concern = _newest(work, case)
    held = work.session.get(Case, (work.authority, case))
    assert held is not None  # its concern is there
    held.child, concern.happened_on = child.id, happened_on
    correct_born(work, child, born)
    return {
        "age_at_event": age_on(born, happened_on),
        "age_at_referral": age_on(born, london(concern.received_at).date()),
    }


def _whose(work: Work, case: UUID, wanted: Corrections) -> tuple[Child, Any, Any]:
    """The child whose case it is, with the date of birth and of the event, once corrected."""
    held = work.session.get(Case, (work.authority, case))
    if held is None:
        raise Unacceptable(FieldError(field="case", message="is not a child's"))
    child = work.session.get(Child, (work.authority, wanted.child_id or held.child))
    assert child is not None  # it was checked, or is the case's own
    return child, wanted.born or child.born, wanted.happened_on or _newest(work, case).happened_on


def _newest(work: Work, case: UUID) -> Concern:
    query = select(Concern).where(col(Concern.case_id) == case).order_by(col(Concern.received_at).desc()).limit(1)
    return work.session.scalars(query).one()


def _last(work: Work, case: UUID, kind: type[E]) -> E | None:
    """The newest event of a kind that was published about the case."""
    query = select(Outbox).where(col(Outbox.subject) == case, col(Outbox.type) == kind.type)
    row = work.session.scalars(query.order_by(col(Outbox.sequence).desc()).limit(1)).first()
    event = happened_of(row, work.service).event if row is not None else None
    return event if isinstance(event, kind) else None
