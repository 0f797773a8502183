"""The coordinator's view: all open cases by level, and a calendar of what falls due."""

from __future__ import annotations

from flask import Blueprint, abort, render_template

from commonward.clock import london, utcnow
from commonward_portal.apis import Ask
from commonward_portal.frame import board
from commonward_portal.guards import SIGNED_IN, page, user
from commonward_portal.overview import by_level, calendar
from commonward_portal.parts import parts

MOST = "200"

blueprint = Blueprint("overview", __name__)


@page(blueprint, "/overview", guard=SIGNED_IN)
def overview() -> str:
    """Cases by level, and the weeks to come."""
    asks = {
        "cases": Ask("referral", "/v1/cases", {"limit": MOST}),
        "judged": Ask("risk", "/v1/assessments", {"state": "completed", "limit": MOST}),
        "owed": Ask("notify", "/v1/obligations", {"state": "open", "limit": MOST}),
    }
    answers = parts().apis.read(user().access_token, asks)
    if answers["cases"].refused:
        abort(403)
    cases = answers["cases"].body["cases"] if answers["cases"].ok else []
    judged = {line["case"] for line in answers["judged"].body["assessments"]} if answers["judged"].ok else set()
    owed = answers["owed"].body["obligations"] if answers["owed"].ok else []
    return render_template(
        "overview.html",
        groups=by_level(cases, board(), judged),
        weeks=calendar(owed, {case["id"]: case for case in cases}, london(utcnow()).date()),
        away=[name for name in asks if answers[name].away],
        full=len(cases) == int(MOST) or len(owed) == int(MOST),
    )
