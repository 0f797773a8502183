"""What somebody may do with an assessment as it stands, so that nothing is offered that would be refused."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from commonward.identity import Actor, Capability
from commonward.procedure import Scale
from commonward.store import Work
from commonward_risk.assessments import tool_of
from commonward_risk.deciding import confirming_meeting, done
from commonward_risk.model import COMPLETED, DECIDED, REQUESTED, Assessment
from commonward_risk.page_schemas import Act


def acts_of(
    work: Work, actor: Actor, row: Assessment, may: Collection[Capability], newest: Assessment | None
) -> Iterator[Act]:
    """What the person may do with it; `may` is all that they may do with its case, `newest` the last that counts."""
    if work.facts(row.case_id).closed:
        return
    if row.state == REQUESTED and Capability.ASSESSMENT_COMPLETE in may and _is_their_turn(work, actor, row):
        yield Act.FILL
    if row is newest and Capability.CASE_DECIDE in may and decides(work, actor, row):
        yield Act.DECIDE


def decides(work: Work, actor: Actor, row: Assessment) -> bool:
    """Whether the level of a case's newest assessment waits for this person."""
    if row.completed_by in (None, actor.person) or work.facts(row.case_id).closed:
        return False
    procedure = work.procedure(row.case_id)
    if row.state == COMPLETED:
        return _second(work, row, procedure.scale) in (None, *actor.roles)
    if row.state != DECIDED or not row.provisional or row.decided_by == actor.person:
        return False
    return confirming_meeting(procedure) is None and procedure.scale.confirmed_by in (None, *actor.roles)


def decided_by(work: Work, row: Assessment) -> str | None:
    """The role whose word the level waits for; None where it is anybody's who may decide, or a meeting's."""
    scale = work.procedure(row.case_id).scale
    if row.state == COMPLETED:
        return _second(work, row, scale)
    return scale.confirmed_by if row.provisional else None


def _second(work: Work, row: Assessment, scale: Scale) -> str | None:
    guarded = scale.guard.second_role if scale.guard and done(work, row).waits_because else None
    return guarded or scale.second_role


def _is_their_turn(work: Work, actor: Actor, row: Assessment) -> bool:
    stages = {stage.code: stage.completed_by for stage in tool_of(work.procedure(row.case_id), row).stages}
    return row.stage not in stages or stages[row.stage] in actor.roles
