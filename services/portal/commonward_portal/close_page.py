"""Close a case: what is still missing and who can supply it, then the question."""

from __future__ import annotations

import secrets
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from commonward.procedure import CLOSING, Procedure
from commonward_portal.apis import Answer, Ask
from commonward_portal.case_page import lacks, missing_line, prompts
from commonward_portal.forms_page import OVERRIDE
from commonward_portal.frame import Frame, frame, procedure_of
from commonward_portal.guards import SIGNED_IN, page
from commonward_portal.questions import Asks, Question, Sheet
from commonward_portal.sending import refused, send, typed

STILL_OPEN = "The case stays open: something is still missing"

blueprint = Blueprint("closing", __name__)


@page(blueprint, "/cases/<uuid:case>/closing", guard=SIGNED_IN)
def show_closing(case: UUID) -> Response:
    """What is missing, and the question."""
    asked, procedure = _asked(case)
    return _show(asked, procedure, Sheet(_questions(procedure)), secrets.token_urlsafe(12))


@page(blueprint, "/cases/<uuid:case>/closing", guard=SIGNED_IN, methods=["POST"])
def close(case: UUID) -> AnyResponse:
    """Ask for the closing. What keeps the case open is said, and everything typed stays."""
    asked, procedure = _asked(case)
    sheet, once = Sheet(_questions(procedure), typed()), request.form.get("once", "")
    read = sheet.read()
    if sheet.errors:
        return _show(asked, procedure, sheet, once, 422)
    body: dict[str, Any] = {"reason": read["reason"][0]}
    if sheet.one("version").isdigit():
        body["version"] = int(sheet.one("version"))
    if sheet.one(OVERRIDE.name):
        body["override_reason"] = sheet.one(OVERRIDE.name)
    answer = send("referral", f"/v1/cases/{case}/closing", body)
    if answer.status == 409 and answer.body.get("state") == "refused":
        return _show(asked, procedure, sheet, secrets.token_urlsafe(12), _kept_open(sheet, answer), answer)
    if not answer.ok:
        return _show(asked, procedure, sheet, once, refused(sheet, answer))
    flash("The case is closed." if answer.body.get("state") == "closed" else "Closing was asked for; look again soon.")
    return redirect(f"/cases/{case}", 303)


def _asked(case: UUID) -> tuple[Frame, Procedure]:
    asks = {
        "timeline": Ask("referral", f"/v1/cases/{case}/timeline"),
        "prompts": Ask("referral", f"/v1/cases/{case}/prompts", {"at": "close-case"}),
    }
    asked = frame(case, asks, needed="case")
    return asked, procedure_of(asked.answers["timeline"])


def _questions(procedure: Procedure) -> list[Question]:
    """The board's reasons where it limits them; else a code in the closer's own words makes none of them wrong."""
    point = procedure.decision(CLOSING)
    options = tuple((option, procedure.words.of(option)) for option in point.options) if point else ()
    reason = Question("reason", "Why is the case closed?", Asks.ONE if options else Asks.LINE, options, needed=True)
    return [reason, OVERRIDE]


def _kept_open(sheet: Sheet, answer: Answer) -> int:
    sheet.errors["form"] = STILL_OPEN
    for number, words in enumerate(answer.body.get("because", ())):
        sheet.errors[f"form-{number}"] = words[0].upper() + words[1:]
    return 409


def _show(
    asked: Frame, procedure: Procedure, sheet: Sheet, once: str, status: int = 200, outcome: Answer | None = None
) -> Response:
    still = lacks(asked.answers["case"], procedure) if "case" in asked.answers else []
    if outcome is not None:
        still = [missing_line(line, procedure) for line in outcome.body["missing"]]
    html = render_template(
        "closing.html",
        frame=asked,
        sheet=sheet,
        once=once,
        lacks=still,
        prompts=prompts(asked.answers["prompts"], procedure),
    )
    return Response(html, status)
