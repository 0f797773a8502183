"""HTTP: parse, authorise, call, answer. No rule lives here."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from flask import Blueprint
from sqlalchemy.exc import IntegrityError

from commonward.identity import Capability
from commonward.store import Work
from commonward.web import Problem, caller, holds, invalid, operation, procedure, resources
from commonward_risk import commands, queries
from commonward_risk.rules import NotReady, Unacceptable
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


@contextmanager
def _work() -> Iterator[Work]:
    """A transaction whose refusals become problems."""
    try:
        with resources().work(caller()) as unit:
            yield unit
    except Unacceptable as refused:
        raise invalid(refused.errors) from None
    except NotReady as refused:
        raise Problem(409, "not-ready", "The procedure wants something first", errors=refused.errors) from None
    except commands.NotYours as refused:
        raise Problem(403, "not-yours", "This is for another person to do", str(refused)) from None
    except IntegrityError:
        raise Problem(409, "changed-meanwhile", "Somebody recorded the same meanwhile; look again") from None


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
    with _work() as unit:
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
    with _work() as unit:
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
    with _work() as unit:
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
    if body.override_reason is not None and not holds(Capability.CASE_OVERRIDE):
        raise Problem(403, "not-allowed", "Only a manager overrides what should be there")
    with _work() as unit:
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
    with _work() as unit:
        return commands.decide(unit, caller(), assessment, body)


@operation(blueprint, "/tools", guard=Capability.ASSESSMENT_READ, answers={200: Tools}, tags=["procedure"])
def list_tools() -> Tools:
    """The board's risk tools as data."""
    return queries.tools(procedure())


@operation(blueprint, "/levels", guard=Capability.ASSESSMENT_READ, answers={200: Levels}, tags=["procedure"])
def list_levels() -> Levels:
    """The board's scale of risk, and who sets a level."""
    return queries.levels(procedure())
