"""Decide at one of the procedure's decision points, with a reason."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, abort, redirect, render_template
from werkzeug.wrappers import Response as AnyResponse

from commonward.procedure import CLOSING, DecisionPoint, Procedure
from commonward_portal import drafts
from commonward_portal.abouts import which_concern
from commonward_portal.acts import one
from commonward_portal.apis import Ask
from commonward_portal.case_page import prompts
from commonward_portal.citing import cited
from commonward_portal.frame import Frame, frame, procedure_of
from commonward_portal.guards import SIGNED_IN, page
from commonward_portal.overriding import ask_after, beside
from commonward_portal.people import known_as
from commonward_portal.questions import Asks, Question, Sheet
from commonward_portal.seen import shown_at
from commonward_portal.sending import refused, send, typed
from commonward_portal.wording import tell

blueprint = Blueprint("deciding", __name__)


@page(blueprint, "/cases/<uuid:case>/decisions", guard=SIGNED_IN)
def list_decisions(case: UUID) -> str:
    """What was decided, and where one may decide."""
    asked = frame(case, {"timeline": Ask("referral", f"/v1/cases/{case}/timeline")}, needed="case")
    procedure = procedure_of(asked.answers["timeline"])
    points = [point for point in procedure.decisions if point.id != CLOSING]
    return render_template(
        "decisions.html", frame=asked, points=points, titles=_titles(procedure), cited=cited, who=known_as
    )


@page(blueprint, "/cases/<uuid:case>/decisions/<point>", guard=SIGNED_IN)
def show_point(case: UUID, point: str) -> Response:
    """One decision point, and its question."""
    asked, procedure, found = _point(case, point)
    sheet = drafts.sheet_of(_place(case, found), _questions(asked, procedure, found))
    return _show(asked, found, procedure, sheet)


@page(blueprint, "/cases/<uuid:case>/decisions/<point>", guard=SIGNED_IN, methods=["POST"])
def decide(case: UUID, point: str) -> AnyResponse:
    """Take the decision."""
    asked, procedure, found = _point(case, point)
    sheet = Sheet(_questions(asked, procedure, found), typed())
    besides = drafts.asked(_place(case, found), sheet)
    if besides is not None:
        return besides
    if sheet.errors:
        return _show(asked, found, procedure, sheet, drafts.refusal(sheet))
    read = sheet.read()
    if sheet.errors:
        return _show(asked, found, procedure, sheet, 422)
    option = read["option"][0]
    body = {"decision": found.id, **one(read, "option", "concern", "reason"), **beside(sheet)}
    answer = send("referral", f"/v1/cases/{case}/decisions", body)
    if not answer.ok:
        status = refused(sheet, answer, case=case)
        drafts.keep_for_return(_place(case, found), sheet)
        return _show(asked, found, procedure, sheet, status)
    waits = " It waits for a second person." if answer.body.get("state") == "waiting" else ""
    drafts.forget(_place(case, found))
    tell(f"{found.title}: {procedure.words.of(option)}.{waits}", sheet)
    return redirect(f"/cases/{case}/decisions", 303)


def _titles(procedure: Procedure) -> dict[str, str]:
    return {point.id: point.title for point in procedure.decisions}


def _point(case: UUID, code: str) -> tuple[Frame, Procedure, DecisionPoint]:
    asks = {
        "timeline": Ask("referral", f"/v1/cases/{case}/timeline"),
        "prompts": Ask("referral", f"/v1/cases/{case}/prompts", {"at": code}),
    }
    asked = frame(case, asks, needed="case")
    procedure = procedure_of(asked.answers["timeline"])
    point = None if code == CLOSING else procedure.decision(code)
    return asked, procedure, point or abort(404)


def _questions(asked: Frame, procedure: Procedure, point: DecisionPoint) -> list[Question]:
    options = tuple((option, procedure.words.of(option)) for option in point.options)
    return [
        Question("option", "What do you decide?", Asks.ONE, options, needed=True),
        *which_concern(asked),
        Question("reason", "Why?", Asks.WORDS, needed=True),
    ]


def _place(case: UUID, point: DecisionPoint) -> drafts.Place:
    return drafts.Place("referral", drafts.DECISION, case, point.id)


def _show(
    asked: Frame,
    point: DecisionPoint,
    procedure: Procedure,
    sheet: Sheet,
    status: int = 200,
) -> Response:
    ask_after(sheet, status)
    version = shown_at(sheet, asked.version)
    html = render_template(
        "decide.html",
        frame=asked,
        point=point,
        sheet=sheet,
        version=version,
        offered=sheet.is_begun or point.id in asked.page["decides"],
        prompts=prompts(asked.answers["prompts"], procedure),
        cited=cited,
    )
    return Response(html, status)
