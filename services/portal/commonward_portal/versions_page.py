"""The versions of a form that is brought up to date, such as a care plan: each whole, with what changed in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, render_template, request

from commonward_portal import board_forms
from commonward_portal.apis import Ask
from commonward_portal.differences import Piece, differences
from commonward_portal.frame import board, frame
from commonward_portal.guards import SIGNED_IN, page
from commonward_portal.people import known_as

OUT = ("refused", "voided")
"""States of a version that the next one is not compared with."""
Line = Mapping[str, Any]

blueprint = Blueprint("versions", __name__)


@page(blueprint, "/cases/<uuid:case>/versions/<kind>", guard=SIGNED_IN)
def versions(case: UUID, kind: str) -> str:
    """One version, the newest unless another is asked for, compared with the one before."""
    asks = {name: Ask("referral", f"/v1/cases/{case}/{name}") for name in ("forms", "records")}
    asked = frame(case, asks, needed="records")
    records = [line for line in asked.lines("records") if line["kind"] == kind] or abort(404)
    form = next((form for form in asked.lines("forms") if form["id"] == kind), None)
    shown = next((line for line in records if str(line["number"]) == request.args.get("version")), records[0])
    before = next((one for one in records if one["number"] < shown["number"] and one["state"] not in OUT), None)
    return render_template(
        "versions.html",
        frame=asked,
        records=records,
        shown=shown,
        before=before,
        changes=changes(_said(before, form), _said(shown, form)),
        who=known_as,
    )


def changes(before: Mapping[str, str], now: Mapping[str, str]) -> list[tuple[str, Sequence[Piece]]]:
    """Every question that either version answers, in the order of the newer, with what changed in the answer."""
    titles = dict.fromkeys((*now, *before))
    return [(title, differences(before.get(title, ""), now.get(title, ""))) for title in titles]


def _said(record: Line | None, form: Line | None) -> dict[str, str]:
    return dict(board_forms.shown(record, form, board().words.of, known_as)) if record else {}
