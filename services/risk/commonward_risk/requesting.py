"""Asking for an assessment: because a route or a decision wants one, or because a person does."""

from __future__ import annotations

from uuid import UUID

from commonward.contracts import Because
from commonward.contracts.events import AssessmentRequested, Purpose
from commonward.procedure import Facts, Tool, carried
from commonward.store import FieldError, Unacceptable, Work
from commonward_risk.assessments import last_of, open_case, open_tools, store_filled, stored
from commonward_risk.model import REQUESTED, Assessment
from commonward_risk.page_schemas import Done
from commonward_risk.rules import check_age, check_purpose, last_used
from commonward_risk.schemas import Ask


def request(
    work: Work,
    case: UUID,
    tool: Tool,
    purpose: Purpose | None = None,
    triggered_by: UUID | None = None,
    because: Because = (),
) -> UUID:
    """Open an assessment with this tool. The reasons that are given come before the tool's own."""
    purpose = purpose or usual_purpose(tool, work.facts(case))
    previous = last_of(work.session, case, tool.code) if tool.carries_previous else None
    id = work.write(
        Assessment,
        case_id=case,
        tool=tool.code,
        tool_version=tool.version,
        purpose=purpose,
        triggered_by=triggered_by,
        requested_by=work.actor,
        requested_at=work.now,
        stage=tool.stages[0].code if tool.stages else None,
        **(store_filled(carried(tool.for_purpose(purpose), stored(previous))) if previous else {}),
    )
    wanted = AssessmentRequested(
        assessment=id,
        tool=tool.code,
        tool_version=tool.version,
        because=tuple(dict.fromkeys((*because, *tool.because))),
        purpose=purpose,
        triggered_by=triggered_by,
    )
    work.publish(case, wanted)
    work.audit("assessment.request", case)
    return id


def usual_purpose(tool: Tool, facts: Facts) -> Purpose:
    """A review, once one with this tool was completed; else the first that the tool is for."""
    again = any(done.tool == tool.code for done in facts.assessments)
    wanted = Purpose.REVIEW if again else Purpose.INITIAL
    return wanted if wanted in tool.purposes else tool.purposes[0]


def ask(work: Work, case: UUID, wanted: Ask) -> Done:
    """Ask for a new assessment. Raises Unacceptable while one with the same tool is still open."""
    state = work.subject(case, expected=wanted.version)
    open_case(work, case)
    tool = _tool_for(work, case, wanted)
    check_purpose(tool, wanted.purpose)
    check_age(tool, work.facts(case))
    if (case, tool.code) in open_tools(work.session, [case]):
        raise Unacceptable(FieldError(field="tool", message="is asked for already; complete that assessment first"))
    id = request(work, case, tool, wanted.purpose, wanted.triggered_by)
    return Done(id=id, version=state.sequence, state=REQUESTED)


def _tool_for(work: Work, case: UUID, wanted: Ask) -> Tool:
    procedure = work.procedure(case)
    code = wanted.tool or last_used(work.facts(case), procedure.tools)
    tool = procedure.tool(code) if code else None
    if tool is None:
        known = tuple(dict.fromkeys(tool.code for tool in procedure.tools))
        message = "is not a tool of this board" if code else "name the tool: none was used in this case yet"
        raise Unacceptable(FieldError(field="tool", message=message, allowed=known))
    return tool
