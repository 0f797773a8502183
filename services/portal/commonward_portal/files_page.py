"""The files of a case: what there is and what the virus scanner says of it, adding one, and saving one."""

from __future__ import annotations

import base64
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, abort, flash, redirect, render_template
from werkzeug.wrappers import Response as AnyResponse

from commonward_portal.apis import Ask
from commonward_portal.frame import Frame, board, frame
from commonward_portal.guards import SIGNED_IN, page, user
from commonward_portal.parts import parts
from commonward_portal.people import known_as
from commonward_portal.presenting import day
from commonward_portal.questions import Asks, Question, Sheet
from commonward_portal.raise_steps import AGENCIES
from commonward_portal.sending import refused, send, typed
from commonward_portal.uploads import sent_file

FILE, ABOUT = "file", "about"
DONE = {
    "made": "Kept. Whoever may see what it belongs to can save it.",
    "waiting": "Kept. It waits for the virus scanner; until then nobody can open it.",
}
COUNTS = ("made", "waiting")
"""States of a record that may have files."""

blueprint = Blueprint("files", __name__)


@page(blueprint, "/cases/<uuid:case>/files", guard=SIGNED_IN)
def list_files(case: UUID) -> Response:
    """What there is, and the form."""
    asked = _asked(case)
    return _show(asked, Sheet(_questions(asked)))


@page(blueprint, "/cases/<uuid:case>/files", guard=SIGNED_IN, methods=["POST"], upload=True)
def add_file(case: UUID) -> AnyResponse:
    """Add a file to a concern or a record; a scanner looks at it before anybody gets it."""
    asked = _asked(case)
    name, content = sent_file(FILE)
    sheet = Sheet(_questions(asked), {**typed(), FILE: [name]})
    read = sheet.read()
    if sheet.errors:
        return _show(asked, sheet, 422)
    about, _, id = read[ABOUT][0].partition(":")
    body = {"name": name, "content": base64.b64encode(content).decode(), about: id}
    answer = send("referral", f"/v1/cases/{case}/attachments", body)
    if not answer.ok:
        return _show(asked, sheet, refused(sheet, answer, _own_name))
    flash(DONE[answer.body.get("state", "made")])
    return redirect(f"/cases/{case}/files", 303)


@page(blueprint, "/cases/<uuid:case>/files/<uuid:file>", guard=SIGNED_IN)
def save_file(case: UUID, file: UUID) -> AnyResponse:
    """One file, to be saved; never shown by the browser itself."""
    fetched = parts().apis.fetch(user().access_token, "referral", f"/v1/attachments/{file}/content")
    if fetched.answer.absent:
        abort(404)
    if fetched.answer.refused:
        abort(403)
    if not fetched.answer.ok:
        asked = _asked(case)
        sheet = Sheet(_questions(asked))
        return _show(asked, sheet, refused(sheet, fetched.answer, _own_name))
    return Response(fetched.content, headers=dict(fetched.headers))


def _asked(case: UUID) -> Frame:
    asks = {name: Ask("referral", f"/v1/cases/{case}/{name}") for name in ("attachments", "records")}
    return frame(case, asks, needed="attachments")


def _questions(asked: Frame) -> list[Question]:
    takes = asked.answers["attachments"].body
    hint = f"{', '.join(takes['kinds'])}; up to {takes['largest_mib']} MB. Each file passes a virus scanner."
    belongs = tuple(_places(asked))
    missing = "Choose what the file belongs to"
    return [
        Question(FILE, "The file", Asks.FILE, hint=hint, needed=True, missing="Choose a file"),
        Question(ABOUT, "What does it belong to?", Asks.PICK, belongs, needed=True, missing=missing),
    ]


def _places(asked: Frame) -> list[tuple[str, str]]:
    """The case's concerns and records, by what the service calls them."""
    word = board().words.of
    concerns = [
        (f"concern:{one['id']}", f"The concern of {day(one['happened_on'])}, from {_agency(one['agency'], word)}")
        for one in asked.page.get("concerns", ())
    ]
    records = [
        (f"record:{one['id']}", f"{one['title']}, {day(one['happened_at'])}")
        for one in asked.lines("records")
        if one["state"] in COUNTS
    ]
    return [*concerns, *records]


def _agency(code: str, word: Any) -> str:
    return AGENCIES.get(code) or str(word(code))


def _own_name(field: str) -> str:
    return {"content": FILE, "name": FILE, "attachment": FILE, "concern": ABOUT, "record": ABOUT}.get(field, field)


def _show(asked: Frame, sheet: Sheet, status: int = 200) -> Response:
    html = render_template(
        "files.html",
        frame=asked,
        files=asked.lines("attachments"),
        places=dict(_places(asked)),
        sheet=sheet,
        who=known_as,
    )
    return Response(html, status)
