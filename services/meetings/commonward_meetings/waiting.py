"""Plans that wait for the caller to say that they have them: shared with their role, not acknowledged for it yet."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import ColumnElement, Select, literal, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from commonward.identity import Actor
from commonward.procedure import ALLOCATED_WORKER
from commonward.store import Work
from commonward_meetings.access import is_recipient
from commonward_meetings.plan_model import Plan, Receipt, Sharing
from commonward_meetings.plan_schemas import PlansWaiting, PlanWaits

MOST = 200


def to_acknowledge(work: Work, actor: Actor) -> PlansWaiting:
    """Each recipient of a plan's newest version that the caller is, the longest first; none of a closed case."""
    rows = list(work.session.execute(_shared_with(work, actor).limit(MOST)).tuples())
    work.load({plan.case_id for plan, _ in rows})
    found = {(line.plan, line.recipient): line for plan, sharing in rows for line in _lines(work, actor, plan, sharing)}
    lines = sorted(found.values(), key=lambda line: line.since)
    return PlansWaiting(plans=tuple(line for line in lines if not _acknowledged(work, line)))


def _shared_with(work: Work, actor: Actor) -> Select[tuple[Plan, Sharing]]:
    newer = aliased(Plan)
    same = (col(newer.authority) == col(Plan.authority)) & (col(newer.case_id) == col(Plan.case_id))
    later = select(col(newer.id)).where(same, col(newer.kind) == col(Plan.kind), col(newer.version) > col(Plan.version))
    of_plan = (col(Sharing.authority) == col(Plan.authority)) & (col(Sharing.plan) == col(Plan.id))
    mine = or_(*(_names(role) for role in sorted({*actor.roles, ALLOCATED_WORKER})))
    query = select(Plan, Sharing).join(Sharing, of_plan).where(mine, ~later.exists())
    return query.where(work.sight.visible(col(Plan.case_id))).order_by(col(Sharing.id).desc())


def _names(role: str) -> ColumnElement[bool]:
    """Whether a line of the recipients is this role."""
    return (literal("\n") + col(Sharing.recipients) + "\n").contains(f"\n{role}\n", autoescape=True)


def _lines(work: Work, actor: Actor, plan: Plan, sharing: Sharing) -> Iterator[PlanWaits]:
    facts = work.facts(plan.case_id)
    for recipient in sharing.recipients.splitlines() if not facts.closed else ():
        if is_recipient(actor, facts, recipient):
            yield PlanWaits(
                plan=plan.id,
                meeting=plan.meeting,
                case=plan.case_id,
                reference=facts.reference or "",
                kind=plan.kind,
                version=plan.version,
                recipient=recipient,
                since=sharing.shared_at,
            )


def _acknowledged(work: Work, line: PlanWaits) -> bool:
    mine = select(col(Receipt.id)).where(col(Receipt.plan) == line.plan, col(Receipt.recipient) == line.recipient)
    return work.session.scalar(mine) is not None
