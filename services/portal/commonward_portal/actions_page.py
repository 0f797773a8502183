"""The actions of a case's plans: who does what by when, what became of it, and which plan has taken it in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, abort, redirect, render_template
from werkzeug.wrappers import Response as AnyResponse

from commonward_portal.apis import Ask
from commonward_portal.frame import Frame, board, frame
from commonward_portal.guards import SIGNED_IN, page
from commonward_portal.questions import Asks, Question, Sheet
from commonward_portal.sending import refused, send, typed
from commonward_portal.wording import tell

blueprint = Blueprint("actions", __name__)


@page(blueprint, "/cases/<uuid:case>/actions", guard=SIGNED_IN)
def list_actions(case: UUID) -> str:
    """Every action, what is open first."""
    asked = _asked(case)
    lines = sorted(asked.lines("actions"), key=lambda line: (line["outcome_code"] is not None, line["due"]))
    beside = any(kind.refers_to_other_plan for kind in board().meeting_kinds)
    return render_template("actions.html", frame=asked, actions=lines, beside=beside)


@page(blueprint, "/cases/<uuid:case>/actions/<uuid:action>", guard=SIGNED_IN)
def show_action(case: UUID, action: UUID) -> Response:
    """One action, and the question what became of it."""
    asked, line = found_action(case, action)
    return _show(asked, line, Sheet(_questions()))


@page(blueprint, "/cases/<uuid:case>/actions/<uuid:action>", guard=SIGNED_IN, methods=["POST"])
def record_outcome(case: UUID, action: UUID) -> AnyResponse:
    """Record what became of it."""
    asked, line = found_action(case, action)
    sheet = Sheet(_questions(), typed())
    read = sheet.read()
    if sheet.errors:
        return _show(asked, line, sheet, 422)
    body = {name: read[name][0] for name in ("outcome", "completed_on", "text")}
    answer = send("meetings", f"/v1/actions/{action}/outcome", body)
    if not answer.ok:
        return _show(asked, line, sheet, refused(sheet, answer))
    tell("Recorded.", sheet)
    return redirect(f"/cases/{case}/actions", 303)


def _questions() -> list[Question]:
    codes = dict.fromkeys(code for kind in board().meeting_kinds for code in kind.outcomes)
    outcomes = tuple((code, board().words.of(code)) for code in codes)
    return [
        Question("outcome", "What became of it?", Asks.ONE, outcomes, needed=True),
        Question("completed_on", "On which day?", Asks.DAY, needed=True),
        Question("text", "What did it change for the child?", Asks.WORDS, needed=True),
    ]


def _asked(case: UUID) -> Frame:
    return frame(case, {"actions": Ask("meetings", "/v1/actions", {"case": str(case)})}, needed="actions")


def found_action(case: UUID, action: UUID) -> tuple[Frame, Mapping[str, Any]]:
    """The case and one of its actions. Ends the request where there is none."""
    asked = _asked(case)
    line = next((line for line in asked.lines("actions") if line["id"] == str(action)), None)
    return asked, line or abort(404)


def _show(asked: Frame, line: Mapping[str, Any], sheet: Sheet, status: int = 200) -> Response:
    return Response(render_template("action.html", frame=asked, action=line, sheet=sheet), status)
