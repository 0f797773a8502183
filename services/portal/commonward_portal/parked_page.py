"""For operators: the events of a service that were set aside, and their release. Nothing of what stands in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, abort, flash, redirect, render_template
from werkzeug.wrappers import Response as AnyResponse

from commonward.identity import Capability
from commonward_portal.apis import Ask
from commonward_portal.guards import page, user
from commonward_portal.parts import parts
from commonward_portal.questions import Asks, Question, Sheet
from commonward_portal.sending import refused, send, typed
from commonward_portal.timeline import SERVICES

Line = Mapping[str, Any]
LONGEST = 400
"""As much as a service keeps with the event."""
HINT = "It is kept with the event, under your name. Write nothing about any child or family."
QUESTIONS = [Question("reason", "Why can it be taken now?", Asks.WORDS, hint=HINT, needed=True, longest=LONGEST)]

blueprint = Blueprint("parked", __name__)


@page(blueprint, "/running/<service>/parked", guard=Capability.OPERATE)
def parked(service: str) -> str:
    """What waits, the oldest first."""
    return render_template("parked.html", service=service, lines=_lines(service))


@page(blueprint, "/running/<service>/parked/<uuid:event>", guard=Capability.OPERATE)
def show_parked(service: str, event: UUID) -> Response:
    """One of them, what its release does, and the question to the operator."""
    return _show(service, _found(service, event), Sheet(QUESTIONS))


@page(blueprint, "/running/<service>/parked/<uuid:event>", guard=Capability.OPERATE, methods=["POST"])
def release(service: str, event: UUID) -> AnyResponse:
    """Have it taken after all."""
    line, sheet = _found(service, event), Sheet(QUESTIONS, typed())
    sheet.read()
    if sheet.errors:
        return _show(service, line, sheet, 422)
    answer = send(service, f"/v1/parked/{event}/release", {"reason": sheet.one("reason")})
    if not answer.ok:
        return _show(service, line, sheet, refused(sheet, answer))
    flash(f"The event was taken, with {line['waiting']} that waited behind it.")
    return redirect(f"/running/{service}/parked", 303)


def _lines(service: str) -> Sequence[Line]:
    if service not in SERVICES:
        abort(404)
    answer = parts().apis.read(user().access_token, {"it": Ask(service, "/v1/parked")})["it"]
    if answer.refused:
        abort(403)
    lines: Sequence[Line] = answer.body["parked"] if answer.ok else abort(503)
    return lines


def _found(service: str, event: UUID) -> Line:
    return next((line for line in _lines(service) if line["id"] == str(event)), None) or abort(404)


def _show(service: str, line: Line, sheet: Sheet, status: int = 200) -> Response:
    return Response(render_template("release.html", service=service, line=line, sheet=sheet), status)
