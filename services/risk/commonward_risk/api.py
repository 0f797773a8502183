"""HTTP: parse, authorise, call, answer. No rule lives here."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint

from commonward.identity import Capability
from commonward.web import caller, may_override, operation, procedure, transaction
from commonward_risk import commands, queries
from commonward_risk.schemas import (
    Ask,
    AssessmentFilter,
    AssessmentPage,
    Assessments,
    Complete,
    DecideLevel,
    Done,
    Levels,
    Tools,
)

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
        if query.case is not None:
            unit.subject(query.case)
        unit.audit("assessments.list", query.case)
        return queries.assessments(unit.session, query)


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
        row = queries.assessment_of(unit, assessment)
        unit.audit("assessment.read", row.case_id)
        return queries.assessment_page(unit, row)


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
        return commands.ask(unit, case, body)


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
        return commands.complete(unit, caller(), assessment, body)


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
    with transaction() as unit:
        return commands.decide(unit, caller(), assessment, body)


@operation(blueprint, "/tools", guard=Capability.ASSESSMENT_READ, answers={200: Tools}, tags=["procedure"])
def list_tools() -> Tools:
    """The board's risk tools as data."""
    return queries.tools(procedure())


@operation(blueprint, "/levels", guard=Capability.ASSESSMENT_READ, answers={200: Levels}, tags=["procedure"])
def list_levels() -> Levels:
    """The board's scale of risk, and who sets a level."""
    return queries.levels(procedure())
