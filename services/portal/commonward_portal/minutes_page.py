"""A meeting's minutes: every version, writing the next, and the chair's signature."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from commonward_portal import drafts
from commonward_portal.apis import Answer, Ask
from commonward_portal.asked import Asked, asked_of
from commonward_portal.guards import SIGNED_IN, page
from commonward_portal.people import known_as
from commonward_portal.questions import Asks, Question, Sheet
from commonward_portal.sending import refused, send, typed
from commonward_portal.wording import tell

WRITE, SIGN = "write", "sign"

blueprint = Blueprint("minutes", __name__)


@page(blueprint, "/meeting/<uuid:meeting>/minutes", guard=SIGNED_IN)
def read_minutes(meeting: UUID) -> Response:
    """The minutes as they are."""
    asked = _asked(meeting)
    versions = asked.frame.lines("minutes", "versions")
    newest = {"text": (versions[0]["text"],)} if versions else {}
    return _show(asked, drafts.sheet_of(_draft_of(asked), _questions(), newest))


@page(blueprint, "/meeting/<uuid:meeting>/minutes", guard=SIGNED_IN, methods=["POST"])
def keep_minutes(meeting: UUID) -> AnyResponse:
    """Keep a new version, or the chair's signature under the newest."""
    asked = _asked(meeting)
    sheet = Sheet(_questions(), typed())
    besides = drafts.asked(_draft_of(asked), sheet)
    if besides is not None:
        return besides
    if sheet.errors:
        return _show(asked, sheet, drafts.refusal(sheet))
    signs = request.form.get("do") == SIGN
    if not signs:
        sheet.read()
        if sheet.errors:
            return _show(asked, sheet, 422)
    answer = (
        _sign(meeting) if signs else send("meetings", f"/v1/meetings/{meeting}/minutes", {"text": sheet.one("text")})
    )
    if not answer.ok:
        return _show(asked, sheet, refused(sheet, answer))
    if not signs:
        drafts.forget(_draft_of(asked))
    tell("Signed off." if signs else "A new version is kept. It waits for the chair.", sheet)
    return redirect(f"/meeting/{meeting}/minutes", 303)


def _sign(meeting: UUID) -> Answer:
    version = request.form.get("signs", "")
    body = {"minutes_version": int(version) if version.isdigit() else 0}
    return send("meetings", f"/v1/meetings/{meeting}/minutes/signature", body)


def _draft_of(asked: Asked) -> drafts.Place:
    return drafts.Place("meetings", drafts.MINUTES, asked.frame.id, asked.page["meeting"]["id"])


def _asked(meeting: UUID) -> Asked:
    minutes = Ask("meetings", f"/v1/meetings/{meeting}/minutes")
    return asked_of("meetings", f"/v1/meetings/{meeting}", "meeting", minutes=minutes)


def _questions() -> list[Question]:
    hint = "Write for the child, the family and an inspector who read this one day."
    return [Question("text", "Minutes", Asks.WORDS, hint=hint, needed=True)]


def _show(asked: Asked, sheet: Sheet, status: int = 200) -> Response:
    html = render_template(
        "minutes.html",
        frame=asked.frame,
        page=asked.page,
        versions=asked.frame.lines("minutes", "versions"),
        sheet=sheet,
        who=known_as,
    )
    return Response(html, status)
