"""Reads of the risk service."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import select
from sqlmodel import Session, col

from commonward.procedure import Answer, Procedure, Tool
from commonward.store import UnknownSubject, Work
from commonward_risk.model import REQUESTED, Assessment
from commonward_risk.schemas import (
    AssessmentFilter,
    AssessmentLine,
    AssessmentPage,
    Assessments,
    Levels,
    Previous,
    Tools,
)

ANSWERS: TypeAdapter[tuple[Answer, ...]] = TypeAdapter(tuple[Answer, ...])


def open_tools(session: Session, cases: Iterable[UUID]) -> set[tuple[UUID, str]]:
    """Case and tool of every assessment that still waits to be completed."""
    query = select(col(Assessment.case_id), col(Assessment.tool)).where(
        col(Assessment.case_id).in_(list(cases)), col(Assessment.state) == REQUESTED
    )
    return {(case, tool) for case, tool in session.execute(query)}


def assessments(session: Session, wanted: AssessmentFilter) -> Assessments:
    """Assessments, the newest first."""
    query = select(Assessment).order_by(col(Assessment.id).desc()).limit(wanted.limit)
    if wanted.case is not None:
        query = query.where(col(Assessment.case_id) == wanted.case)
    if wanted.state is not None:
        query = query.where(col(Assessment.state) == wanted.state)
    return Assessments(assessments=tuple(_line(row) for row in session.scalars(query)))


def assessment_of(work: Work, assessment: UUID) -> Assessment:
    """The row of an assessment. Raises UnknownSubject."""
    row = work.session.get(Assessment, (work.authority, assessment))
    if row is None:
        raise UnknownSubject(str(assessment))
    return row


def assessment_page(work: Work, row: Assessment) -> AssessmentPage:
    """One assessment with its tool and the answers of the time before."""
    return AssessmentPage(
        assessment=_line(row),
        tool=tool_of(work.procedure(row.case_id), row),
        answers=ANSWERS.validate_json(row.answers),
        rationale=row.rationale,
        decision_reason=row.decision_reason,
        previous=_previous(work.session, row),
        version=work.subject(row.case_id).sequence,
    )


def tool_of(procedure: Procedure, row: Assessment) -> Tool:
    """The tool at the version that the assessment was opened with; a board keeps those that it has used."""
    tool = procedure.tool(row.tool, row.tool_version)
    if tool is None:
        raise LookupError(f"{row.authority} no longer ships {row.tool} {row.tool_version}")
    return tool


def tools(procedure: Procedure) -> Tools:
    """The board's tools, each at its newest version."""
    newest = (procedure.tool(code) for code in dict.fromkeys(tool.code for tool in procedure.tools))
    return Tools(tools=tuple(tool for tool in newest if tool is not None))


def levels(procedure: Procedure) -> Levels:
    """The board's scale."""
    return Levels.model_validate(procedure.scale)


def _previous(session: Session, row: Assessment) -> Previous | None:
    """The last one before this that was completed with the same tool, in this case."""
    query = (
        select(Assessment)
        .where(col(Assessment.case_id) == row.case_id, col(Assessment.tool) == row.tool)
        .where(col(Assessment.state) != REQUESTED, col(Assessment.id) < row.id)
        .order_by(col(Assessment.id).desc())
        .limit(1)
    )
    last = session.scalars(query).first()
    if last is None or last.completed_at is None or last.judgement is None:
        return None
    return Previous(
        assessment=last.id,
        tool_version=last.tool_version,
        completed_at=last.completed_at,
        judgement=last.judgement,
        answers=ANSWERS.validate_json(last.answers),
    )


def _line(row: Assessment) -> AssessmentLine:
    return AssessmentLine(case=row.case_id, **row.model_dump(include=AssessmentLine.model_fields.keys() - {"case"}))
