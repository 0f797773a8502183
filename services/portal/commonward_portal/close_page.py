"""Close a case: what is still missing and who can supply it, then the question."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from flask import Blueprint, Response, redirect, render_template
from werkzeug.wrappers import Response as AnyResponse

from commonward.clock import london, utcnow
from commonward.procedure import CLOSING, Procedure
from commonward_portal import drafts
from commonward_portal.apis import Answer, Ask
from commonward_portal.case_page import all_lacks, lacks, prompts
from commonward_portal.citing import cited
from commonward_portal.frame import Frame, frame, procedure_of
from commonward_portal.guards import SIGNED_IN, page, user
from commonward_portal.overriding import ask_manager, beside
from commonward_portal.parts import parts
from commonward_portal.questions import Asks, Question, Sheet
from commonward_portal.seen import forget_version, shown_at
from commonward_portal.sending import refused, send, typed
from commonward_portal.withheld import Withheld
from commonward_portal.wording import tell

STILL_OPEN = "The case stays open: something is still missing"

blueprint = Blueprint("closing", __name__)


@page(blueprint, "/cases/<uuid:case>/closing", guard=SIGNED_IN)
def show_closing(case: UUID) -> Response:
    """What is missing, and the question."""
    asked, procedure = _asked(case)
    given = asked.page.get("closing_given")
    sheet = drafts.sheet_of(_place(case), _questions(asked, procedure), {"reason": (given,)} if given else None)
    return _show(asked, procedure, sheet)


@page(blueprint, "/cases/<uuid:case>/closing", guard=SIGNED_IN, methods=["POST"])
def close(case: UUID) -> AnyResponse:
    """Ask for the closing. What keeps the case open is said, and everything typed stays."""
    asked, procedure = _asked(case)
    sheet = Sheet(_questions(asked, procedure), typed())
    besides = drafts.asked(_place(case), sheet)
    if besides is not None:
        return besides
    if sheet.errors:
        return _show(asked, procedure, sheet, drafts.refusal(sheet))
    read = sheet.read()
    if sheet.errors:
        return _show(asked, procedure, sheet, 422)
    answer = send("referral", f"/v1/cases/{case}/closing", {"reason": read["reason"][0], **beside(sheet)})
    if answer.status == 409 and answer.body.get("state") == "refused":
        sheet.errors["form"] = STILL_OPEN
        drafts.keep(_place(case))
        forget_version(sheet)
        return _show(*_asked(case), sheet, 409, answer)  # asking is itself on record, and so the case has moved on
    if not answer.ok:
        return _show(asked, procedure, sheet, refused(sheet, answer))
    drafts.forget(_place(case))
    tell("The case is closed." if _is_closed(case, answer) else "Closing was asked for; look again soon.", sheet)
    return redirect(f"/cases/{case}", 303)


def _is_closed(case: UUID, answer: Answer) -> bool:
    """By the answer; a form that is sent again is not asked about a second time, and the case itself tells."""
    if "state" in answer.body:
        return bool(answer.body["state"] == "closed")
    now = parts().apis.read(user().access_token, {"case": Ask("referral", f"/v1/cases/{case}")})["case"]
    return now.ok and now.body["case"]["state"] == "closed"


def _place(case: UUID) -> drafts.Place:
    return drafts.Place("referral", drafts.CLOSING, case, drafts.CLOSING)


def _asked(case: UUID) -> tuple[Frame, Procedure]:
    asks = {
        "timeline": Ask("referral", f"/v1/cases/{case}/timeline"),
        "prompts": Ask("referral", f"/v1/cases/{case}/prompts", {"at": "close-case"}),
    }
    asked = frame(case, asks, needed="case")
    return asked, procedure_of(asked.answers["timeline"])


def _questions(asked: Frame, procedure: Procedure) -> list[Question]:
    """The board's reasons where it limits them; else a code in the closer's own words makes none of them wrong.

    Where a meeting has given the reason, it is that one.
    """
    point, given = procedure.decision(CLOSING), asked.page.get("closing_given")
    codes = (given,) if given else point.options if point else ()
    options = tuple((option, procedure.words.of(option)) for option in codes)
    hint = "As the meeting decided" if given else ""
    asks = Asks.ONE if options else Asks.LINE
    return [Question("reason", "Why is the case closed?", asks, options, hint, needed=True)]


def _show(
    asked: Frame,
    procedure: Procedure,
    sheet: Sheet,
    status: int = 200,
    outcome: Answer | None = None,
) -> Response:
    ask_manager(sheet, always=True)
    version = shown_at(sheet, asked.version)
    found = outcome.body if outcome else None
    still = all_lacks(found["missing"], found["waits"], procedure) if found else lacks(asked.answers["case"], procedure)
    html = render_template(
        "closing.html",
        frame=asked,
        sheet=sheet,
        version=version,
        lacks=still,
        age=_age(asked.page.get("born")),
        offered=sheet.is_begun or "case.close" in asked.page.get("may", ()),
        prompts=prompts(asked.answers["prompts"], procedure),
        cited=cited,
    )
    return Response(html, status)


def _age(born: str | None) -> int | None:
    """In whole years today; None where it is not known, or withheld."""
    if not born or isinstance(born, Withheld):
        return None
    day, today = date.fromisoformat(born), london(utcnow()).date()
    return today.year - day.year - ((today.month, today.day) < (day.month, day.day))
