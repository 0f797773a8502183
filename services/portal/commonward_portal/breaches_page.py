"""The ledger of missed deadlines: as known then, as known now, and a manager's word on each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, abort, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from commonward_portal.apis import Ask
from commonward_portal.breach_words import REASONS
from commonward_portal.citing import cited
from commonward_portal.guards import SIGNED_IN, page, user
from commonward_portal.parts import parts
from commonward_portal.people import known_as
from commonward_portal.questions import Asks, Question, Sheet
from commonward_portal.sending import refused, send, typed
from commonward_portal.wording import tell

A_PAGE = 50
QUESTIONS = [
    Question("reason", "Why was it missed?", Asks.ONE, REASONS, needed=True),
    Question("note", "What happened?", Asks.WORDS, needed=True),
    Question("effect", "What did the delay mean for the child?", Asks.WORDS, needed=True),
]

blueprint = Blueprint("breaches", __name__)


@page(blueprint, "/breaches", guard=SIGNED_IN)
def ledger() -> Response:
    """Those that wait for a manager's word, or all."""
    show_all = request.args.get("show") == "all"
    query = {"limit": str(A_PAGE), **({} if show_all else {"acknowledged": "false"})}
    answer = parts().apis.read(user().access_token, {"it": Ask("notify", "/v1/breaches", query)})["it"]
    if answer.refused:
        abort(403)
    lines = answer.body["breaches"] if answer.ok else []
    html = render_template(
        "breaches.html",
        lines=lines,
        away=answer.away,
        show_all=show_all,
        reasons=dict(REASONS),
        cited=cited,
        who=known_as,
    )
    return Response(html)


@page(blueprint, "/breaches/<uuid:obligation>", guard=SIGNED_IN)
def show_breach(obligation: UUID) -> Response:
    """One missed deadline, and the questions to the manager."""
    return _show(_found(obligation), Sheet(QUESTIONS))


@page(blueprint, "/breaches/<uuid:obligation>", guard=SIGNED_IN, methods=["POST"])
def acknowledge(obligation: UUID) -> AnyResponse:
    """Take the manager's word."""
    line, sheet = _found(obligation), Sheet(QUESTIONS, typed())
    read = sheet.read()
    if sheet.errors:
        return _show(line, sheet, 422)
    body = {name: values[0] for name, values in read.items()}
    answer = send("notify", f"/v1/obligations/{obligation}/acknowledgement", body)
    if not answer.ok:
        return _show(line, sheet, refused(sheet, answer))
    tell("Kept in the ledger.", sheet)
    return redirect("/breaches", 303)


def _found(obligation: UUID) -> Mapping[str, Any]:
    answer = parts().apis.read(user().access_token, {"it": Ask("notify", f"/v1/obligations/{obligation}")})["it"]
    if answer.refused:
        abort(403)
    if answer.absent:
        abort(404)
    return answer.body if answer.ok else abort(503)


def _show(line: Mapping[str, Any], sheet: Sheet, status: int = 200) -> Response:
    html = render_template("breach.html", line=line, sheet=sheet, reasons=dict(REASONS), cited=cited, who=known_as)
    return Response(html, status)
