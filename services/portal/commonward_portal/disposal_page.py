"""Disposal: what waits for a second person, the sign-off itself, and what has gone. A proposal is a short act."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, abort, redirect, render_template
from werkzeug.wrappers import Response as AnyResponse

from commonward_portal.apis import Ask
from commonward_portal.frame import Frame, frame
from commonward_portal.guards import SIGNED_IN, page, user
from commonward_portal.parts import parts
from commonward_portal.people import known_as
from commonward_portal.questions import Asks, Question, Sheet
from commonward_portal.sending import refused, send, typed
from commonward_portal.wording import tell

Line = Mapping[str, Any]
QUESTIONS = (
    Question(
        "agree", "Do you sign it off?", Asks.ONE, (("yes", "Yes, erase the case"), ("no", "No, keep it")), needed=True
    ),
    Question("reason", "Why is it kept?", Asks.WORDS, hint="Only where you keep it"),
)

blueprint = Blueprint("disposal", __name__)


@page(blueprint, "/disposals", guard=SIGNED_IN)
def disposals() -> str:
    """What waits for a sign-off, and the tombstones of what has gone."""
    asks = {name: Ask("referral", f"/v1/{name}") for name in ("disposals", "tombstones")}
    answers = parts().apis.read(user().access_token, asks)
    if any(answer.refused for answer in answers.values()):
        abort(403)
    lists: dict[str, Sequence[Line]] = {name: answers[name].body[name] if answers[name].ok else [] for name in asks}
    away = any(answer.away for answer in answers.values())
    return render_template("disposals.html", **lists, known_as=known_as, away=away)


@page(blueprint, "/cases/<uuid:case>/disposal/<uuid:id>", guard=SIGNED_IN)
def look(case: UUID, id: UUID) -> Response:
    """What is proposed, and the question."""
    return _show(*_found(case, id), Sheet(QUESTIONS))


@page(blueprint, "/cases/<uuid:case>/disposal/<uuid:id>", guard=SIGNED_IN, methods=["POST"])
def answer(case: UUID, id: UUID) -> AnyResponse:
    """Sign it off, or keep the case."""
    asked, line = _found(case, id)
    sheet = Sheet(QUESTIONS, typed())
    read = sheet.read()
    agree = read.get("agree") == ("yes",)
    if "agree" in read and not agree and "reason" not in read:
        sheet.errors["reason"] = "Say why the case is kept"
    if agree and "reason" in read:
        sheet.errors["agree"] = "You say why the case is kept: choose “No, keep it”, or take the reason out"
    if sheet.errors:
        return _show(asked, line, sheet, 422)
    why = {} if agree else {"reason": read["reason"][0]}
    sent = send("referral", f"/v1/disposals/{id}/sign-off", {"agree": agree, **why})
    if not sent.ok:
        return _show(asked, line, sheet, refused(sheet, sent))
    tell("Signed off: every service erases the case." if agree else "The case is kept.", sheet)
    return redirect("/disposals", 303)


def _found(case: UUID, id: UUID) -> tuple[Frame, Line]:
    asked = frame(case, {"disposals": Ask("referral", "/v1/disposals")}, needed="disposals")
    line = next((line for line in asked.lines("disposals") if line["id"] == str(id)), None)
    return (asked, line) if line and line["case"] == str(case) else abort(404)


def _show(asked: Frame, line: Line, sheet: Sheet, status: int = 200) -> Response:
    html = render_template("disposal.html", frame=asked, line=line, known_as=known_as, sheet=sheet)
    return Response(html, status)
