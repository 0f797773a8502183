"""The cases of the user's authority, the newest first."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, Response, render_template, request

from commonward_portal.apis import Ask
from commonward_portal.guards import SIGNED_IN, page, user
from commonward_portal.parts import parts

A_PAGE = 25
STATES = ("open", "closed")

blueprint = Blueprint("cases", __name__)


@page(blueprint, "/cases", guard=SIGNED_IN)
def list_cases() -> str | Response:
    """The list of cases."""
    state = request.args.get("state", "")
    state = state if state in STATES else "open"
    before = _moment(request.args.get("before"))
    query = {"state": state, "limit": str(A_PAGE + 1)} | ({"before": before} if before else {})
    answer = parts().apis.read(user().access_token, {"cases": Ask("referral", "/v1/cases", query)})["cases"]
    cases = answer.body["cases"] if answer.ok else []
    older = cases[A_PAGE - 1]["opened_at"] if len(cases) > A_PAGE else None
    return render_template(
        "case_list.html", answer=answer, cases=cases[:A_PAGE], older=older, state=state, paged=before is not None
    )


@page(blueprint, "/signed-in", guard=SIGNED_IN)
def signed_in_again() -> str:
    """Where somebody lands who has signed in beside a form that is half done."""
    return render_template("signed_in.html")


def _moment(text: str | None) -> str | None:
    """An instant with its offset, or nothing: an address that somebody changed shows the first page."""
    try:
        read = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return read.isoformat() if read.tzinfo else None
