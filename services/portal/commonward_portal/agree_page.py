"""A second person agrees to a decision, a record or a proposal, or refuses it, having seen what it would change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, abort, flash, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from commonward_portal import abouts, answer_words, board_forms, matters
from commonward_portal.apis import Ask
from commonward_portal.case_page import OWED
from commonward_portal.citing import cited
from commonward_portal.frame import Frame, board, frame, procedure_of
from commonward_portal.guards import SIGNED_IN, page, user
from commonward_portal.matters import Line, Matter, Reader
from commonward_portal.parts import parts
from commonward_portal.people import known_as, me
from commonward_portal.presenting import held_by, moment
from commonward_portal.questions import Asks, Question, Sheet
from commonward_portal.same_child_page import side_by_side
from commonward_portal.sending import refused, send, typed

KINDS = {"decision": "decisions", "record": "records", "proposal": "proposals"}
"""What may wait, and where the service keeps it."""
AGREE = Question("agree", "Do you agree?", Asks.ONE, tuple(answer_words.AGREE.items()), needed=True)
WAITING = "waiting"
ANSWERS = {"made": "agreed to", "refused": "refused", "voided": "agreed to, and taken out again"}

blueprint = Blueprint("agreeing", __name__)


@page(blueprint, "/cases/<uuid:case>/agree/<about>/<uuid:id>", guard=SIGNED_IN)
def look(case: UUID, about: str, id: UUID) -> Response:
    """What it would change, and the question; afterwards, who answered."""
    asked, matter = _found(case, about, id)
    return _show(asked, matter, Sheet([AGREE]))


@page(blueprint, "/cases/<uuid:case>/agree/<about>/<uuid:id>", guard=SIGNED_IN, methods=["POST"])
def answer(case: UUID, about: str, id: UUID) -> AnyResponse:
    """Agree or refuse."""
    asked, matter = _found(case, about, id)
    if matter.state != WAITING:
        flash(f"This was answered already: {answered(matter)}. Nothing more was changed.")
        return redirect(request.path, 303)
    sheet = Sheet([AGREE], typed())
    read = sheet.read()
    if sheet.errors:
        return _show(asked, matter, sheet, 422)
    agree = read["agree"] == ("yes",)
    sent = send("referral", f"/v1/{KINDS[about]}/{id}/authorisation", {"agree": agree})
    if not sent.ok:
        return _show(asked, matter, sheet, refused(sheet, sent))
    flash(f"{matter.title}: {'agreed' if agree else 'refused'}.")
    return redirect(f"/cases/{asked.id}" if asked.case else "/", 303)


def answered(matter: Matter) -> str:
    """Who answered it, when, and what."""
    word = ANSWERS.get(matter.state, matter.state)
    by = f" by {matter.answered_by}" if matter.answered_by else ""
    return f"{word}{by}{f', {moment(matter.answered_at)}' if matter.answered_at else ''}"


def _found(case: UUID, about: str, id: UUID) -> tuple[Frame, Matter]:
    """The case, and what waits or waited there."""
    if about not in KINDS:
        abort(404)
    of_case = {name: Ask("referral", f"/v1/cases/{case}/{name}") for name in ("forms", "records", "timeline")}
    asked = frame(case, of_case | (_of_proposal(case, id) if about == "proposal" else {}), needed="records")
    reader = Reader(procedure_of(asked.answers["timeline"]), me(), known_as, cited, dict(abouts.concerns(asked)))
    if about == "proposal":
        return asked, _proposal(asked, reader)
    lines = asked.lines("records") if about == "record" else list(asked.page.get("decisions", ()))
    line = next((line for line in lines if line["id"] == str(id)), None) or abort(404)
    if about == "decision":
        return asked, matters.decision(line, reader, lines)
    matter = matters.record(line, reader, _says(asked, line), lines)
    title, kind = matter.before or ("", "")
    address = f"/cases/{case}/versions/{kind}?version={line['number']}"
    return asked, replace(matter, before=(title, address) if kind else None)


def _of_proposal(case: UUID, id: UUID) -> dict[str, Ask]:
    """The proposal, and what it may be about."""
    return {
        "proposal": Ask("referral", f"/v1/proposals/{id}"),
        "attachments": Ask("referral", f"/v1/cases/{case}/attachments"),
        "obligations": Ask("notify", "/v1/obligations", {"case": str(case), "limit": "200"}),
    }


def _proposal(asked: Frame, reader: Reader) -> Matter:
    told = asked.answers["proposal"]
    if not told.ok:
        abort(404 if told.absent else 403 if told.refused else 503)
    if told.body["case"] != str(asked.id):
        abort(404)
    owed = tuple(line["title"] for line in asked.lines("obligations") if line["state"] in OWED)
    matter = matters.proposal(told.body, reader, tuple(held_by("case.decide")), owed)
    return replace(matter, says=[*_thing(asked, told.body), *matter.says, *_contradicted(told.body)])


def _contradicted(line: Line) -> list[tuple[str, str]]:
    """Why it can only be refused, after what was put right in between."""
    why = line["contradicted"]
    return [("It can't take effect any more", f"What it says {why}. Refuse it.")] if why else []


def _thing(asked: Frame, line: Line) -> list[tuple[str, str]]:
    """The record, file or link that the proposal would take away, as far as the user may read it."""
    record = _of_id(asked.lines("records"), line["record"])
    if record:
        made = f"{record['title']}, {moment(record['made_at'])}, by {known_as(record['made_by'])}"
        return [("The record", made), *_says(asked, record)]
    file = _of_id(asked.lines("attachments"), line["file"])
    if file:
        return [("The file", f"{file['name']}, {moment(file['added_at'])}, by {known_as(file['added_by'])}")]
    sibling = _of_id(asked.page.get("siblings", ()), line["link"], "link")
    if sibling:
        return [("The sibling", sibling["name"]), ("Linked because", sibling["reason"])]
    return []


def _of_id(lines: Any, id: str | None, name: str = "id") -> Line | None:
    return next((line for line in lines if id and line[name] == id), None)


def _says(asked: Frame, record: Line) -> list[tuple[str, str]]:
    form = next((form for form in asked.lines("forms") if form["id"] == record["kind"]), None)
    return board_forms.shown(record, form, board().words.of, known_as)


def _both(matter: Matter) -> Mapping[str, Any]:
    """Both records, where the proposal is about two and this user may see both."""
    if matter.pair is None:
        return {}
    ask = Ask("referral", f"/v1/children/{matter.pair[0]}/beside", {"other": matter.pair[1]})
    answer = parts().apis.read(user().access_token, {"it": ask})["it"]
    return side_by_side(answer.body) if answer.ok else {}


def _show(asked: Frame, matter: Matter, sheet: Sheet, status: int = 200) -> Response:
    both = _both(matter)
    html = render_template("agree.html", frame=asked, matter=matter, sheet=sheet, answered=answered(matter), **both)
    return Response(html, status)
