"""The cases of the user's authority, the newest first."""

from __future__ import annotations

import re
from datetime import datetime

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from commonward_portal.apis import Answer, Ask
from commonward_portal.guards import SIGNED_IN, page, user
from commonward_portal.parts import parts
from commonward_portal.questions import Asks, Question, Sheet

A_PAGE = 25
STATES = ("open", "closed")
REFERENCE = "reference"
HINT = "The case's own, or the one that whoever raised a concern was given. It looks like ABC-2026-4F7K2M."
QUESTIONS = [Question(REFERENCE, "Find a case by its reference", Asks.LINE, hint=HINT)]
NONE_FOUND = "No case that is yours to see has this reference. Look whether it was read out right."
NOT_NOW = "This can't be looked up just now. Try again in a moment."
_REFERENCE = re.compile(r"[A-Z]{3}-[0-9]{4}-[0-9A-Z]{6}", re.ASCII)

blueprint = Blueprint("cases", __name__)


@page(blueprint, "/cases", guard=SIGNED_IN)
def list_cases() -> str | AnyResponse:
    """The list of cases; with a reference, the case that is called so."""
    sheet = Sheet(QUESTIONS, {REFERENCE: request.args.getlist(REFERENCE)})
    if asked := sheet.one(REFERENCE):
        found = _found(asked.upper())
        if found.body.get("cases"):
            return redirect(f"/cases/{found.body['cases'][0]['id']}")
        sheet.errors[REFERENCE] = NOT_NOW if found.away else NONE_FOUND
    state = request.args.get("state", "")
    state = state if state in STATES else "open"
    before = _moment(request.args.get("before"))
    query = {"state": state, "limit": str(A_PAGE + 1)} | ({"before": before} if before else {})
    answer = parts().apis.read(user().access_token, {"cases": Ask("referral", "/v1/cases", query)})["cases"]
    cases = answer.body["cases"] if answer.ok else []
    older = cases[A_PAGE - 1]["opened_at"] if len(cases) > A_PAGE else None
    return render_template(
        "case_list.html",
        answer=answer,
        cases=cases[:A_PAGE],
        older=older,
        state=state,
        paged=before is not None,
        sheet=sheet,
    )


@page(blueprint, "/signed-in", guard=SIGNED_IN)
def signed_in_again() -> str:
    """Where somebody lands who has signed in beside a form that is half done."""
    return render_template("signed_in.html")


def _found(reference: str) -> Answer:
    """The case of that reference. Whether there is none or it is not theirs to see, nobody is told."""
    if not _REFERENCE.fullmatch(reference):
        return Answer(200)
    ask = Ask("referral", "/v1/cases", {"reference": reference})
    return parts().apis.read(user().access_token, {"it": ask})["it"]


def _moment(text: str | None) -> str | None:
    """An instant with its offset, or nothing: an address that somebody changed shows the first page."""
    try:
        read = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return read.isoformat() if read.tzinfo else None
