"""Assessments: those of a case, and one filled in with whatever the board's tool asks. A draft is kept at any time."""

from __future__ import annotations

import secrets
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from commonward_portal import tool_sheet
from commonward_portal.apis import Ask
from commonward_portal.asked import Asked, asked_of
from commonward_portal.citing import cited
from commonward_portal.frame import board, frame
from commonward_portal.guards import SIGNED_IN, page
from commonward_portal.people import known_as
from commonward_portal.questions import Asks, Question, Sheet
from commonward_portal.raise_steps import AGENCIES
from commonward_portal.sending import refused, send, typed

OPEN = "requested"

blueprint = Blueprint("assessing", __name__)


@page(blueprint, "/cases/<uuid:case>/assessments", guard=SIGNED_IN)
def list_assessments(case: UUID) -> Response:
    """The assessments of a case and every level that it had."""
    return _list(case, Sheet(_which()))


@page(blueprint, "/cases/<uuid:case>/assessments", guard=SIGNED_IN, methods=["POST"])
def ask_for_one(case: UUID) -> AnyResponse:
    """Ask for a new assessment."""
    sheet = Sheet(_which(), typed())
    read = sheet.read()
    if sheet.errors:
        return _list(case, sheet, 422)
    answer = send("risk", f"/v1/cases/{case}/assessments", {"tool": read["tool"][0]})
    if not answer.ok:
        return _list(case, sheet, refused(sheet, answer))
    return redirect(f"/assessments/{answer.body['id']}", 303)


@page(blueprint, "/assessments/<uuid:assessment>", guard=SIGNED_IN)
def show_assessment(assessment: UUID) -> Response:
    """The tool with the draft, or what was answered."""
    asked = asked_of("risk", f"/v1/assessments/{assessment}", "assessment")
    questions = tool_sheet.questions(asked.page, tuple(AGENCIES.items()))
    return _show(asked, Sheet(questions, tool_sheet.typed(asked.page, questions)), secrets.token_urlsafe(12))


@page(blueprint, "/assessments/<uuid:assessment>", guard=SIGNED_IN, methods=["POST"])
def save(assessment: UUID) -> AnyResponse:
    """Keep the draft; then go on to the judgement, hand over to the next role, or come back later."""
    path = f"/v1/assessments/{assessment}"
    asked = asked_of("risk", path, "assessment")
    sheet = Sheet(tool_sheet.questions(asked.page, tuple(AGENCIES.items())), typed())
    body: dict[str, Any] = tool_sheet.filled(sheet)
    if sheet.one("version").isdigit():
        body["draft"] = int(sheet.one("version"))
    if sheet.errors:
        return _show(asked, sheet, request.form.get("once", ""), 422)
    answer = send("risk", f"{path}/answers", body, "PUT")
    if answer.ok and request.form.get("do") == "hand-over":
        asked = asked_of("risk", path, "assessment")
        answer = send("risk", f"{path}/stage", {"stage": asked.page["assessment"]["stage"]})
    if not answer.ok:
        return _show(asked, sheet, secrets.token_urlsafe(12), refused(sheet, answer, tool_sheet.place))
    if request.form.get("do") == "judge":
        return redirect(f"/assessments/{assessment}/judgement", 303)
    flash("Handed over to the next role." if request.form.get("do") == "hand-over" else "The draft is kept.")
    return redirect(f"/assessments/{assessment}", 303)


def _which() -> list[Question]:
    tools = {tool.code: tool.title for tool in board().tools}
    return [Question("tool", "With which tool?", Asks.ONE, tuple(tools.items()), needed=True)]


def _list(case: UUID, sheet: Sheet, status: int = 200) -> Response:
    asks = {
        "assessments": Ask("risk", "/v1/assessments", {"case": str(case)}),
        "levels": Ask("risk", f"/v1/cases/{case}/levels"),
    }
    asked = frame(case, asks)
    html = render_template(
        "assessments.html",
        frame=asked,
        sheet=sheet,
        once=secrets.token_urlsafe(12),
        assessments=asked.lines("assessments"),
        levels=asked.lines("levels"),
        away=["assessments and levels"] if asked.answers["assessments"].away else [],
        tools={tool.code: tool.title for tool in board().tools},
        who=known_as,
        cited=cited,
    )
    return Response(html, status)


def _show(asked: Asked, sheet: Sheet, once: str, status: int = 200) -> Response:
    html = render_template(
        "assessment.html",
        frame=asked.frame,
        page=asked.page,
        sheet=sheet,
        once=once,
        open=asked.page["assessment"]["state"] == OPEN,
        last_stage=not asked.page["tool"]["stages"]
        or asked.page["tool"]["stages"][-1]["code"] == asked.page["assessment"]["stage"],
        prompts=[(one["words"], cited(one["because"])) for one in asked.page["prompts"]],
        who=known_as,
        cited=cited,
    )
    return Response(html, status)
