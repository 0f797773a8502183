"""What the procedure would do with a concern: asked just as `raise_concern` asks, with nothing stored or published."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from commonward.clock import london
from commonward.contracts import Event, Happened
from commonward.contracts.events import CaseOpened, ConcernRouted
from commonward.procedure import Change, DecisionPoint, Facts, Obligation, Procedure, Step, advance, fold
from commonward.store import Work, new_id
from commonward_referral.children import Known
from commonward_referral.commands import told_of
from commonward_referral.concerns import PARTNER, Source, check_born, on_record, raised_of, that_goes_on
from commonward_referral.model import Decision
from commonward_referral.routing import routed_to
from commonward_referral.rules import CHILD, check_report, new_reference
from commonward_referral.schemas import Begins, Preview, Report, WouldTell
from commonward_referral.told_with import check


@dataclass
class _Supposed:
    """A case as it would be, event by event; what each would begin and whom it would tell."""

    work: Work
    id: UUID
    procedure: Procedure
    facts: Facts
    owed: dict[UUID, Obligation] = field(default_factory=dict)
    begins: list[Begins] = field(default_factory=list)
    tells: dict[str, WouldTell] = field(default_factory=dict)

    def suppose(self, event: Event) -> None:
        """This happens."""
        at = Happened(new_id(), self.work.authority, self.id, 1, self.work.service, self.work.now, event)
        self.facts = fold(self.facts, at)
        changes = advance(list(self.owed.values()), at, self.facts, self.procedure)
        self.owed |= {change.obligation.id: change.obligation for change in changes}
        self.begins += _begins(changes)
        for notice in self.procedure.notices:
            if notice.called_for(event, self.facts):
                told = WouldTell(role=notice.to, words=notice.words, urgent=notice.urgent, because=notice.because)
                self.tells.setdefault(notice.id, told)


def preview(work: Work, report: Report, source: Source) -> Preview:
    """Where a concern would go, and what would begin. Raises Unacceptable as raising it would."""
    work.audit("concern.preview")
    current = work.procedures.current(work.authority, london(work.now).date())
    check_report(report, current.authority, current.scope, london(work.now).date())
    known, matches = on_record(work, report) if source.kind != PARTNER else (None, 0)
    born = known.born if known else report.child.born if report.child else None
    check_born(report, born)
    if known is not None:
        known = that_goes_on(work, known)
        born = known.born
    supposed, opens = _case(work, known, current, source)
    raised = raised_of(work, report, born, source, current, matches)
    supposed.suppose(raised)
    check(supposed.procedure, supposed.facts, report.records)
    route = supposed.procedure.route(raised, supposed.facts)
    routed = routed_to(raised, route)
    supposed.suppose(routed)
    return Preview(
        opens=opens,
        reference=None if opens or known is None else known.reference,
        possible_matches=matches,
        **_told(routed),
        begins=tuple(supposed.begins),
        tells=tuple(supposed.tells.values()),
    )


def once_agreed(work: Work, row: Decision, point: DecisionPoint, by: UUID) -> tuple[Begins, ...]:
    """What would begin if this person agreed now to a decision that waits."""
    supposed = _Supposed(work, row.case_id, work.procedure(row.case_id), work.facts(row.case_id))
    people = {"decided_by": row.decided_by, "authorised_by": by}
    for event in told_of(point, work.now, option=row.option, concern=row.concern, **people):
        supposed.suppose(event)
    return tuple(supposed.begins)


def as_if_new(work: Work, report: Report, source: Source) -> ConcernRouted:
    """Where it would go if nothing were known of the child."""
    current = work.procedures.current(work.authority, london(work.now).date())
    born = report.child.born if report.child else None
    supposed, _ = _case(work, None, current, source)
    raised = raised_of(work, report, born, source, current, 0)
    supposed.suppose(raised)
    return routed_to(raised, current.route(raised, supposed.facts))


def _case(work: Work, known: Known | None, current: Procedure, source: Source) -> tuple[_Supposed, bool]:
    """The child's open case, or one that would be opened, and whether it would: as far as they may know."""
    if known is not None and known.case is not None:
        facts = work.facts(known.case)
        if not facts.closed and source.may_know(facts):
            return _Supposed(work, known.case, work.procedure(known.case), facts), False
    supposed = _Supposed(work, new_id(), current, Facts())
    reference = new_reference(current.authority.register, work.now)
    edition = current.edition
    supposed.suppose(CaseOpened(reference=reference, edition=edition, opened_at=work.now, subject_kind=CHILD))
    return supposed, True


def _begins(changes: Iterable[Change]) -> Iterator[Begins]:
    for change in changes:
        clock = change.clock
        if change.step is Step.OPENED and clock is not None:
            yield Begins(title=clock.title, role=clock.by, due=change.obligation.due, because=clock.because)


def _told(routed: ConcernRouted) -> dict[str, Any]:
    return routed.model_dump(exclude={"concern"})
