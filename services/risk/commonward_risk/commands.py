"""Use cases: ask for an assessment, complete it, decide the level. Each runs in its caller's transaction."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from commonward.contracts.events import AssessmentCompleted, AssessmentRequested, LevelDecided, ResponseCalledFor
from commonward.identity import Actor
from commonward.procedure import Command, Procedure, SetBy, Tool
from commonward.store import FieldError, NotYours, Unacceptable, UnknownSubject, Work, pass_gates
from commonward_risk.model import COMPLETED, DECIDED, REQUESTED, Assessment
from commonward_risk.queries import ANSWERS, open_tools, tool_of
from commonward_risk.rules import check_completion, last_used, level_errors
from commonward_risk.schemas import Ask, Complete, DecideLevel, Done


def request(work: Work, case: UUID, tool: Tool) -> UUID:
    """Open an assessment with this tool."""
    id = work.write(
        Assessment,
        case_id=case,
        tool=tool.code,
        tool_version=tool.version,
        requested_by=work.actor,
        requested_at=work.now,
    )
    wanted = AssessmentRequested(assessment=id, tool=tool.code, tool_version=tool.version, because=tool.because)
    work.publish(case, wanted)
    work.audit("assessment.request", case)
    return id


def ask(work: Work, case: UUID, wanted: Ask) -> Done:
    """Ask for a new assessment. Raises Unacceptable while one with the same tool is still open."""
    state = work.subject(case, expected=wanted.version)
    _open_case(work, case)
    tool = _tool_for(work, case, wanted)
    if (case, tool.code) in open_tools(work.session, [case]):
        raise Unacceptable(FieldError(field="tool", message="is asked for already; complete that assessment first"))
    id = request(work, case, tool)
    return Done(id=id, version=state.sequence, state=REQUESTED)


def complete(work: Work, actor: Actor, assessment: UUID, wanted: Complete) -> Done:
    """Take a completed tool and a judgement; what follows is the board's to say. Raises Unacceptable or NotReady."""
    row = _locked(work, assessment, wanted.version)
    _in_state(row, REQUESTED, "is completed already")
    procedure = work.procedure(row.case_id)
    tool = tool_of(procedure, row)
    check_completion(wanted, tool, procedure.scale, row.requested_at, work.now)
    unmet = procedure.unmet(Command.COMPLETE_ASSESSMENT, work.facts(row.case_id))
    overridden = pass_gates(unmet, overridden=wanted.override_reason is not None)
    _record(row, wanted, actor, work.now)
    if overridden:
        row.override_reason, row.overridden = wanted.override_reason, "\n".join(overridden)
    _publish_completed(work, row, tool)
    if procedure.scale.set_by is not SetBy.TWO_PEOPLE:
        _set_level(work, row, procedure, level=wanted.judgement, people=(actor.person,))
    work.audit("assessment.complete", row.case_id)
    return _done(work, row)


def decide(work: Work, actor: Actor, assessment: UUID, wanted: DecideLevel) -> Done:
    """The second person decides the level. Raises NotYours for the first person and for other roles."""
    row = _locked(work, assessment, wanted.version)
    procedure = work.procedure(row.case_id)
    _in_state(row, COMPLETED, "is not completed yet" if row.state == REQUESTED else "is decided already")
    assert row.completed_by is not None  # a completed assessment always has its person
    if row.completed_by == actor.person:
        raise NotYours("the level is decided together with somebody else than who completed the assessment")
    if procedure.scale.second_role not in (None, *actor.roles):
        raise NotYours(f"the level is decided together with the {procedure.scale.second_role}")
    _check_decision(row, procedure, wanted)
    row.decision_reason = wanted.reason
    _set_level(work, row, procedure, level=wanted.level, people=(row.completed_by, actor.person))
    work.audit("assessment.decide", row.case_id)
    return _done(work, row)


def _record(row: Assessment, wanted: Complete, actor: Actor, now: datetime) -> None:
    row.state, row.answers, row.rationale = COMPLETED, ANSWERS.dump_json(wanted.answers).decode(), wanted.rationale
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
    )
    work.publish(row.case_id, completed)


def _set_level(work: Work, row: Assessment, procedure: Procedure, *, level: str, people: tuple[UUID, ...]) -> None:
    """Record the level, and what the procedure wants at it."""
    scale = procedure.scale
    together = len(people) > 1
    row.state, row.level, row.decided_by = DECIDED, level, people[-1]
    row.decided_at = work.now if together else row.completed_at
    assert row.decided_at is not None  # it was completed
    decided = LevelDecided(
        assessment=row.id,
        level=level,
        previous=work.facts(row.case_id).level,
        decided_by=people,
        decided_at=row.decided_at,
        provisional=scale.provisional or scale.set_by is SetBy.MEETING,
        because=scale.because,
    )
    work.publish(row.case_id, decided)
    _call_for_response(work, row.case_id, procedure, level)


def _call_for_response(work: Work, case: UUID, procedure: Procedure, level: str) -> None:
    """Publish what the procedure wants at this level; the facts hold it already."""
    response = procedure.answer_level(level, work.facts(case))
    called_for = ResponseCalledFor(
        level=level,
        plan=response.plan,
        meetings=response.meetings,
        consultations=response.consultations,
        tasks=response.tasks,
        review_months=response.review_months,
        because=response.because,
    )
    work.publish(case, called_for)


def _check_decision(row: Assessment, procedure: Procedure, wanted: DecideLevel) -> None:
    errors = list(level_errors("level", wanted.level, procedure.scale))
    if not errors and wanted.level != row.judgement and wanted.reason is None:
        message = f"say why: the first person judged {row.judgement}, and you decide {wanted.level}"
        errors.append(FieldError(field="reason", message=message))
    if errors:
        raise Unacceptable(*errors)


def _tool_for(work: Work, case: UUID, wanted: Ask) -> Tool:
    procedure = work.procedure(case)
    code = wanted.tool or last_used(work.facts(case), procedure.tools)
    tool = procedure.tool(code) if code else None
    if tool is None:
        known = tuple(dict.fromkeys(tool.code for tool in procedure.tools))
        message = "is not a tool of this board" if code else "name the tool: none was used in this case yet"
        raise Unacceptable(FieldError(field="tool", message=message, allowed=known))
    return tool


def _locked(work: Work, assessment: UUID, version: int | None) -> Assessment:
    """The row as it stands under its case's lock. Raises UnknownSubject, Conflict, or Unacceptable when closed."""
    case = work.session.scalar(select(col(Assessment.case_id)).where(col(Assessment.id) == assessment))
    if case is None:
        raise UnknownSubject(str(assessment))
    work.subject(case, expected=version)
    _open_case(work, case)
    row = work.session.get(Assessment, (work.authority, assessment))
    assert row is not None  # assessments are never deleted
    return row


def _open_case(work: Work, case: UUID) -> None:
    if work.facts(case).closed:
        raise Unacceptable(FieldError(field="case", message="is closed"))


def _in_state(row: Assessment, wanted: str, otherwise: str) -> None:
    if row.state != wanted:
        raise Unacceptable(FieldError(field="assessment", message=otherwise))


def _done(work: Work, row: Assessment) -> Done:
    return Done(id=row.id, version=work.subject(row.case_id).sequence, state=row.state, level=row.level)
