"""Cover while somebody is away: who stands in for whom, from when until when."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, abort, flash, redirect, render_template
from werkzeug.wrappers import Response as AnyResponse

from commonward_portal.apis import Ask
from commonward_portal.guards import SIGNED_IN, page, user
from commonward_portal.parts import parts
from commonward_portal.people import known_as, people
from commonward_portal.presenting import may
from commonward_portal.questions import Asks, Question, Sheet
from commonward_portal.sending import refused, send, tell_refusal, typed
from commonward_portal.wording import tell

blueprint = Blueprint("cover", __name__)


@page(blueprint, "/cover", guard=SIGNED_IN)
def show_covers() -> Response:
    """What is arranged, and the form."""
    return _show(Sheet(_questions()))


@page(blueprint, "/cover", guard=SIGNED_IN, methods=["POST"])
def arrange() -> AnyResponse:
    """Have somebody stand in while somebody else is away."""
    sheet = Sheet(_questions(), typed())
    read = sheet.read()
    if sheet.errors:
        return _show(sheet, 422)
    answer = send("referral", "/v1/covers", {name: values[0] for name, values in read.items()})
    if not answer.ok:
        return _show(sheet, refused(sheet, answer))
    tell("Arranged.", sheet)
    return redirect("/cover", 303)


@page(blueprint, "/cover/<uuid:cover>/ending", guard=SIGNED_IN, methods=["POST"])
def end(cover: UUID) -> AnyResponse:
    """End it before its time."""
    answer = send("referral", f"/v1/covers/{cover}/ending", {})
    if answer.absent:
        abort(404)
    if answer.ok:
        flash("Ended.")
    else:
        tell_refusal(answer)
    return redirect("/cover", 303)


def _questions() -> list[Question]:
    hint = "They see what you are allocated, but for restricted cases"
    asked = [
        Question("cover", "Who stands in?", Asks.PICK, people(), hint, needed=True),
        Question("since", "From when?", Asks.MOMENT, needed=True),
        Question("until", "Until when?", Asks.MOMENT, needed=True),
    ]
    if may("cover.manage"):
        asked.insert(0, Question("person", "Who is away?", Asks.PICK, people(), "Empty: yourself"))
    return asked


def _show(sheet: Sheet, status: int = 200) -> Response:
    answer = parts().apis.read(user().access_token, {"it": Ask("referral", "/v1/covers")})["it"]
    if answer.refused:
        abort(403)
    lines = answer.body["covers"] if answer.ok else []
    html = render_template("cover.html", sheet=sheet, covers=lines, away=answer.away, who=known_as)
    return Response(html, status)
