"""What whoever raised a concern is told of it.

A partner's system is told the same whoever the child is and whatever is known: neither the reference nor where it goes
may tell that there is a record, a case, or another concern about the child.
"""

from __future__ import annotations

from uuid import UUID

from commonward.clock import london
from commonward.store import Work
from commonward_referral.concerns import PARTNER, Source
from commonward_referral.previewing import as_if_new
from commonward_referral.rules import receipt_reference
from commonward_referral.schemas import Report, Routed


def answered(work: Work, report: Report, source: Source, routed: Routed) -> Routed:
    """What of it is told. That it joined a case is kept from whoever may not know of that case."""
    if source.kind == PARTNER:
        return _receipt(work, report, source, routed)
    return routed.model_copy(update={"opened": routed.opened or not source.may_know(work.facts(routed.case))})


def _receipt(work: Work, report: Report, source: Source, routed: Routed) -> Routed:
    told = {
        "case": routed.concern,
        "reference": _reference(work, routed.concern),
        "opened": True,
        "possible_matches": 0,
    }
    if not (routed.opened and report.child and report.child.born):  # something that is on record may have told
        new = as_if_new(work, report, source)
        told |= {name: getattr(new, name) for name in ("team", "response", "outcome", "tasks", "because")}
    return routed.model_copy(update=told)


def _reference(work: Work, concern: UUID) -> str:
    """The reference of a concern that is raised now."""
    authority = work.procedures.current(work.authority, london(work.now).date()).authority
    return receipt_reference(authority.register, concern, work.now)
