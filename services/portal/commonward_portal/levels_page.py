"""How the level of a case went, as a picture and a table: each decision with who made it and why."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, render_template

from commonward.clock import utcnow
from commonward_portal.apis import Ask
from commonward_portal.citing import cited
from commonward_portal.frame import board, frame
from commonward_portal.guards import SIGNED_IN, page
from commonward_portal.people import known_as
from commonward_portal.step_chart import step_chart

blueprint = Blueprint("levels", __name__)


@page(blueprint, "/cases/<uuid:case>/levels", guard=SIGNED_IN)
def levels(case: UUID) -> str:
    """Every level that was decided."""
    asked = frame(case, {"levels": Ask("risk", f"/v1/cases/{case}/levels")})
    steps = asked.lines("levels")
    return render_template(
        "levels.html",
        frame=asked,
        steps=steps,
        chart=step_chart(steps, board(), utcnow()),
        who=known_as,
        cited=cited,
    )
