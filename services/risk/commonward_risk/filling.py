"""Filling in a tool: drafts that are kept, stages that are handed on, and completing it with a judgement."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from commonward.contracts.events import AssessmentCompleted, AssessmentStageCompleted, Purpose
from commonward.identity import Actor
from commonward.procedure import Command, Filled, SetBy, Tool
from commonward.procedure.tools import Stage
from commonward.store import Conflict, FieldError, NotYours, Unacceptable, Work, pass_gates
from commonward_risk.assessments import fill, in_state, locked, stored, tool_of
from commonward_risk.deciding import done, judge
from commonward_risk.model import COMPLETED, REQUESTED, Assessment
from commonward_risk.page_schemas import Done
from commonward_risk.rules import Basis, check_completion, check_draft, check_handed_over, check_stage
from commonward_risk.schemas import Complete, Draft, HandOver
from commonward_risk.unseen import with_unseen


def save_draft(work: Work, actor: Actor, assessment: UUID, wanted: Draft) -> Done:
    """Keep a half-done tool. Raises Conflict when somebody else saved in between."""
    row = locked(work, assessment, wanted.version)
    in_state(row, REQUESTED)
    if wanted.draft is not None and wanted.draft != row.draft:
        raise Conflict(wanted.draft, row.draft)
    tool = tool_of(work.procedure(row.case_id), row)
    _whose_turn(tool, row.stage, actor)
    filled = Filled.model_validate({name: getattr(wanted, name) for name in Filled.model_fields})
    filled = with_unseen(work, row, tool, filled)
    check_handed_over(tool, row.stage, stored(row), filled)
    check_draft(tool, filled, work.now)
    fill(row, filled)
    row.draft += 1
    work.audit("assessment.draft", row.case_id)
    return done(work, row)


def hand_over(work: Work, actor: Actor, assessment: UUID, wanted: HandOver) -> Done:
    """Complete a stage with what the draft holds; the next role takes over."""
    row = locked(work, assessment, wanted.version)
    in_state(row, REQUESTED)
    tool = tool_of(work.procedure(row.case_id), row)
    if wanted.stage != row.stage:
        message = f"it is at the stage {row.stage}" if row.stage else "the tool has no stages"
        raise Unacceptable(FieldError(field="stage", message=message, allowed=(row.stage,) if row.stage else ()))
    _whose_turn(tool, row.stage, actor)
    following = _after(tool, wanted.stage)
    if following is None:
        raise Unacceptable(FieldError(field="stage", message="is the last; complete the assessment"))
    check_stage(tool, wanted.stage, stored(row), work.now)
    row.stage = following.code
    handed = AssessmentStageCompleted(
        assessment=row.id,
        stage=wanted.stage,
        next=following.code,
        next_by=following.completed_by,
        completed_by=actor.person,
        completed_at=work.now,
        because=tool.because,
    )
    work.publish(row.case_id, handed)
    work.audit("assessment.stage", row.case_id)
    return done(work, row)


def complete(work: Work, actor: Actor, assessment: UUID, wanted: Complete) -> Done:
    """Take a completed tool and a judgement; what follows is the board's to say. Raises Unacceptable or NotReady."""
    row = locked(work, assessment, wanted.version)
    in_state(row, REQUESTED)
    procedure = work.procedure(row.case_id)
    tool, facts = tool_of(procedure, row), work.facts(row.case_id)
    _last_stage(tool, row.stage, actor)
    filled = with_unseen(work, row, tool, wanted.filled(stored(row)))
    check_handed_over(tool, row.stage, stored(row), filled)
    check_completion(wanted, Basis(tool, filled, procedure.scale, facts), row.requested_at, work.now)
    unmet = procedure.unmet(Command.COMPLETE_ASSESSMENT, facts, tool.code, row.purpose)
    if tool.sets_level and procedure.scale.set_by is not SetBy.TWO_PEOPLE:
        unmet += procedure.unmet(Command.DECIDE_LEVEL, facts, wanted.judgement)
    overridden = pass_gates(unmet, overridden=wanted.override_reason is not None)
    _record(row, wanted, filled, actor, work.now)
    if overridden:
        row.override_reason, row.overridden = wanted.override_reason, "\n".join(overridden)
        row.overridden_by = str(actor.person)
    _publish_completed(work, row, tool)
    judge(work, row, procedure)
    work.audit("assessment.complete", row.case_id)
    return done(work, row)


def _record(row: Assessment, wanted: Complete, filled: Filled, actor: Actor, now: datetime) -> None:
    fill(row, filled)
    row.state, row.rationale, row.divergence_reason = COMPLETED, wanted.rationale, wanted.divergence_reason
    row.judgement, row.completed_by, row.completed_at = wanted.judgement, actor.person, wanted.completed_at or now


def _publish_completed(work: Work, row: Assessment, tool: Tool) -> None:
    assert row.judgement is not None  # they were recorded just now
    assert row.completed_by is not None
    assert row.completed_at is not None
    completed = AssessmentCompleted(
        assessment=row.id,
        tool=row.tool,
        tool_version=row.tool_version,
        judgement=row.judgement,
        completed_by=row.completed_by,
        completed_at=row.completed_at,
        because=tool.because,
        purpose=Purpose(row.purpose),
    )
    work.publish(row.case_id, completed)


def _after(tool: Tool, stage: str) -> Stage | None:
    order = [each.code for each in tool.stages]
    return next(iter(tool.stages[order.index(stage) + 1 :]), None)


def _whose_turn(tool: Tool, stage: str | None, actor: Actor) -> None:
    """Raise NotYours for everybody but the role whose stage it is."""
    turn = next((each for each in tool.stages if each.code == stage), None)
    if turn is not None and turn.completed_by not in actor.roles:
        raise NotYours(f"it is the turn of the {turn.completed_by}: {turn.title}")


def _last_stage(tool: Tool, stage: str | None, actor: Actor) -> None:
    """Raise Unacceptable while a stage but the last one is still to come, NotYours for another role than its own."""
    if tool.stages and stage != tool.stages[-1].code:
        message = f"the stage {stage} comes first; hand it over"
        raise Unacceptable(FieldError(field="stage", message=message))
    _whose_turn(tool, stage, actor)
