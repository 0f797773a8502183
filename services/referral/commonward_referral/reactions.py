"""What the referral service does when something happens."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from pydantic import ValidationError

from commonward.contracts import BadEvent, Happened
from commonward.contracts.events import (
    ERASED as SAYS_ERASED,
)
from commonward.contracts.events import (
    ClosingRequested,
    ConcernReceived,
    ConcernReported,
    PlanReceived,
    PlanShared,
    RecordDisposed,
)
from commonward.contracts.topics import partner_answers
from commonward.procedure import Facts
from commonward.runtime import Reactions
from commonward.store import Unacceptable, Work
from commonward_referral.children import Children
from commonward_referral.commands import settle_closing
from commonward_referral.concerns import PARTNER, Source, raise_concern
from commonward_referral.disposing import record_disposed, record_erased
from commonward_referral.receipts import answered
from commonward_referral.schemas import Report
from commonward_referral.sharing import plan_received, plan_shared

_SHARED = tuple(ConcernReported.model_fields)


def take_report(work: Work, happened: Happened[ConcernReported], _facts: Facts) -> None:
    """A partner's system raised a concern: route it as any other, and answer on the partner's own topic."""
    report = Report.model_construct(child_id=None, **{name: getattr(happened.event, name) for name in _SHARED})
    source = Source(PARTNER, happened.id)
    try:
        routed = answered(work, report, source, raise_concern(work, report, source))
    except Unacceptable as refused:
        told = "; ".join(f"{e.field}: {e.message}" for e in refused.errors)
        raise BadEvent("unacceptable", told, [e.field for e in refused.errors]) from None
    except ValidationError as unfit:  # not chained: its text repeats what was sent
        places = [".".join(map(str, fault["loc"])) for fault in unfit.errors(include_input=False, include_url=False)]
        raise BadEvent("unacceptable", "; ".join(places), places) from None
    answer = ConcernReceived(reported=happened.id, reference=routed.reference, received_at=work.now, team=routed.team)
    work.answer(partner_answers(work.authority, happened.reporter or "unknown"), happened.id, answer)


def look_up_children(work: Work, happenings: Sequence[Happened[ConcernReported]]) -> None:
    """Find the children of a batch of reports in one query, and lock their cases in another."""
    children = Children.of(work)
    children.look_up(work, [happened.event.child for happened in happenings])
    cases: list[UUID] = [known.case for known in children.by_id.values() if known.case]
    work.load(cases)


def closing_requested(work: Work, happened: Happened[Any], facts: Facts) -> None:
    """Everything ordered before the request is folded: settle it."""
    settle_closing(work, happened.subject, happened.event, facts)


REACTIONS = Reactions(
    on={
        ConcernReported: take_report,
        ClosingRequested: closing_requested,
        PlanShared: plan_shared,
        PlanReceived: plan_received,
        RecordDisposed: record_disposed,
        **dict.fromkeys(SAYS_ERASED.values(), record_erased),
    },
    prepare={
        ConcernReported: look_up_children,
    },
)
