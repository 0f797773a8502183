"""The question which other plan of the child's has taken an action in, so that nobody does it twice or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, redirect, render_template
from werkzeug.wrappers import Response as AnyResponse

from commonward.procedure import Procedure
from commonward_portal.actions_page import found_action
from commonward_portal.frame import Frame, board
from commonward_portal.guards import SIGNED_IN, page
from commonward_portal.questions import Asks, Question, Sheet
from commonward_portal.sending import refused, send, typed
from commonward_portal.wording import tell

blueprint = Blueprint("taken_in", __name__)


@page(blueprint, "/cases/<uuid:case>/actions/<uuid:action>/other-plan", guard=SIGNED_IN)
def ask_for_plan(case: UUID, action: UUID) -> Response:
    """Which plan it is."""
    asked, line = found_action(case, action)
    return _show(asked, line, Sheet(_questions()))


@page(blueprint, "/cases/<uuid:case>/actions/<uuid:action>/other-plan", guard=SIGNED_IN, methods=["POST"])
def take_in(case: UUID, action: UUID) -> AnyResponse:
    """Mark that it has taken the action in."""
    asked, line = found_action(case, action)
    sheet = Sheet(_questions(), typed())
    read = sheet.read()
    if sheet.errors:
        return _show(asked, line, sheet, 422)
    answer = send("meetings", f"/v1/actions/{action}/incorporation", {"other_plan": read["other_plan"][0]})
    if not answer.ok:
        return _show(asked, line, sheet, refused(sheet, answer))
    tell("Recorded: the action is in the child\u2019s other plan.", sheet)
    return redirect(f"/cases/{case}/actions", 303)


def other_plans(procedure: Procedure) -> tuple[tuple[str, str], ...]:
    """The plans that the board has a word for, but for those of its own meetings."""
    own = {kind.plan for kind in procedure.meeting_kinds}
    return tuple(term for term in procedure.words.terms if term[0].endswith("plan") and term[0] not in own)


def _questions() -> list[Question]:
    return [Question("other_plan", "Which plan has taken the action in?", Asks.ONE, other_plans(board()), needed=True)]


def _show(asked: Frame, line: Mapping[str, Any], sheet: Sheet, status: int = 200) -> Response:
    return Response(render_template("taken_in.html", frame=asked, action=line, sheet=sheet), status)
