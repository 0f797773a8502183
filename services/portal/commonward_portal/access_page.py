"""Who looked at a case, in every service, when and why; for its manager."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, render_template, request

from commonward_portal.access_words import PARTS, REASONS, what, why
from commonward_portal.apis import Ask
from commonward_portal.frame import frame
from commonward_portal.guards import SIGNED_IN, page
from commonward_portal.people import known_as
from commonward_portal.timeline import SERVICES

A_PAGE = 50

blueprint = Blueprint("access", __name__)


@page(blueprint, "/cases/<uuid:case>/access", guard=SIGNED_IN)
def access_log(case: UUID) -> str:
    """The newest first, whichever service kept it; further pages go on before a moment."""
    before = _moment(request.args.get("before", ""))
    query = {"limit": str(A_PAGE)} | ({"before": before} if before else {})
    asks = {name: Ask(name, f"/v1/cases/{case}/access-log", query) for name in SERVICES}
    asked = frame(case, {**asks, "steps": Ask("referral", f"/v1/cases/{case}/access")})
    if all(asked.answers[name].refused for name in SERVICES):
        abort(403)
    lines = sorted((line for name in SERVICES for line in asked.lines(name, "accesses")), key=_at, reverse=True)
    shown = [line for line in lines if len(lines) <= A_PAGE or _at(line) >= _at(lines[A_PAGE - 1])]
    older = len(shown) < len(lines) or any(asked.answers[name].body.get("more") for name in SERVICES)
    return render_template(
        "access.html",
        frame=asked,
        lines=shown,
        away=[PARTS[name] for name in SERVICES if asked.answers[name].away],
        steps=[] if before else asked.lines("steps"),
        reasons=REASONS,
        before=before,
        older=shown[-1]["at"] if shown and older else None,
        who=known_as,
        what=what,
        why=why,
        parts=PARTS,
    )


def _at(line: Mapping[str, Any]) -> datetime:
    return datetime.fromisoformat(line["at"])


def _moment(text: str) -> str:
    """The moment in the address; nothing where it is none."""
    try:
        return text if datetime.fromisoformat(text).tzinfo else ""
    except ValueError:
        return ""
