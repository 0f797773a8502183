"""The ledger of sharing decisions of a case: what was shared or declined, with whom and why; and adding to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, redirect, render_template
from werkzeug.wrappers import Response as AnyResponse

from commonward_portal import drafts
from commonward_portal import sharing_words as words
from commonward_portal.acts import one
from commonward_portal.apis import Ask
from commonward_portal.citing import cited
from commonward_portal.frame import Frame, board, frame
from commonward_portal.guards import SIGNED_IN, page
from commonward_portal.people import known_as
from commonward_portal.questions import Asks, Question, Sheet
from commonward_portal.raise_steps import AGENCIES
from commonward_portal.sending import refused, send, typed
from commonward_portal.wording import tell

NO_AGENCY = ("public", "other")
"""Where a concern may come from, and no information goes to."""

blueprint = Blueprint("sharing", __name__)


@page(blueprint, "/cases/<uuid:case>/sharing", guard=SIGNED_IN)
def ledger(case: UUID) -> Response:
    """Every decision, the newest first."""
    asked = _asked(case)
    html = render_template(
        "sharing.html", frame=asked, lines=asked.lines("sharing", "decisions"), words=words, who=known_as, cited=cited
    )
    return Response(html)


@page(blueprint, "/cases/<uuid:case>/sharing/new", guard=SIGNED_IN)
def show_decision(case: UUID) -> Response:
    """The form, empty or as far as it was filled in."""
    return _show(_asked(case), drafts.sheet_of(_place(case), _questions()))


@page(blueprint, "/cases/<uuid:case>/sharing/new", guard=SIGNED_IN, methods=["POST"])
def decide(case: UUID) -> AnyResponse:
    """Write it down."""
    asked = _asked(case)
    sheet = Sheet(_questions(), typed())
    besides = drafts.asked(_place(case), sheet)
    if besides is not None:
        return besides
    if sheet.errors:
        return _show(asked, sheet, drafts.refusal(sheet))
    read = sheet.read()
    if sheet.errors:
        return _show(asked, sheet, 422)
    answer = send("referral", f"/v1/cases/{case}/sharing-decisions", _body(read))
    if not answer.ok:
        return _show(asked, sheet, refused(sheet, answer, case=case))
    drafts.forget(_place(case))
    tell("Written down. A line of the ledger is never changed.", sheet)
    return redirect(f"/cases/{case}/sharing", 303)


def _place(case: UUID) -> drafts.Place:
    return drafts.Place("referral", drafts.SHARED, case, drafts.SHARED)


def _asked(case: UUID) -> Frame:
    return frame(case, {"sharing": Ask("referral", f"/v1/cases/{case}/sharing-decisions")}, needed="sharing")


def _body(read: Mapping[str, tuple[str, ...]]) -> dict[str, Any]:
    single = ("outcome", "with_whom", "purpose", "informed", "reason", "not_informed_because", "decided_at")
    return {**one(read, *single), "basis": list(read.get("basis", ())), "what": list(read.get("what", ()))}


def _questions() -> list[Question]:
    return [
        Question("outcome", "What was decided?", Asks.ONE, _choices(words.OUTCOMES), needed=True),
        Question("with_whom", "With whom?", Asks.PICK, _recipients(), needed=True),
        Question("what", "What is it about?", Asks.SOME, _choices(words.WHAT), needed=True),
        Question("purpose", "For which purpose?", Asks.PICK, _choices(words.PURPOSES), needed=True),
        Question("basis", "On which lawful basis?", Asks.SOME, _choices(words.BASES), "Where it was shared"),
        Question("informed", "Does the family know?", Asks.ONE, _choices(words.INFORMED), "Where it was shared"),
        Question("not_informed_because", "Why was the family not told?", Asks.WORDS, hint="Where they were not"),
        Question("reason", "Why was it decided so?", Asks.WORDS, hint="Where it was declined, this must be said"),
        Question("decided_at", "When was it decided?", Asks.MOMENT, needed=True),
    ]


def _recipients() -> tuple[tuple[str, str], ...]:
    """Agencies, the board's own roles, and others with whom information is shared."""
    agencies = {code: title for code, title in AGENCIES.items() if code not in NO_AGENCY}
    roles = {role.code: board().words.of(role.code) for role in board().roles}
    return tuple({**words.PARTNERS, **agencies, **roles}.items())


def _choices(known: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(known.items())


def _show(asked: Frame, sheet: Sheet, status: int = 200) -> Response:
    return Response(render_template("share.html", frame=asked, sheet=sheet), status)
