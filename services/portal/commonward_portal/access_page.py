"""Who looked at a case, in every service, when and why; for its manager."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, render_template, request

from commonward_portal.apis import Ask
from commonward_portal.frame import frame
from commonward_portal.guards import SIGNED_IN, page
from commonward_portal.people import known_as
from commonward_portal.timeline import SERVICES

A_PAGE = 50

blueprint = Blueprint("access", __name__)


@page(blueprint, "/cases/<uuid:case>/access", guard=SIGNED_IN)
def access_log(case: UUID) -> str:
    """The newest first; each service's page of that number."""
    text = request.args.get("page", "1")
    number = min(max(int(text), 1), 10_000) if text.isascii() and text.isdigit() else 1
    query = {"page": str(number), "limit": str(A_PAGE)}
    asked = frame(case, {name: Ask(name, f"/v1/cases/{case}/access-log", query) for name in SERVICES})
    if all(asked.answers[name].refused for name in SERVICES):
        abort(403)
    lines = [line for name in SERVICES for line in asked.lines(name, "accesses")]
    return render_template(
        "access.html",
        frame=asked,
        lines=sorted(lines, key=lambda line: line["at"], reverse=True),
        away=[name for name in SERVICES if asked.answers[name].away],
        number=number,
        more=any(asked.answers[name].ok and asked.answers[name].body["more"] for name in SERVICES),
        who=known_as,
    )
