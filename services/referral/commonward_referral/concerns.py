"""Raising a concern: find the child, open or find the case, let the procedure route it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from commonward.clock import london
from commonward.contracts.events import CaseOpened, ConcernRaised, HistoryLoaded, ReferrerKnown
from commonward.procedure import Facts, Procedure
from commonward.store import FieldError, Unacceptable, Work, new_id
from commonward_referral import comparisons
from commonward_referral.children import Children, Known
from commonward_referral.indexing import write_child
from commonward_referral.model import Case, Concern
from commonward_referral.routing import routed_to
from commonward_referral.rules import CHILD, age_on, before_birth, check_report, new_reference
from commonward_referral.same_child import open_case
from commonward_referral.schemas import Circumstances, Report, Routed
from commonward_referral.showing import may_know
from commonward_referral.siblings import tell_new_case
from commonward_referral.told_with import indicated

PRACTITIONER = "practitioner"
"""The kind of a source that is somebody of the authority, who is the case's referrer from then on."""
PARTNER = "partner"
"""The kind of a source that is a partner's system: it learns that its concern was taken, and of no child on record."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a report came from."""

    kind: str
    reported_by: UUID
    loaded_at: datetime | None = None
    """When the case that it opens was loaded, if it was kept elsewhere until now."""

    def may_know(self, facts: Facts) -> bool:
        """Whether they may learn that there is such a case."""
        return self.kind != PARTNER and may_know(self.reported_by, facts)


def raise_concern(work: Work, report: Report, source: Source) -> Routed:
    """Take a concern, open or find its case, and route it. Raises Unacceptable; then nothing is changed.

    It returns what came of it, of which whoever reports is told what `receipts.answered` says.
    """
    current = work.procedures.current(work.authority, london(work.now).date())
    check_report(report, current.authority, current.scope, london(work.now).date())
    known, matches = _child(work, report)
    check_born(report, known.born)
    made = known.fresh
    known = that_goes_on(work, known)
    case, reference, opened = _case(work, known, current)
    if opened and source.loaded_at is not None:
        work.publish(case, HistoryLoaded(loaded_at=source.loaded_at))
    raised = raised_of(work, report, known.born, source, current, matches + known.contested)
    work.publish(case, raised)
    if source.kind == PRACTITIONER and source.reported_by not in work.facts(case).referrers:
        work.publish(case, ReferrerKnown(person=source.reported_by))
    procedure = current if opened else work.procedure(case)
    route = procedure.route(raised, work.facts(case))
    work.publish(case, routed_to(raised, route))
    if opened:
        _write_case(work, known, case, reference, procedure.edition, route.team)
    _write_concern(work, report, raised, case, source)
    if made and report.child is not None:
        others = Children.of(work).to_compare(work, report.child) - {known.child}
        comparisons.ask(work, case, known.child, others, source.reported_by)
    work.audit("concern.raise", case)
    return Routed(
        case=case,
        reference=reference,
        concern=raised.concern,
        opened=opened,
        possible_matches=matches,
        team=route.team,
        response=route.response,
        outcome=route.outcome,
        tasks=route.tasks,
        because=route.because,
    )


def _child(work: Work, report: Report) -> tuple[Known, int]:
    """The child's record, and how many others look like it; one with the same NHS number is told to nobody here."""
    found, others = on_record(work, report)
    if found is not None:
        return found, others
    assert report.child is not None  # on_record has found whoever else is meant
    return write_child(work, Children.of(work), report.child), others


def on_record(work: Work, report: Report) -> tuple[Known | None, int]:
    """The child's record if it is sure whose it is, and how many others look like it. Raises Unacceptable."""
    children = Children.of(work)
    if report.child is None:
        assert report.child_id is not None  # the schema has checked it
        found = children.look_up_id(work, report.child_id)
        if found is None:
            raise Unacceptable(FieldError(field="child_id", message="is not a child that this authority knows"))
        return found, 0
    children.look_up(work, [report.child])
    found = children.sure(report.child, report.happened_on)
    if found is not None:
        return found, 0
    return None, children.candidates(report.child)


def that_goes_on(work: Work, known: Known) -> Known:
    """The record that goes on in the place of a merged one, with its open case, or that of one merged into it."""
    goes_on = Children.of(work).that_goes_on(work, known)
    goes_on.born = goes_on.born or known.born
    if goes_on.case is None and not goes_on.fresh:
        goes_on.case, goes_on.reference = open_case(work, goes_on.child)
    return goes_on


def check_born(report: Report, born: date | None) -> None:
    """Raise Unacceptable where it happened before the child was born."""
    if born is not None and report.happened_on < born:
        raise Unacceptable(before_birth())


def _case(work: Work, known: Known, procedure: Procedure) -> tuple[UUID, str, bool]:
    """The child's open case or a new one, and whether it is new.

    Whether a case is open is asked under its lock: it may have been closed since it was looked up.
    """
    if known.case is not None and known.reference is not None and not work.facts(known.case).closed:
        return known.case, known.reference, False
    known.case, known.reference = new_id(), new_reference(procedure.authority.register, work.now)
    work.begin_subject(known.case)
    opened = CaseOpened(reference=known.reference, edition=procedure.edition, opened_at=work.now, subject_kind=CHILD)
    work.publish(known.case, opened)
    if not known.fresh:
        tell_new_case(work, known.case, known.child)
    known.fresh = False
    return known.case, known.reference, True


def raised_of(
    work: Work, report: Report, born: date | None, source: Source, procedure: Procedure, matches: int
) -> ConcernRaised:
    """The event that tells of a report: all that the procedure knows of it."""
    known = report.child or report.circumstances or Circumstances()
    return ConcernRaised(
        concern=new_id(),
        source=source.kind,
        agency=report.agency,
        received_at=work.now,
        age_at_event=age_on(born, report.happened_on),
        age_at_referral=age_on(born, london(work.now).date()),
        family_area=known.family_area,
        placement_area=known.placement_area,
        open_to_social_care=known.open_to_social_care,
        plan_in_place=known.plan_in_place,
        looked_after=known.looked_after,
        immediate_danger=report.immediate_danger,
        out_of_hours=not procedure.authority.office_hours.is_open(work.now, procedure.calendar),
        significant_harm=report.significant_harm,
        sexually_active=report.sexually_active,
        forms=report.forms,
        indicators=tuple(dict.fromkeys((*report.indicators, *indicated(procedure, report.records)))),
        possible_matches=matches,
    )


def _write_case(work: Work, known: Known, case: UUID, reference: str, edition: str, team: str) -> None:
    row: dict[str, Any] = {"child": known.child, "reference": reference, "opened_at": work.now}
    work.write(Case, id=case, edition=edition, team=team, **row)


def _write_concern(work: Work, report: Report, raised: ConcernRaised, case: UUID, source: Source) -> None:
    work.write(
        Concern,
        id=raised.concern,
        case_id=case,
        reported_by=source.reported_by,
        agency=report.agency,
        happened_on=report.happened_on,
        received_at=work.now,
        account=report.account,
    )
