"""Assessments as rows: found, locked, and their forms read and written."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import select
from sqlmodel import Session, col

from commonward.contracts.events import Purpose
from commonward.procedure import Answer, Filled, Procedure, Tool
from commonward.store import FieldError, Unacceptable, UnknownSubject, Work
from commonward_risk.model import COMPLETED, INFORMED, REQUESTED, Assessment

_ANSWERS: TypeAdapter[tuple[Answer, ...]] = TypeAdapter(tuple[Answer, ...])


def open_tools(session: Session, cases: Iterable[UUID]) -> set[tuple[UUID, str]]:
    """Case and tool of every assessment that still waits to be completed."""
    query = select(col(Assessment.case_id), col(Assessment.tool)).where(
        col(Assessment.case_id).in_(list(cases)), col(Assessment.state) == REQUESTED
    )
    return {(case, tool) for case, tool in session.execute(query)}


def last_of(session: Session, case: UUID, tool: str | None = None, before: UUID | None = None) -> Assessment | None:
    """The one completed last in a case, asked for before another: with this tool, or with any that sets levels."""
    query = select(Assessment).where(col(Assessment.case_id) == case, col(Assessment.state) != REQUESTED)
    query = query.where(col(Assessment.state) != INFORMED if tool is None else col(Assessment.tool) == tool)
    if before is not None:
        query = query.where(col(Assessment.id) < before)
    return session.scalars(query.order_by(col(Assessment.id).desc()).limit(1)).first()


def assessment_of(work: Work, assessment: UUID) -> Assessment:
    """The row of an assessment. Raises UnknownSubject."""
    row = work.session.get(Assessment, (work.authority, assessment))
    if row is None:
        raise UnknownSubject(str(assessment))
    return row


def locked(work: Work, assessment: UUID, version: int | None) -> Assessment:
    """The row as it stands under its case's lock. Raises UnknownSubject, Conflict, or Unacceptable when closed."""
    case = work.session.scalar(select(col(Assessment.case_id)).where(col(Assessment.id) == assessment))
    if case is None:
        raise UnknownSubject(str(assessment))
    work.subject(case, expected=version)
    open_case(work, case)
    row = work.session.get(Assessment, (work.authority, assessment))
    assert row is not None  # assessments are never deleted
    return row


def open_case(work: Work, case: UUID) -> None:
    """Raise Unacceptable for a closed case."""
    if work.facts(case).closed:
        raise Unacceptable(FieldError(field="case", message="is closed"))


def in_state(row: Assessment, wanted: str) -> None:
    """Raise Unacceptable, with where the assessment stands, unless it is in this state."""
    if row.state == wanted:
        return
    if row.state == REQUESTED:
        message = "is not completed yet"
    elif wanted == REQUESTED:
        message = "is completed already"
    elif row.state == INFORMED:
        message = "informs only: its tool sets no level"
    else:
        message = "is not decided yet" if row.state == COMPLETED else "is decided already"
    raise Unacceptable(FieldError(field="assessment", message=message))


def is_newest(work: Work, row: Assessment) -> None:
    """Raise Unacceptable for an assessment that a newer one has overtaken: an old judgement sets no level."""
    newest = last_of(work.session, row.case_id)
    if newest is not None and newest.id != row.id:
        raise Unacceptable(FieldError(field="assessment", message="a newer one was completed since; decide that one"))


def tool_of(procedure: Procedure, row: Assessment) -> Tool:
    """The tool as the assessment was opened with it, for its purpose; a board keeps the versions that it has used."""
    tool = procedure.tool(row.tool, row.tool_version)
    if tool is None:
        raise LookupError(f"{row.authority} no longer ships {row.tool} {row.tool_version}")
    return tool.for_purpose(Purpose(row.purpose))


def stored(row: Assessment) -> Filled:
    """What is filled in."""
    rest = Filled.model_validate_json(row.filled)
    return rest.model_copy(update={"answers": _ANSWERS.validate_json(row.answers)})


def store_filled(filled: Filled) -> dict[str, Any]:
    """The columns that keep what was filled in."""
    return {
        "answers": _ANSWERS.dump_json(filled.answers).decode(),
        "filled": filled.model_dump_json(exclude={"answers"}),
    }


def fill(row: Assessment, filled: Filled) -> None:
    """Keep what was filled in."""
    for name, value in store_filled(filled).items():
        setattr(row, name, value)
