"""Put a child's wrong name, NHS number or address right. What stood there is kept, and shown on the case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, abort, redirect, render_template
from werkzeug.wrappers import Response as AnyResponse

from commonward.contracts.field_groups import FieldGroup
from commonward_portal.apis import Ask
from commonward_portal.frame import Frame, frame
from commonward_portal.guards import SIGNED_IN, page, user
from commonward_portal.parts import parts
from commonward_portal.questions import Asks, Question, Sheet, keep
from commonward_portal.raise_steps import LONGEST_NAME, NO_NUMBER, is_number, plain_number
from commonward_portal.seen import VERSION, sent_at, shown_at
from commonward_portal.sending import refused, send, typed
from commonward_portal.withheld import hides
from commonward_portal.wording import tell

LONGEST_ADDRESS = 400
NUMBER = "nhs_number"
EMPTY = "Leave it empty if it is not known"
RECORDED = (
    Question("given_name", "First name", Asks.LINE, needed=True, missing="Enter a first name", longest=LONGEST_NAME),
    Question("family_name", "Last name", Asks.LINE, needed=True, missing="Enter a last name", longest=LONGEST_NAME),
    Question(NUMBER, "NHS number", Asks.LINE, hint=f"10 digits, for example 999 000 0018. {EMPTY}"),
    Question("address", "Address", Asks.WORDS, hint=EMPTY, longest=LONGEST_ADDRESS),
)
"""What the record says."""
WHY = Question("reason", "How do you know what is right?", Asks.WORDS, needed=True)
DONE = "Put right. What stood there is kept on the case, and the child is still found by it."

blueprint = Blueprint("identity", __name__)


@page(blueprint, "/cases/<uuid:case>/identity", guard=SIGNED_IN)
def show_identity(case: UUID) -> Response:
    """The form, with what the record says."""
    asked, known = _known(case)
    said = {question.name: (known[question.name] or "",) for question in RECORDED}
    return _show(asked, known, Sheet((*RECORDED, WHY), keep(said, RECORDED)))


@page(blueprint, "/cases/<uuid:case>/identity", guard=SIGNED_IN, methods=["POST"])
def put_right(case: UUID) -> AnyResponse:
    """Send all of it; what was left as it was stays."""
    asked, known = _known(case)
    sheet = Sheet((*RECORDED, WHY), typed())
    read = sheet.read()
    number = plain_number(sheet.one(NUMBER))
    if number and not is_number(number):
        sheet.errors.setdefault(NUMBER, NO_NUMBER)
    if sheet.errors:
        return _show(asked, known, sheet, 422)
    given: dict[str, Any] = {
        question.name: next(iter(read.get(question.name, ())), None) for question in sheet.questions
    }
    body = {**given, NUMBER: number or None, VERSION: sent_at(sheet)}
    answer = send("referral", _path(asked), body, "PUT")
    if not answer.ok:
        return _show(asked, known, sheet, refused(sheet, answer))
    tell(DONE, sheet)
    return redirect(f"/cases/{case}", 303)


def _path(asked: Frame) -> str:
    return f"/v1/children/{asked.page['child_id']}/identity"


def _known(case: UUID) -> tuple[Frame, Mapping[str, Any]]:
    """The case, and who its child is recorded as, for who may see that and put it right."""
    asked = frame(case, {}, needed="case")
    found = parts().apis.read(user().access_token, {"it": Ask("referral", _path(asked))})["it"]
    if found.refused or hides(found.body, {}, FieldGroup.IDENTITY):
        abort(403)
    if found.absent:
        abort(404)
    return asked, found.body if found.ok else abort(503)


def _show(asked: Frame, known: Mapping[str, Any], sheet: Sheet, status: int = 200) -> Response:
    if sent_at(sheet) not in (None, known[VERSION]):
        sheet.questions = [_with_meanwhile(question, known, sheet) for question in sheet.questions]
    version = shown_at(sheet, known[VERSION])
    return Response(render_template("identity.html", frame=asked, sheet=sheet, version=version, cited=None), status)


def _with_meanwhile(question: Question, known: Mapping[str, Any], sheet: Sheet) -> Question:
    """The question with what somebody else has put there since the form was opened."""
    now = known.get(question.name) or ""
    return question if now == sheet.one(question.name) else replace(question, meanwhile=now)
