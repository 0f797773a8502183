"""A second person agrees to a decision, a record or a proposal, or refuses it, having seen what it says."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, abort, flash, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from commonward_portal import board_forms
from commonward_portal.apis import Ask
from commonward_portal.citing import cited
from commonward_portal.frame import Frame, board, frame, procedure_of
from commonward_portal.guards import SIGNED_IN, page, user
from commonward_portal.parts import parts
from commonward_portal.people import known_as
from commonward_portal.questions import Asks, Question, Sheet
from commonward_portal.same_child_page import side_by_side
from commonward_portal.sending import refused, send, typed
from commonward_portal.timeline import Cited

KINDS = {"decision": "decisions", "record": "records", "proposal": "proposals"}
"""What may wait, and where the service keeps it."""
AGREE = Question(
    "agree", "Do you agree?", Asks.ONE, (("yes", "Yes, it takes effect"), ("no", "No, I refuse it")), needed=True
)

ANSWERED = "This was answered already. Nothing more was changed."

blueprint = Blueprint("agreeing", __name__)


@dataclass(frozen=True, slots=True)
class Matter:
    """What somebody else has done and a second person looks at."""

    title: str
    says: list[tuple[str, str]]
    by: str
    since: str
    state: str
    because: tuple[Cited, ...]
    yours: bool
    """Whether the user is the second person that it waits for."""
    pair: tuple[str, str] | None = None
    """The two records that are to be merged or parted."""


@page(blueprint, "/cases/<uuid:case>/agree/<about>/<uuid:id>", guard=SIGNED_IN)
def look(case: UUID, about: str, id: UUID) -> Response:
    """What it says, and the question."""
    asked, matter = _found(case, about, id)
    return _show(asked, matter or abort(404), Sheet([AGREE]), secrets.token_urlsafe(12))


@page(blueprint, "/cases/<uuid:case>/agree/<about>/<uuid:id>", guard=SIGNED_IN, methods=["POST"])
def answer(case: UUID, about: str, id: UUID) -> AnyResponse:
    """Agree or refuse."""
    asked, matter = _found(case, about, id)
    if matter is None:
        flash(ANSWERED)
        return _back(asked)
    sheet = Sheet([AGREE], typed())
    read = sheet.read()
    if sheet.errors:
        return _show(asked, matter, sheet, request.form.get("once", ""), 422)
    agree = read["agree"] == ("yes",)
    sent = send("referral", f"/v1/{KINDS[about]}/{id}/authorisation", {"agree": agree})
    if sent.absent:
        sheet.errors["form"] = ANSWERED
        return _show(asked, matter, sheet, request.form.get("once", ""), 409)
    if not sent.ok:
        return _show(asked, matter, sheet, request.form.get("once", ""), refused(sheet, sent))
    flash(f"{matter.title}: {'agreed' if agree else 'refused'}.")
    return _back(asked)


def _back(asked: Frame) -> AnyResponse:
    return redirect(f"/cases/{asked.id}" if asked.case else "/", 303)


def _found(case: UUID, about: str, id: UUID) -> tuple[Frame, Matter | None]:
    """The case and what waits there; a proposal that is answered waits no longer."""
    if about not in KINDS:
        abort(404)
    asks = {name: Ask("referral", f"/v1/cases/{case}/{name}") for name in ("forms", "records", "timeline")}
    asked = frame(case, asks, needed="records")
    if about == "record":
        lines, make = asked.lines("records"), _record
    elif about == "decision":
        lines, make = list(asked.page.get("decisions", ())), _decision
    else:
        lines, make = list(asked.page.get("waiting", ())), _proposal
    line = next((line for line in lines if line["id"] == str(id)), None)
    return asked, make(asked, line) if line else None


def _record(asked: Frame, line: Mapping[str, Any]) -> Matter:
    form = next((form for form in asked.lines("forms") if form["id"] == line["kind"]), None)
    says = board_forms.shown(line, form, board().words.of, known_as)
    return Matter(
        line["title"],
        says,
        known_as(line["made_by"]),
        line["made_at"],
        line["state"],
        cited(line["because"]),
        line["yours"],
    )


def _decision(asked: Frame, line: Mapping[str, Any]) -> Matter:
    procedure = procedure_of(asked.answers["timeline"])
    point = procedure.decision(line["decision"])
    title = point.title if point else procedure.words.of(line["decision"])
    says = [("Decided", procedure.words.of(line["option"])), ("Reason", line["reason"])]
    because = cited(point.because, procedure) if point else ()
    by = known_as(line["decided_by"])
    return Matter(title, says, by, line["decided_at"], line["state"], because, line["yours"])


def _proposal(asked: Frame, line: Mapping[str, Any]) -> Matter:
    title = f"Proposal: {line['kind'].replace('-', ' ')}"
    pair = (line["child"], line["into"]) if line["child"] and line["into"] else None
    says, by = [("Reason", line["reason"])], known_as(line["proposed_by"])
    return Matter(title, says, by, line["proposed_at"], "waiting", (), line["yours"], pair)


def _both(matter: Matter) -> dict[str, Any]:
    """Both records, where the proposal is about two and this user may see both."""
    if matter.pair is None:
        return {}
    ask = Ask("referral", f"/v1/children/{matter.pair[0]}/beside", {"other": matter.pair[1]})
    answer = parts().apis.read(user().access_token, {"it": ask})["it"]
    return side_by_side(answer.body) if answer.ok else {}


def _show(asked: Frame, matter: Matter, sheet: Sheet, once: str, status: int = 200) -> Response:
    html = render_template("agree.html", frame=asked, matter=matter, sheet=sheet, once=once, **_both(matter))
    return Response(html, status)
