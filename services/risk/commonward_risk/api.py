"""HTTP: parse, authorise, call, answer. No rule lives here."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint

from commonward.identity import Capability
from commonward.web import (
    News,
    all_that_caller_may,
    caller,
    holds,
    may_override,
    news_for,
    operation,
    procedure,
    transaction,
)
from commonward_risk import deciding, filling, queries, requesting
from commonward_risk.assessments import assessment_of
from commonward_risk.news import NEWS
from commonward_risk.page_schemas import AssessmentPage, Assessments, Changes, Done, LevelHistory, Levels, Tools
from commonward_risk.schemas import Ask, AssessmentFilter, Complete, Confirm, DecideLevel, Draft, HandOver
from commonward_risk.waiting import waiting_for

blueprint = Blueprint("risk", __name__, url_prefix="/v1")


@operation(
    blueprint,
    "/assessments",
    guard=Capability.ASSESSMENT_READ,
    query=AssessmentFilter,
    answers={200: Assessments},
    tags=["assessments"],
)
def list_assessments(query: AssessmentFilter) -> Assessments:
    """Assessments of a case, or of the whole authority; the newest first."""
    with transaction() as unit:
        may = all_that_caller_may(unit, query.case) if query.case is not None else ()
        unit.audit("assessments.list", query.case)
        return queries.assessments(unit, caller(), query, may)


@operation(blueprint, "/waiting", guard=Capability.ASSESSMENT_READ, answers={200: Assessments}, tags=["assessments"])
def list_waiting() -> Assessments:
    """Assessments whose level waits for the caller to decide or confirm it."""
    with transaction() as unit:
        unit.audit("waiting.list")
        return Assessments(assessments=waiting_for(unit, caller()) if holds(Capability.CASE_DECIDE) else ())


@operation(
    blueprint,
    "/assessments/<uuid:assessment>",
    guard=Capability.ASSESSMENT_READ,
    answers={200: AssessmentPage},
    tags=["assessments"],
)
def read_assessment(assessment: UUID) -> AssessmentPage:
    """One assessment, the tool it is made with, and what was answered the time before."""
    with transaction() as unit:
        row = assessment_of(unit, assessment)
        unit.audit("assessment.read", row.case_id)
        return queries.assessment_page(unit, caller(), row, all_that_caller_may(unit, row.case_id))


@operation(
    blueprint,
    "/assessments/<uuid:assessment>/changes",
    guard=Capability.ASSESSMENT_READ,
    answers={200: Changes},
    tags=["assessments"],
)
def read_changes(assessment: UUID) -> Changes:
    """What is not as it was the last time with the same tool."""
    with transaction() as unit:
        row = assessment_of(unit, assessment)
        unit.audit("assessment.changes", row.case_id)
        return queries.changes(unit, row)


@operation(
    blueprint,
    "/cases/<uuid:case>/levels",
    guard=Capability.ASSESSMENT_READ,
    answers={200: LevelHistory},
    tags=["assessments"],
)
def level_history(case: UUID) -> LevelHistory:
    """Every level of a case, oldest first."""
    with transaction() as unit:
        unit.subject(case)
        unit.audit("levels.read", case)
        return queries.level_history(unit, case)


@operation(
    blueprint,
    "/cases/<uuid:case>/assessments",
    method="POST",
    guard=Capability.ASSESSMENT_COMPLETE,
    body=Ask,
    answers={201: Done},
    tags=["assessments"],
)
def ask(case: UUID, body: Ask) -> Done:
    """Ask for a new assessment of a case."""
    with transaction() as unit:
        return requesting.ask(unit, case, body)


@operation(
    blueprint,
    "/assessments/<uuid:assessment>/answers",
    method="PUT",
    guard=Capability.ASSESSMENT_COMPLETE,
    body=Draft,
    answers={200: Done},
    tags=["assessments"],
)
def save_draft(assessment: UUID, body: Draft) -> Done:
    """Keep a tool that is filled in by half. What is missing is no fault; what can't be is named at once."""
    with transaction() as unit:
        return filling.save_draft(unit, caller(), assessment, body)


@operation(
    blueprint,
    "/assessments/<uuid:assessment>/stage",
    method="POST",
    guard=Capability.ASSESSMENT_COMPLETE,
    body=HandOver,
    answers={200: Done},
    tags=["assessments"],
)
def hand_over(assessment: UUID, body: HandOver) -> Done:
    """Complete a stage with what the draft holds, and hand the tool to the next role."""
    with transaction() as unit:
        return filling.hand_over(unit, caller(), assessment, body)


@operation(
    blueprint,
    "/assessments/<uuid:assessment>/completion",
    method="POST",
    guard=Capability.ASSESSMENT_COMPLETE,
    body=Complete,
    answers={200: Done},
    tags=["assessments"],
)
def complete(assessment: UUID, body: Complete) -> Done:
    """Complete the tool and judge. Every fault of the answers is named at once."""
    may_override(body.override_reason)
    with transaction() as unit:
        return filling.complete(unit, caller(), assessment, body)


@operation(
    blueprint,
    "/assessments/<uuid:assessment>/decision",
    method="POST",
    guard=Capability.CASE_DECIDE,
    body=DecideLevel,
    answers={200: Done},
    tags=["assessments"],
)
def decide(assessment: UUID, body: DecideLevel) -> Done:
    """The second person decides the level; the procedure says which role."""
    may_override(body.override_reason)
    with transaction() as unit:
        return deciding.decide(unit, caller(), assessment, body)


@operation(
    blueprint,
    "/assessments/<uuid:assessment>/confirmation",
    method="POST",
    guard=Capability.CASE_DECIDE,
    body=Confirm,
    answers={200: Done},
    tags=["assessments"],
)
def confirm(assessment: UUID, body: Confirm) -> Done:
    """Confirm a provisional level, or set another in its place with a reason."""
    may_override(body.override_reason)
    with transaction() as unit:
        return deciding.confirm(unit, caller(), assessment, body)


@operation(blueprint, "/tools", guard=Capability.ASSESSMENT_READ, answers={200: Tools}, tags=["procedure"])
def list_tools() -> Tools:
    """The board's risk tools as data."""
    return queries.tools(procedure())


@operation(blueprint, "/levels", guard=Capability.ASSESSMENT_READ, answers={200: Levels}, tags=["procedure"])
def list_levels() -> Levels:
    """The board's scale of risk, and who sets a level."""
    return queries.levels(procedure())


@operation(blueprint, "/news", guard=Capability.ASSESSMENT_READ, answers={200: News}, tags=["assessments"])
def list_news() -> News:
    """What is new on the cases that are allocated to the caller."""
    with transaction() as unit:
        unit.audit("news.list")
        return news_for(unit, caller().person, NEWS)
