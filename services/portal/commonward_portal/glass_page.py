"""Break-glass: open a case that is not one's own to see, by its reference, with a reason; and who has done so."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, render_template
from werkzeug.wrappers import Response as AnyResponse

from commonward.identity import Capability
from commonward_portal.access_words import REASONS
from commonward_portal.apis import Ask
from commonward_portal.frame import board
from commonward_portal.guards import page, user
from commonward_portal.parts import parts
from commonward_portal.people import known_as
from commonward_portal.presenting import moment
from commonward_portal.questions import Asks, Question, Sheet
from commonward_portal.sending import refused, send, typed
from commonward_portal.wording import tell

WHY = tuple((code, REASONS[code]) for code in ("child-at-risk-now", "out-of-hours", "asked-by-agency", "other"))
NOT_FOUND = "There is no case of this reference that you can open. Look at the reference again, or ask a manager."

blueprint = Blueprint("glass", __name__)


@page(blueprint, "/break-glass", guard=Capability.GLASS_BREAK)
def show_glass() -> Response:
    """The question; and for managers, the list."""
    return _show(Sheet(_questions()))


@page(blueprint, "/break-glass", guard=Capability.GLASS_BREAK, methods=["POST"])
def break_glass() -> AnyResponse:
    """Open the case."""
    sheet = Sheet(_questions(), typed())
    read = sheet.read()
    if sheet.errors:
        return _show(sheet, 422)
    body = {name: values[0] for name, values in read.items()}
    answer = send("referral", "/v1/break-glass", {**body, "reference": body["reference"].strip().upper()})
    if answer.absent:
        sheet.errors["reference"] = NOT_FOUND
        return _show(sheet, 404)
    if not answer.ok:
        return _show(sheet, refused(sheet, answer))
    if "until" in answer.body:  # the same form again is answered by the case alone
        until = moment(answer.body["until"])
        tell(f"Open to you until {until}. Your manager is told, and each look is in the access log.", sheet)
    return redirect(f"/cases/{answer.body.get('case') or answer.body['id']}", 303)


def _questions() -> list[Question]:
    like = f"Like {board().authority.register}-2026-7K3M9P"
    return [
        Question("reference", "The case's reference", Asks.LINE, hint=like, needed=True),
        Question("code", "Why must you see it now?", Asks.ONE, WHY, needed=True),
        Question("reason", "What is it that can't wait?", Asks.WORDS, needed=True),
    ]


def _show(sheet: Sheet, status: int = 200) -> Response:
    answer = parts().apis.read(user().access_token, {"it": Ask("referral", "/v1/break-glass")})["it"]
    lines = answer.body["openings"] if answer.ok else None
    html = render_template("glass.html", sheet=sheet, openings=lines, away=answer.away, why=dict(WHY), who=known_as)
    return Response(html, status)
