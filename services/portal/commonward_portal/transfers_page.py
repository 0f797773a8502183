"""Cases that boards of the region ask each other to take: accepting, refusing, and withdrawing what one asked."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, abort, flash, redirect, render_template
from werkzeug.wrappers import Response as AnyResponse

from commonward_portal.apis import Ask
from commonward_portal.guards import SIGNED_IN, page, user
from commonward_portal.parts import parts
from commonward_portal.sending import send, tell_refusal, typed

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

WHY_NOT = "Why not?: choose a reason, which the other board is told"

blueprint = Blueprint("transfers", __name__)


@page(blueprint, "/transfers", guard=SIGNED_IN)
def offers() -> Response:
    """What other boards ask, and what is asked of them and not answered yet."""
    return _show()


@page(blueprint, "/transfers/<uuid:transfer>/<do>", guard=SIGNED_IN, methods=["POST"])
def answer_offer(transfer: UUID, do: str) -> AnyResponse:
    """Accept, refuse or withdraw."""
    path = PATHS.get(do) or abort(404)
    reason = "".join(typed().get("reason", ()))
    if do == "refuse" and reason not in dict(REFUSALS):
        return _show(transfer)
    answer = send("referral", f"/v1/transfers/{transfer}/{path}", {"reason": reason} if do == "refuse" else {})
    if answer.absent:
        abort(404)
    if answer.ok:
        flash(TOLD[do])
    else:
        tell_refusal(answer)
    return redirect("/transfers", 303)


def _show(unsaid: UUID | None = None) -> Response:
    """The page; `unsaid` is the offer that was to be refused without a reason."""
    answer = parts().apis.read(user().access_token, {"it": Ask("referral", "/v1/transfers")})["it"]
    if answer.refused:
        abort(403)
    lines = answer.body["transfers"] if answer.ok else []
    boards = {code: parts().procedures.of(code).authority.name for code in parts().procedures.authorities}
    html = render_template(
        "transfers.html",
        lines=lines,
        boards=boards,
        away=answer.away,
        refusals=REFUSALS,
        unsaid=str(unsaid or ""),
        why_not=WHY_NOT,
    )
    return Response(html, 422 if unsaid else 200)
