"""Adults of concern and places: the list by kind, looking for one, opening a record, and one with its connections."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, abort, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from commonward.identity import Capability
from commonward_portal.apis import Answer, Ask
from commonward_portal.frame import board
from commonward_portal.guards import SIGNED_IN, page, user
from commonward_portal.parts import parts
from commonward_portal.questions import Asks, Question, Sheet
from commonward_portal.sending import refused, send, typed
from commonward_portal.timeline import sheet_of
from commonward_portal.wording import tell

CHILD = "child"
SEEK = Question("words", "Name, address or registration plate", Asks.LINE, hint="Or how it begins", needed=True)

blueprint = Blueprint("subjects", __name__)


@page(blueprint, "/subjects", guard=SIGNED_IN)
def list_subjects() -> Response:
    """Those of one kind that the user may see, the newest first."""
    ask = Ask("referral", "/v1/subjects", {"kind": _kind()})
    return _list(parts().apis.read(user().access_token, {"it": ask})["it"], Sheet([SEEK]))


@page(blueprint, "/subjects", guard=SIGNED_IN, methods=["POST"])
def find() -> Response:
    """Look for one; what is looked for stands in no address."""
    sheet = Sheet([SEEK], typed())
    read = sheet.read()
    if sheet.errors:
        return _list(Answer(200, {"subjects": []}), sheet, 422)
    sought = {"kind": _kind(), "words": read["words"][0]}
    answer = parts().apis.send(user().access_token, "referral", "/v1/subjects/search", sought)
    status = 200 if answer.ok else refused(sheet, answer)
    return _list(answer, sheet, status)


@page(blueprint, "/subjects/new", guard=Capability.RECORD_MAKE)
def show_new() -> Response:
    """The form of a new record."""
    return _new(Sheet(_questions(), {"kind": [_kind()]}))


@page(blueprint, "/subjects/new", guard=Capability.RECORD_MAKE, methods=["POST"])
def open_record() -> AnyResponse:
    """Open the record of an adult of concern or a place."""
    sheet = Sheet(_questions(), typed())
    read = sheet.read()
    if sheet.errors:
        return _new(sheet, 422)
    answer = send("referral", "/v1/subjects", {name: values[0] for name, values in read.items()})
    if not answer.ok:
        return _new(sheet, refused(sheet, answer))
    tell("The record is open. Forms can name it from now on.", sheet)
    return redirect(f"/subjects/{answer.body['id']}", 303)


@page(blueprint, "/subjects/<uuid:subject>", guard=SIGNED_IN)
def read_subject(subject: UUID) -> str:
    """One record: what is known, what records connect it with, and its own forms."""
    asks = {
        "it": Ask("referral", f"/v1/subjects/{subject}"),
        "connections": Ask("referral", f"/v1/subjects/{subject}/connections"),
        "forms": Ask("referral", f"/v1/cases/{subject}/forms"),
    }
    answers = parts().apis.read(user().access_token, asks)
    if answers["it"].refused:
        abort(403)
    if answers["it"].absent:
        abort(404)
    if not answers["it"].ok:
        abort(503)
    return render_template(
        "subject.html",
        one=answers["it"].body,
        connections=_lines(answers["connections"], "connections"),
        forms=_lines(answers["forms"], "forms"),
        away=[words for name, words in (("connections", "what it is connected with"),) if answers[name].away],
    )


def _kinds() -> tuple[str, ...]:
    """What the board keeps records of beside children. Ends the request where it keeps none."""
    kinds = tuple(kind for kind in board().scope.subjects if kind != CHILD)
    return kinds or abort(404)


def _kind() -> str:
    kinds, wanted = _kinds(), request.values.get("kind", "")
    return wanted if wanted in kinds else kinds[0]


def _questions() -> list[Question]:
    word = board().words.of
    kinds = tuple((kind, word(kind).capitalize()) for kind in _kinds())
    return [
        Question("kind", "What is it?", Asks.ONE, kinds, needed=True),
        Question(
            "label", "What is it known by?", Asks.LINE, hint="A name, an address, a registration plate", needed=True
        ),
        Question("details", "What else is known?", Asks.WORDS),
    ]


def _lines(answer: Answer, name: str) -> Sequence[Any]:
    return answer.body[name] if answer.ok else ()


def _list(answer: Answer, sheet: Sheet, status: int = 200) -> Response:
    if answer.refused:
        abort(403)
    text = request.args.get("sheet", "1")
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1
    lines, shown, sheets = sheet_of(_lines(answer, "subjects"), number)
    html = render_template(
        "subjects.html",
        lines=lines,
        kind=_kind(),
        kinds=_kinds(),
        number=shown,
        sheets=sheets,
        form=sheet,
        sought=bool(sheet.typed),
        away=answer.away,
    )
    return Response(html, status)


def _new(sheet: Sheet, status: int = 200) -> Response:
    return Response(render_template("open_subject.html", sheet=sheet), status)
