"""What a meeting itself decides, where the board gives this to it: the level, or that the case closes, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, abort, redirect, render_template
from werkzeug.wrappers import Response as AnyResponse

from commonward_portal import drafts
from commonward_portal.asked import Asked, asked_of
from commonward_portal.case_page import Lacks, missing_line
from commonward_portal.citing import cited
from commonward_portal.frame import board
from commonward_portal.guards import SIGNED_IN, page
from commonward_portal.overriding import ask_after, beside
from commonward_portal.questions import Asks, Question, Sheet
from commonward_portal.seen import shown_at
from commonward_portal.sending import refused, send, typed
from commonward_portal.wording import tell

DECIDED = {"level": "The level", "closing": "Why the case closes"}
"""What a meeting may decide, in short."""
TITLES = {"level": "The level that the meeting decided", "closing": "Why the case closes, as the meeting decided"}
REFUSALS = {
    "case-closed": "the case is closed",
    "no-assessment": "no assessment has been completed, and no level stands without one",
    "not-on-the-scale": "it is not a level of this board",
    "below-floor": "what was answered, or the child's age, makes it unavailable",
}
"""Why a level that was decided was not taken."""
ACT = "decide"

blueprint = Blueprint("ruling", __name__)


@dataclass(frozen=True, slots=True)
class Open:
    """Something that the meeting has still to decide."""

    about: str
    choices: tuple[tuple[str, str], ...]
    lacks: Mapping[str, list[Lacks]]
    """What each choice still lacks, where it lacks anything."""
    floor: str

    @property
    def questions(self) -> list[Question]:
        """The choice, in the meeting's own words where the board does not limit it, and why."""
        what = "Which level?" if self.about == "level" else "For which reason does the case close?"
        asks = Asks.ONE if self.choices else Asks.LINE
        hint = self.floor or ("" if self.choices else "A short code, such as safeguarded")
        return [
            Question("choice", what, asks, self.choices, hint, needed=True),
            Question("reason", "Why?", Asks.WORDS, needed=True),
        ]


@page(blueprint, "/meeting/<uuid:meeting>/decisions/<about>", guard=SIGNED_IN)
def show_ruling(meeting: UUID, about: str) -> Response:
    """The question, with what each choice still lacks."""
    asked, wanted = _asked(meeting, about)
    return _show(asked, wanted, drafts.sheet_of(_place(asked, about), wanted.questions))


@page(blueprint, "/meeting/<uuid:meeting>/decisions/<about>", guard=SIGNED_IN, methods=["POST"])
def rule(meeting: UUID, about: str) -> AnyResponse:
    """Record the meeting's decision."""
    asked, wanted = _asked(meeting, about)
    sheet = Sheet(wanted.questions, typed())
    besides = drafts.asked(_place(asked, about), sheet)
    if besides is not None:
        return besides
    if sheet.errors:
        return _show(asked, wanted, sheet, drafts.refusal(sheet))
    read = sheet.read()
    if sheet.errors:
        return _show(asked, wanted, sheet, 422)
    body = {"about": about, **{name: read[name][0] for name in ("choice", "reason")}, **beside(sheet)}
    answer = send("meetings", f"/v1/meetings/{meeting}/decisions", body)
    if not answer.ok:
        status = refused(sheet, answer, case=asked.frame.id, about=meeting)
        drafts.keep_for_return(_place(asked, about), sheet)
        return _show(asked, wanted, sheet, status)
    drafts.forget(_place(asked, about))
    tell(f"Recorded: {board().words.of(body['choice'])}.", sheet)
    return redirect(f"/meeting/{meeting}", 303)


def _asked(meeting: UUID, about: str) -> tuple[Asked, Open]:
    asked = asked_of("meetings", f"/v1/meetings/{meeting}", "meeting")
    line = next((line for line in asked.page["to_decide"] if line["about"] == about), None)
    if about not in asked.page["kind"]["decides"]:
        abort(404)
    return asked, _open(line or {"about": about, "choices": (), "floor": None})


def _open(line: Mapping[str, Any]) -> Open:
    procedure, codes = board(), [choice["code"] for choice in line["choices"]]
    if line["about"] == "level":
        codes.sort(key=procedure.scale.rank)
    lacks = {
        procedure.words.of(choice["code"]): [missing_line(one, procedure) for one in choice["misses"]]
        for choice in line["choices"]
        if choice["misses"]
    }
    choices = tuple((code, procedure.words.of(code)) for code in codes)
    return Open(line["about"], choices, lacks, line["floor"] or "")


def _place(asked: Asked, about: str) -> drafts.Place:
    return drafts.Place("meetings", drafts.RULING, asked.frame.id, f"{asked.page['meeting']['id']}-{about}")


def _show(asked: Asked, wanted: Open, sheet: Sheet, status: int = 200) -> Response:
    ask_after(sheet, status)
    version = shown_at(sheet, asked.page["version"])
    ready = asked.page["meeting"]["state"] == "held" and asked.page["meeting"]["quorate"]
    made = not any(line["about"] == wanted.about for line in asked.page["to_decide"])
    html = render_template(
        "ruling.html",
        frame=asked.frame,
        page=asked.page,
        title=TITLES[wanted.about],
        lacks=wanted.lacks,
        made=made,
        offered=sheet.is_begun or (ready and not made and ACT in asked.page["may"]),
        ready=ready,
        sheet=sheet,
        version=version,
        cited=cited,
    )
    return Response(html, status)
