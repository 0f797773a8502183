"""Use cases about missing episodes: a child is missing, and is back."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from commonward.contracts.events import MissingAnswered, MissingReported, MissingReturned
from commonward.identity import Actor
from commonward.procedure import Facts
from commonward.store import FieldError, NotReady, Subject, Unacceptable, UnknownSubject, Work, refuse
from commonward_referral.access import open_subject
from commonward_referral.episode_model import Episode
from commonward_referral.model import Case
from commonward_referral.record_schemas import Answered, ReportMissing, Returned
from commonward_referral.same_child import cases_of, group
from commonward_referral.schemas import Done


def report_missing(work: Work, actor: Actor, case: UUID, wanted: ReportMissing) -> Answered:
    """Take a report, and say what the procedure wants done. Raises Unacceptable."""
    work.subject(case, expected=wanted.version)
    facts = open_subject(work, case)
    refuse(_errors(work, wanted))
    if any(episode.returned_at is None for episode in facts.missing):
        raise NotReady(FieldError(field="missing_from", message="the last episode has no return yet: record it first"))
    number = len(facts.missing) + _in_other_cases(work, case) + 1
    id = work.write(
        Episode,
        case_id=case,
        number=number,
        missing_from=wanted.missing_from,
        returned_at=wanted.returned_at,
        reported_by=actor.person,
        agency=wanted.agency,
        account=wanted.account,
    )
    reported = MissingReported(
        episode=id,
        number=number,
        missing_from=wanted.missing_from,
        reported_by_agency=wanted.agency,
        reported_at=work.now,
    )
    work.publish(case, reported)
    if wanted.returned_at is not None:
        work.publish(case, MissingReturned(episode=id, returned_at=wanted.returned_at))
    answered = _ask_procedure(work, case, reported)
    work.audit("missing.report", case)
    return Answered(
        episode=id,
        number=number,
        tasks=answered.tasks,
        because=answered.because,
        version=work.subject(case).sequence,
    )


def _in_other_cases(work: Work, case: UUID) -> int:
    """How often the same child was missing before this case was opened: a new case does not begin the count anew."""
    held = work.session.get(Case, (work.authority, case))
    others = [other for other in cases_of(work, group(work, held.child)) if other != case] if held else []
    known = work.session.scalars(select(col(Subject.facts)).where(col(Subject.id).in_(others)))
    earlier = (Facts.model_validate_json(facts) for facts in known)
    return sum(len(facts.missing) for facts in earlier if not facts.voided)


def _ask_procedure(work: Work, case: UUID, reported: MissingReported) -> MissingAnswered:
    answer = work.procedure(case).answer_missing(reported, work.facts(case))
    answered = MissingAnswered(
        episode=reported.episode,
        tasks=answer.tasks,
        meetings=answer.meetings,
        tool=answer.tool,
        because=answer.because,
    )
    work.publish(case, answered)
    return answered


def returned(work: Work, episode: UUID, wanted: Returned) -> Done:
    """Record that the child is back. Raises Unacceptable."""
    case = work.session.scalar(select(col(Episode.case_id)).where(col(Episode.id) == episode))
    if case is None:
        raise UnknownSubject(str(episode))
    work.subject(case, expected=wanted.version)
    open_subject(work, case)
    row = work.session.get(Episode, (work.authority, episode))
    assert row is not None  # it was found just now
    if row.returned_at is not None:
        raise Unacceptable(FieldError(field="returned_at", message="was recorded already"))
    if not row.missing_from <= wanted.returned_at <= work.now:
        allowed = (f"from {row.missing_from.isoformat()}", f"up to {work.now.isoformat()}")
        raise Unacceptable(
            FieldError(field="returned_at", message="is not after the child went missing", allowed=allowed)
        )
    row.returned_at = wanted.returned_at
    work.publish(case, MissingReturned(episode=episode, returned_at=wanted.returned_at))
    work.audit("missing.return", case)
    return Done(id=episode, version=work.subject(case).sequence, state="returned")


def _errors(work: Work, wanted: ReportMissing) -> list[FieldError]:
    found = []
    if wanted.missing_from > work.now:
        found.append(FieldError(field="missing_from", message="is in the future"))
    if wanted.returned_at is not None and not wanted.missing_from <= wanted.returned_at <= work.now:
        found.append(FieldError(field="returned_at", message="is not between then and now"))
    return found
