"""Who has acknowledged a shared plan: a recipient says so for themselves, and whoever shares plans for others.

Where the signed copy of the plan is kept is said here too.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, abort, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from commonward.clock import utcnow
from commonward_portal.asked import Asked, asked_of
from commonward_portal.frame import board
from commonward_portal.guards import SIGNED_IN, page, user
from commonward_portal.people import known_as
from commonward_portal.questions import Asks, Question, Sheet
from commonward_portal.sending import refused, send, typed
from commonward_portal.sharing_words import HOW
from commonward_portal.wording import tell

SHARE = "share"
RECEIPT, COPY = "receipt", "copy"
DONE = {RECEIPT: "Acknowledged.", COPY: "Kept: the signed copy is on file."}
PATHS = {RECEIPT: "receipts", COPY: "signed-copy"}

blueprint = Blueprint("receipts", __name__)


@page(blueprint, "/meeting/<uuid:meeting>/receipts", guard=SIGNED_IN)
def show_receipts(meeting: UUID) -> Response:
    """Who has, and the forms."""
    asked = _asked(meeting)
    return _show(asked, {})


@page(blueprint, "/meeting/<uuid:meeting>/receipts", guard=SIGNED_IN, methods=["POST"])
def acknowledge(meeting: UUID) -> AnyResponse:
    """Keep a receipt, or where the signed copy is."""
    asked = _asked(meeting)
    do = COPY if request.form.get("do") == COPY else RECEIPT
    sheet = Sheet(_forms(asked.page)[do], typed())
    read = sheet.read()
    if sheet.errors:
        return _show(asked, {do: sheet}, 422)
    body = {name: values[0] for name, values in read.items()}
    if do == RECEIPT:
        body = {"person": user().name, "how": "reply", "received_at": utcnow().isoformat(), **body}
    answer = send("meetings", f"/v1/plans/{asked.page['plan']['id']}/{PATHS[do]}", body)
    if not answer.ok:
        return _show(asked, {do: sheet}, refused(sheet, answer))
    tell(DONE[do], sheet)
    return redirect(f"/meeting/{meeting}/receipts", 303)


def _asked(meeting: UUID) -> Asked:
    asked = asked_of("meetings", f"/v1/meetings/{meeting}", "meeting")
    return asked if asked.page["plan"] and asked.page["plan"]["shared"] else abort(404)


def _forms(found: Mapping[str, Any]) -> dict[str, list[Question]]:
    """The forms that the user may fill in; nothing in one that is not theirs, or no longer to be filled in."""
    plan, word, shares = found["plan"], board().words.of, SHARE in found["may"]
    who = tuple((code, word(code)) for code in found["acknowledges"])
    recipient = Question("recipient", "Who acknowledges it?", Asks.ONE, who, needed=True)
    of_others = [
        Question("person", "Who said so?", Asks.LINE, needed=True),
        Question("received_at", "When?", Asks.MOMENT, needed=True),
        Question("how", "How?", Asks.ONE, tuple(HOW.items()), needed=True),
    ]
    copy = [
        Question("place", "Where is the signed copy kept?", Asks.LINE, needed=True),
        Question("placed_on", "Since which day?", Asks.DAY, needed=True),
    ]
    return {
        RECEIPT: [recipient, *(of_others if shares else [])] if who else [],
        COPY: copy if shares and not plan["signed_copy"] else [],
    }


def _show(asked: Asked, sheets: Mapping[str, Sheet], status: int = 200) -> Response:
    forms = _forms(asked.page)
    empty = {do: Sheet(questions) for do, questions in forms.items()}
    html = render_template(
        "receipts.html",
        frame=asked.frame,
        page=asked.page,
        sheets={**empty, **sheets},
        sheet=next(iter(sheets.values()), None),
        shares=SHARE in asked.page["may"],
        who=known_as,
    )
    return Response(html, status)
