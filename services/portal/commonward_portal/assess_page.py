"""Assessments: those of a case, and one filled in with whatever the board's tool asks. A draft is kept at any time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from commonward_portal import tool_sheet
from commonward_portal.apis import Answer, Ask
from commonward_portal.asked import Asked, asked_of
from commonward_portal.citing import cited
from commonward_portal.drafts import AUTOSAVE
from commonward_portal.frame import board, frame
from commonward_portal.guards import SIGNED_IN, page, user
from commonward_portal.parts import parts
from commonward_portal.people import known_as
from commonward_portal.questions import Asks, Question, Sheet
from commonward_portal.raise_steps import AGENCIES
from commonward_portal.seen import sent_at
from commonward_portal.sending import refused, send, typed
from commonward_portal.tool_steps import chosen, meanwhile, parts_of, whole
from commonward_portal.wording import tell

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
    """The tool with the draft, or what was answered; whole, or one heading of it."""
    asked = asked_of("risk", f"/v1/assessments/{assessment}", "assessment")
    questions = _questions(asked)
    return _show(asked, Sheet(questions, tool_sheet.typed(asked.page, questions)))


@page(blueprint, "/assessments/<uuid:assessment>", guard=SIGNED_IN, methods=["POST"])
def save(assessment: UUID) -> AnyResponse:
    """Keep the draft; then go on to the judgement, hand over to the next role, or come back later.

    What can't be read is asked again, and keeps nobody from having the rest kept.
    """
    path, do = f"/v1/assessments/{assessment}", request.form.get("do")
    asked = asked_of("risk", path, "assessment")
    sheet = _sent(asked)
    body: dict[str, Any] = tool_sheet.filled(sheet)
    if (seen := sent_at(sheet)) is not None:
        body["draft"] = seen
    if do == AUTOSAVE:
        return _saved_aside(path, body, sheet)
    answer = send("risk", f"{path}/answers", body, "PUT")
    if answer.ok and sheet.errors:
        return _show(asked_of("risk", path, "assessment"), sheet, 422)
    if answer.ok and do == "hand-over":
        asked = asked_of("risk", path, "assessment")
        answer = send("risk", f"{path}/stage", {"stage": asked.page["assessment"]["stage"]})
    if not answer.ok:
        return _not_kept(asked, sheet, answer, tool_sheet.placing(body))
    if do == "judge":
        tell("The answers are kept.", sheet)
        return redirect(f"/assessments/{assessment}/judgement", 303)
    tell("Handed over to the next role." if do == "hand-over" else "The draft is kept.", sheet)
    step = request.args.get("step", "")
    following = int(step) + (do == "next") if step.isdigit() else None
    return redirect(f"/assessments/{assessment}" + (f"?step={following}" if following else ""), 303)


def _not_kept(asked: Asked, sheet: Sheet, answer: Answer, place: Callable[[str], str]) -> Response:
    """The page with why; where somebody else has saved in between, with theirs beside it."""
    changed = "changed" in answer.body.get("type", "")
    if changed:
        sheet.errors.clear()  # what can't be read is asked again once both are seen
    status = refused(sheet, answer, place)
    if changed:
        sheet.questions = meanwhile(sheet, tool_sheet.typed(asked.page, list(sheet.questions)))
    return _show(asked, sheet, status)


def _saved_aside(path: str, body: Mapping[str, Any], sheet: Sheet) -> Response:
    """What the page's script saves while somebody types. The header says the version that the form holds now."""
    answer = parts().apis.send(user().access_token, "risk", f"{path}/answers", body, "PUT")
    if not answer.ok:
        return Response(status=503)
    version = body.get("draft", -1) + 1
    return Response(status=422 if sheet.errors else 204, headers={"X-Version": str(version)})


def _questions(asked: Asked) -> list[Question]:
    return tool_sheet.questions(asked.page, tuple(AGENCIES.items()))


def _sent(asked: Asked) -> Sheet:
    """The whole tool: where one heading was sent, the others are as they are kept."""
    questions = _questions(asked)
    stored = tool_sheet.typed(asked.page, questions)
    part = chosen(parts_of(questions, stored), request.args.get("step"))
    return Sheet(questions, whole(part, stored, typed()) if part else typed())


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
        assessments=asked.lines("assessments"),
        levels=asked.lines("levels"),
        away=["assessments and levels"] if asked.answers["assessments"].away else [],
        tools={tool.code: tool.title for tool in board().tools},
        who=known_as,
        cited=cited,
    )
    return Response(html, status)


def _show(asked: Asked, sheet: Sheet, status: int = 200) -> Response:
    headings = parts_of(sheet.questions, sheet.typed)
    part = chosen(headings, request.args.get("step"))
    shown = Sheet(part.questions, sheet.typed, sheet.errors) if part else sheet
    html = render_template(
        "assessment.html",
        frame=asked.frame,
        page=asked.page,
        sheet=shown,
        parts=headings,
        part=part,
        open=asked.page["assessment"]["state"] == OPEN,
        unanswered=tool_sheet.unanswered(asked.page),
        last_stage=not asked.page["tool"]["stages"]
        or asked.page["tool"]["stages"][-1]["code"] == asked.page["assessment"]["stage"],
        prompts=[(one["words"], cited(one["because"])) for one in asked.page["prompts"]],
        who=known_as,
        cited=cited,
    )
    return Response(html, status)
