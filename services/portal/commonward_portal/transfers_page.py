"""Cases that other boards of the region ask this one to take: what they say, and accepting or refusing."""

from __future__ import annotations

import secrets
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template
from werkzeug.wrappers import Response as AnyResponse

from commonward_portal.apis import Ask
from commonward_portal.guards import SIGNED_IN, page, user
from commonward_portal.parts import parts
from commonward_portal.questions import Sheet
from commonward_portal.sending import refused, send, typed

TOLD = {
    "accept": "Accepted. The case is here in a moment, if it was not withdrawn meanwhile.",
    "refuse": "Refused. The other board is told.",
    "withdraw": "Withdrawn. The case stays here.",
}
PATHS = {"accept": "acceptance", "refuse": "refusal", "withdraw": "withdrawal"}
REFUSALS = (
    ("not-in-our-area", "It is not in our area"),
    ("not-our-threshold", "It does not reach our threshold"),
    ("open-here-already", "The child's case is open here already"),
    ("more-is-wanted", "We must know more first"),
)
"""What the referral service takes."""

blueprint = Blueprint("transfers", __name__)


@page(blueprint, "/transfers", guard=SIGNED_IN)
def offers() -> str:
    """What other boards ask."""
    answer = parts().apis.read(user().access_token, {"it": Ask("referral", "/v1/transfers")})["it"]
    if answer.refused:
        abort(403)
    lines = answer.body["transfers"] if answer.ok else []
    boards = {code: parts().procedures.of(code).authority.name for code in parts().procedures.authorities}
    return render_template(
        "transfers.html",
        lines=lines,
        boards=boards,
        away=answer.away,
        refusals=REFUSALS,
        once=secrets.token_urlsafe(12),
    )


@page(blueprint, "/transfers/<uuid:transfer>/<do>", guard=SIGNED_IN, methods=["POST"])
def answer_offer(transfer: UUID, do: str) -> AnyResponse:
    """Accept, refuse or withdraw."""
    path = PATHS.get(do) or abort(404)
    reason = "".join(typed().get("reason", ()))
    answer = send("referral", f"/v1/transfers/{transfer}/{path}", {"reason": reason} if do == "refuse" else {})
    if answer.absent:
        abort(404)
    sheet = Sheet([])
    if not answer.ok:
        refused(sheet, answer)
    flash(TOLD[do] if answer.ok else "; ".join(words for words, _ in sheet.wrong()))
    return redirect("/transfers", 303)
