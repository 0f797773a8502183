"""The last page of a concern: what was answered, what the procedure would do with it, and sending it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, session
from werkzeug.wrappers import Response as AnyResponse

from commonward.identity import Capability
from commonward_portal import concern_forms, raise_steps
from commonward_portal.apis import Answer
from commonward_portal.candidates import name_of
from commonward_portal.citing import cited
from commonward_portal.frame import board
from commonward_portal.guards import page, user
from commonward_portal.parts import parts
from commonward_portal.plain import told
from commonward_portal.questions import Asks, Sheet, Typed
from commonward_portal.raise_page import SERVICE, draft_or_elsewhere, is_ready, the_steps
from commonward_portal.wording import suggestions

SENT_KEPT = 5
NOT_ALLOWED = "Your role does not allow you to raise a concern. Nothing was sent; the draft is kept."
NOT_NOW = "The service can't take it just now and nothing was sent. The draft is kept: try again in a moment."
IN_DOUBT = (
    "We do not know whether your concern was received: the service did not answer. "
    "Send it again in a moment: it is taken once, however often it is sent."
)

blueprint = Blueprint("raise_check", __name__)


@page(blueprint, "/raise/<uuid:draft>/check", guard=Capability.CONCERN_RAISE)
def check(draft: UUID) -> AnyResponse:
    """Everything once more, and what the procedure would do."""
    kept = draft_or_elsewhere(draft)
    return _show(draft, kept["typed"]) if isinstance(kept, dict) else kept


@page(blueprint, "/raise/<uuid:draft>/check", guard=Capability.CONCERN_RAISE, methods=["POST"])
def send(draft: UUID) -> AnyResponse:
    """Send it. The service ends the draft as it takes the concern, so that it is taken once."""
    failed: list[Answer] = []

    def act() -> str | None:
        kept = draft_or_elsewhere(draft)
        if not isinstance(kept, dict) or not is_ready(kept["typed"]):
            return None
        body = _report(draft, kept["typed"])
        answer = parts().apis.send(user().access_token, SERVICE, "/v1/concerns", body)
        failed.append(answer)
        if not answer.ok:
            return None
        flash(f"Concern raised: {answer.body['reference']}")
        return str(answer.body["case"])

    case = parts().once.do(f"{user().authority} {draft}", act)
    if case is None:
        return _refused(draft, failed[0] if failed else None)
    sent = session.get("sent", [])
    session["sent"] = [*sent[-SENT_KEPT + 1 :], [str(draft), case]]
    return redirect(f"/cases/{case}", 303)


def _refused(draft: UUID, answer: Answer | None) -> AnyResponse:
    """It was not taken; the draft is as it was."""
    kept = draft_or_elsewhere(draft)
    if not isinstance(kept, dict):
        return kept
    if answer is None:
        return redirect(f"/raise/{draft}", 303)
    if answer.status == 422:
        return _show(draft, kept["typed"], answer.body.get("errors", ()), 422)
    words = NOT_ALLOWED if answer.refused else NOT_NOW if answer.status else IN_DOUBT
    return _show(draft, kept["typed"], [{"field": "form", "message": words}], 403 if answer.refused else 503)


def _show(draft: UUID, typed: Typed, errors: Sequence[Mapping[str, Any]] = (), status: int = 200) -> AnyResponse:
    if not is_ready(typed):
        return redirect(f"/raise/{draft}", 303)
    pages = the_steps()
    answer = parts().apis.send(user().access_token, SERVICE, "/v1/concerns/preview", _report(draft, typed))
    wrong = [*errors, *([] if errors else _faults(answer))]
    words = [q for page in pages for q in page.questions if q.asks is Asks.WORDS]
    html = render_template(
        "raise_check.html",
        draft=draft,
        pages=raise_steps.shown(pages, typed),
        chosen=name_of(raise_steps.on_record(typed), typed),
        sheet=_sheet(draft, wrong),
        preview=answer.body if answer.ok else None,
        away=answer.away,
        suggestions=suggestions(Sheet(words, typed)),
        cited=cited,
    )
    return Response(html, status)


def _report(draft: UUID, typed: Typed) -> dict[str, Any]:
    pages = the_steps()
    return {**raise_steps.report(typed, pages, str(draft)), "records": concern_forms.records(pages, typed)}


def _faults(answer: Answer) -> list[Mapping[str, Any]]:
    if answer.refused:
        return [{"field": "form", "message": NOT_ALLOWED}]
    return list(answer.body.get("errors", ())) if answer.status == 422 else []


def _sheet(draft: UUID, errors: Sequence[Mapping[str, Any]]) -> Sheet:
    """Each fault with a link to its question."""
    sheet = Sheet([])
    for error in errors:
        code, name = raise_steps.place(error["field"], the_steps())
        question = next((q for page in the_steps() for q in page.questions if q.name == name), None)
        sheet.errors[name] = told(name, question, error, board())
        if question:
            sheet.links[name] = f"/raise/{draft}/{code}?back=check#{question.anchor}"
    return sheet
