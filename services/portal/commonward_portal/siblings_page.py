"""Add a sibling: look for the other child, compare, and say how the two belong together."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flask import Blueprint, Response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from commonward.clock import london, utcnow
from commonward_portal.apis import Answer
from commonward_portal.candidates import described, look_for
from commonward_portal.frame import Frame, frame
from commonward_portal.guards import SIGNED_IN, page
from commonward_portal.questions import Asks, Question, Sheet
from commonward_portal.raise_steps import CHOSEN, check, child_step
from commonward_portal.sending import refused, send, typed
from commonward_portal.wording import tell

LOOK, LINK = "look", "link"
RELATIONS = (
    ("full", "Brother or sister"),
    ("half", "Half-brother or half-sister"),
    ("step", "Stepbrother or stepsister"),
    ("household", "Grows up in the same household"),
)
NOBODY = "Nobody on record is like this child. A sibling has a record here once a concern was raised about them."
AWAY = "The records can't be looked through now. Try again in a moment."

blueprint = Blueprint("siblings", __name__)


@page(blueprint, "/cases/<uuid:case>/siblings", guard=SIGNED_IN)
def look(case: UUID) -> Response:
    """Whom to look for."""
    return _show(frame(case, {}, needed="case"), Sheet(child_step().questions))


@page(blueprint, "/cases/<uuid:case>/siblings", guard=SIGNED_IN, methods=["POST"])
def link(case: UUID) -> AnyResponse:
    """Show who it may be; then link the two. Names travel in the form alone, never in an address."""
    asked = frame(case, {}, needed="case")
    sheet = Sheet(child_step().questions, typed())
    check(child_step(), sheet, london(utcnow()).date())
    if sheet.errors:
        return _show(asked, sheet, 422)
    found = look_for(sheet.typed)
    if not found.ok or not _others(asked, found):
        sheet.errors["form"] = NOBODY if found.ok else AWAY
        return _show(asked, sheet, 200 if found.ok else 503)
    sheet.questions = [*sheet.questions, *_questions(asked, found)]
    if request.form.get("do") != LINK:
        return _show(asked, sheet)
    read = sheet.read()
    if sheet.errors:
        return _show(asked, sheet, 422)
    body = {name: read[name][0] for name in (CHOSEN, "relation", "reason")}
    answer = send("referral", f"/v1/cases/{case}/siblings", body)
    if not answer.ok:
        return _show(asked, sheet, refused(sheet, answer, case=case))
    tell("Linked. It holds for both children.", sheet)
    return redirect(f"/cases/{case}#family", 303)


def _others(asked: Frame, found: Answer) -> Sequence[tuple[str, str]]:
    own = asked.page.get("child_id")
    return tuple((line["child"], described(line)) for line in found.body["candidates"] if line["child"] != own)


def _questions(asked: Frame, found: Answer) -> list[Question]:
    hint = "Compare with care: nobody can tell records apart by a name alone"
    who = tuple(_others(asked, found))
    return [
        Question(CHOSEN, "Which of these is the sibling?", Asks.ONE, who, hint, needed=True, heading="On record"),
        Question("relation", "How do they belong together?", Asks.ONE, RELATIONS, needed=True),
        Question("reason", "How is it known?", Asks.WORDS, needed=True),
    ]


def _show(asked: Frame, sheet: Sheet, status: int = 200) -> Response:
    found = sheet.question(CHOSEN) is not None
    html = render_template("siblings.html", frame=asked, sheet=sheet, found=found, cited=lambda rules: ())
    return Response(html, status)
