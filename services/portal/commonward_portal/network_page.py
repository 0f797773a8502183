"""People and places of a case: a picture, and the same as a table."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, render_template

from commonward_portal.apis import Ask
from commonward_portal.frame import Frame, board, frame
from commonward_portal.guards import SIGNED_IN, page
from commonward_portal.network import network
from commonward_portal.withheld import WITHHELD

CHILD = "child"
MOST_CASES = "200"

ADULTS = "adult-of-concern"
blueprint = Blueprint("network", __name__)


@page(blueprint, "/cases/<uuid:case>/people", guard=SIGNED_IN)
def people_and_places(case: UUID) -> str:
    """Whom and what the case's records name."""
    kinds = [kind for kind in board().scope.subjects if kind != CHILD]
    asks = {
        "records": Ask("referral", f"/v1/cases/{case}/records"),
        "forms": Ask("referral", f"/v1/cases/{case}/forms"),
        "cases": Ask("referral", "/v1/cases", {"limit": MOST_CASES}),
        **{kind: Ask("referral", "/v1/subjects", {"kind": kind}) for kind in kinds},
    }
    asked = frame(case, asks, needed="records")
    counted = [record for record in asked.lines("records") if record["state"] == "made"]
    nodes = network(counted, asked.lines("forms"), _known(asked, kinds))
    hidden = any(ADULTS in record.get(WITHHELD, ()) for record in counted)
    return render_template("network.html", frame=asked, nodes=nodes, left_out={WITHHELD: [ADULTS]} if hidden else {})


def _known(asked: Frame, kinds: list[str]) -> dict[str, dict[str, Any]]:
    """Everything that a record can name and that the user may see."""
    children = {
        line["id"]: {"kind": CHILD, "label": line["child"], "href": f"/cases/{line['id']}"}
        for line in asked.lines("cases")
    }
    others = {
        line["id"]: {**line, "href": f"/subjects/{line['id']}"}
        for kind in kinds
        for line in asked.lines(kind, "subjects")
    }
    return {**children, **others}
