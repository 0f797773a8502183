"""Reads of the risk service."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from uuid import UUID

from sqlalchemy import select
from sqlmodel import Session, col

from commonward.clock import london
from commonward.contracts.events import LevelDecided
from commonward.identity import Actor, Capability
from commonward.procedure import Facts, Filled, Procedure, Tool, completeness, differences, figure_of, floors
from commonward.store import Outbox, Work, happened_of
from commonward_risk.acts import acts_of, decided_by
from commonward_risk.assessments import last_of, stored, tool_of
from commonward_risk.deciding import confirming_meeting, done
from commonward_risk.model import Assessment
from commonward_risk.page_schemas import (
    Act,
    AssessmentLine,
    AssessmentPage,
    Assessments,
    Changes,
    FloorLine,
    LevelHistory,
    Levels,
    LevelStep,
    Previous,
    PromptLine,
    Tools,
)
from commonward_risk.schemas import AssessmentFilter


def assessments(work: Work, actor: Actor, wanted: AssessmentFilter, may: Collection[Capability] = ()) -> Assessments:
    """Assessments of cases that the caller may see, the newest first; `may` is all that they may do with the one."""
    mine = work.sight.visible(col(Assessment.case_id))
    query = select(Assessment).where(mine).order_by(col(Assessment.id).desc()).limit(wanted.limit)
    if wanted.case is not None:
        query = query.where(col(Assessment.case_id) == wanted.case)
    if wanted.state is not None:
        query = query.where(col(Assessment.state) == wanted.state)
    newest = last_of(work.session, wanted.case) if wanted.case is not None else None
    rows = work.session.scalars(query).all()
    if not may:
        return Assessments(assessments=tuple(map(line_of, rows)))
    return Assessments(assessments=tuple(line_of(row, acts_of(work, actor, row, may, newest)) for row in rows))


def assessment_page(work: Work, actor: Actor, row: Assessment, may: Collection[Capability]) -> AssessmentPage:
    """One assessment with its tool and the answers of the time before; `may` is all that the actor may do."""
    procedure, facts = work.procedure(row.case_id), work.facts(row.case_id)
    tool, filled = tool_of(procedure, row), stored(row)
    return AssessmentPage(
        assessment=line_of(row, acts_of(work, actor, row, may, last_of(work.session, row.case_id))),
        tool=tool,
        answers=filled.answers,
        entries=filled.entries,
        contributions=filled.contributions,
        alone_because=filled.alone_because,
        completeness=completeness(tool, filled),
        figure=figure_of(tool, filled, london(row.completed_at or work.now).date()),
        floors=_floors(tool, filled, facts),
        waits_because=done(work, row).waits_because,
        decided_by=decided_by(work, row),
        confirmed_by=confirming_meeting(procedure) if row.provisional else None,
        prompts=_prompts(procedure, tool, facts),
        rationale=row.rationale,
        divergence_reason=row.divergence_reason,
        decision_reason=row.decision_reason,
        override_reason=row.override_reason,
        overridden=tuple(row.overridden.splitlines()),
        overridden_by=tuple(map(UUID, row.overridden_by.splitlines())),
        previous=_previous(work.session, row, tool),
        draft=row.draft,
        version=work.subject(row.case_id).sequence,
    ).with_tool(tool)


def changes(work: Work, row: Assessment) -> Changes:
    """What is not as it was the last time with the same tool."""
    tool, filled = tool_of(work.procedure(row.case_id), row), stored(row)
    last = last_of(work.session, row.case_id, row.tool, before=row.id)
    changed = differences(tool, stored(last), filled) if last else ()
    answered = sum(filled.answer(item.code) is not None for item in tool.items)
    other = sum(each.kind == "item" and each.after is not None for each in changed)
    return Changes(
        assessment=row.id,
        since=last.id if last else None,
        judgement_before=last.judgement if last else None,
        judgement=row.judgement,
        changed=changed,
        unchanged=answered - other if last else 0,
    ).with_tool(tool)


def level_history(work: Work, case: UUID) -> LevelHistory:
    """Every level of a case, oldest first: what the service itself has published."""
    query = (
        select(Outbox)
        .where(col(Outbox.subject) == case, col(Outbox.type) == LevelDecided.type)
        .order_by(col(Outbox.sequence))
    )
    found = (happened_of(row, work.service).event for row in work.session.scalars(query))
    return LevelHistory(levels=tuple(LevelStep.model_validate(event.model_dump()) for event in found))


def tools(procedure: Procedure) -> Tools:
    """The board's tools, each at its newest version."""
    newest = (procedure.tool(code) for code in dict.fromkeys(tool.code for tool in procedure.tools))
    return Tools(tools=tuple(tool for tool in newest if tool is not None))


def levels(procedure: Procedure) -> Levels:
    """The board's scale."""
    return Levels.model_validate(procedure.scale)


def _floors(tool: Tool, filled: Filled, facts: Facts) -> tuple[FloorLine, ...]:
    held = floors(tool, filled, facts.youngest)
    return tuple(FloorLine(at_least=floor.at_least, says=floor.says, because=floor.because) for floor in held)


def _prompts(procedure: Procedure, tool: Tool, facts: Facts) -> tuple[PromptLine, ...]:
    found = procedure.prompts_at(tool.code, facts)
    return tuple(PromptLine(id=prompt.id, words=prompt.words, because=prompt.because) for prompt in found)


def _previous(session: Session, row: Assessment, tool: Tool) -> Previous | None:
    """The last one before this that was completed with the same tool, in this case."""
    last = last_of(session, row.case_id, row.tool, before=row.id)
    if last is None or last.completed_at is None or last.judgement is None:
        return None
    filled = stored(last)
    return Previous(
        assessment=last.id,
        tool_version=last.tool_version,
        completed_at=last.completed_at,
        judgement=last.judgement,
        level=last.level,
        answers=filled.answers,
        entries=filled.entries,
    ).with_tool(tool)


def line_of(row: Assessment, may: Iterable[Act] = ()) -> AssessmentLine:
    """The API's shape of an assessment in a list."""
    stored_here = AssessmentLine.model_fields.keys() - {"case", "may"}
    return AssessmentLine(case=row.case_id, may=tuple(may), **row.model_dump(include=stored_here))
