"""Propose to take back what should not be there: a file, a record, a sibling's link. A second person agrees."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, Response, abort, redirect, render_template
from werkzeug.wrappers import Response as AnyResponse

from commonward_portal.frame import Frame, frame
from commonward_portal.guards import SIGNED_IN, page
from commonward_portal.questions import Asks, Question, Sheet
from commonward_portal.sending import refused, send, typed
from commonward_portal.wording import tell

GONE = "It is not there any more, or was taken back already. Nothing was changed."
WHY = Question("reason", "Why?", Asks.WORDS, needed=True)


@dataclass(frozen=True, slots=True)
class TakeBack:
    """What can be taken back, in the words of its form."""

    title: str
    path: str
    """At the referral service, around the id."""
    lead: str
    button: str = "Propose it"
    capability: str = "record.make"


THINGS = {
    "file": TakeBack(
        "Withdraw a file",
        "/v1/attachments/{id}/voiding",
        "When a second person agrees, nobody can open it any more. That it was there stays on record.",
    ),
    "record": TakeBack(
        "Take a record out of the reckoning",
        "/v1/records/{id}/voiding",
        "When a second person agrees, it counts no longer. It stays readable, with your reason.",
    ),
    "sibling": TakeBack(
        "Take away the link to a sibling",
        "/v1/siblings/{id}/voiding",
        "When a second person agrees, the two children are no siblings any more, on the cases of both.",
    ),
}
"""By the name in their address."""

blueprint = Blueprint("taking_back", __name__)


@page(blueprint, "/cases/<uuid:case>/take-back/<what>/<uuid:id>", guard=SIGNED_IN)
def ask_why(case: UUID, what: str, id: UUID) -> Response:
    """The form."""
    thing = THINGS.get(what) or abort(404)
    return _show(frame(case, {}, needed="case"), thing, Sheet([WHY]))


@page(blueprint, "/cases/<uuid:case>/take-back/<what>/<uuid:id>", guard=SIGNED_IN, methods=["POST"])
def propose(case: UUID, what: str, id: UUID) -> AnyResponse:
    """Propose it, for a second person to agree to."""
    thing = THINGS.get(what) or abort(404)
    asked = frame(case, {}, needed="case")
    sheet = Sheet([WHY], typed())
    read = sheet.read()
    if sheet.errors:
        return _show(asked, thing, sheet, 422)
    answer = send("referral", thing.path.format(id=id), {"reason": read["reason"][0]})
    if answer.absent:
        sheet.errors["form"] = GONE
        return _show(asked, thing, sheet, 404)
    if not answer.ok:
        return _show(asked, thing, sheet, refused(sheet, answer, case=case))
    tell("Proposed. It waits for a second person.", sheet)
    return redirect(f"/cases/{case}", 303)


def _show(asked: Frame, thing: TakeBack, sheet: Sheet, status: int = 200) -> Response:
    offered = sheet.errors or thing.capability in asked.page["may"]
    html = render_template("act.html", frame=asked, act=thing, sheet=sheet, offered=offered)
    return Response(html, status)
