"""The board's forms about a case: which there are, what was recorded, and filling one in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, abort, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from commonward_portal import abouts, board_forms, drafts
from commonward_portal.acts import one
from commonward_portal.apis import Ask
from commonward_portal.case_page import prompts
from commonward_portal.citing import cited
from commonward_portal.frame import Frame, board, frame
from commonward_portal.guards import SIGNED_IN, page, user
from commonward_portal.overriding import ask_after, beside
from commonward_portal.parts import parts
from commonward_portal.people import known_as, people
from commonward_portal.questions import Asks, Question, Sheet
from commonward_portal.sending import refused, send, typed
from commonward_portal.ways_back import then
from commonward_portal.wording import suggestions as suggestions_of
from commonward_portal.wording import tell

blueprint = Blueprint("forms", __name__)


@page(blueprint, "/cases/<uuid:case>/forms", guard=SIGNED_IN)
def list_forms(case: UUID) -> str:
    """The forms to fill in, and the records of the case."""
    asked = frame(case, {**_asks(case), **abouts.asks(case)}, needed="records")
    forms = {form["id"]: form for form in asked.lines("forms")}
    word = board().words.of
    records = [
        (record, board_forms.shown(record, forms.get(record["kind"]), word, known_as), cited(record["because"]))
        for record in asked.lines("records")
    ]
    away = [name for name in ("forms", "records") if asked.answers[name].away] + abouts.away(asked)
    return render_template(
        "forms.html",
        frame=asked,
        forms=forms,
        records=records,
        about=abouts.things(asked),
        away=away,
        who=known_as,
        cited=cited,
    )


@page(blueprint, "/cases/<uuid:case>/forms/<kind>", guard=SIGNED_IN)
def show_form(case: UUID, kind: str) -> Response:
    """One form, empty or as far as it was filled in."""
    asked, form = _form(case, kind)
    named = {abouts.NAME: request.args.getlist(abouts.NAME)}
    sheet = drafts.sheet_of(_place(case, kind), _questions(asked, form), named)
    return _show(asked, form, sheet)


@page(blueprint, "/cases/<uuid:case>/forms/<kind>", guard=SIGNED_IN, methods=["POST"])
def fill_in(case: UUID, kind: str) -> AnyResponse:
    """Take the form, or look at its wording first."""
    asked, form = _form(case, kind)
    sheet = Sheet(_questions(asked, form), typed())
    besides = drafts.asked(_place(case, kind), sheet)
    if besides is not None:
        return besides
    if sheet.errors:
        return _show(asked, form, sheet, drafts.refusal(sheet))
    if request.form.get("do") == "wording":
        return _show(asked, form, sheet, suggestions=suggestions_of(sheet))
    read = sheet.read()
    answers = board_forms.answers(read)
    if sheet.errors:
        return _show(asked, form, sheet, 422)
    body = {"kind": kind, "answers": answers, **one(read, abouts.NAME), **beside(sheet)}
    answer = send("referral", f"/v1/cases/{case}/records", body)
    if not answer.ok:
        return _show(asked, form, sheet, refused(sheet, answer))
    drafts.forget(_place(case, kind))
    waits = "" if answer.body.get("state", "made") == "made" else " It waits for a second person."
    tell(f"{form['title']}: kept.{waits}", sheet)
    return redirect(then() or f"/cases/{case}/forms", 303)


def _place(case: UUID, kind: str) -> drafts.Place:
    return drafts.Place("referral", drafts.FORM, case, kind)


def _asks(case: UUID) -> dict[str, Ask]:
    return {name: Ask("referral", f"/v1/cases/{case}/{name}") for name in ("forms", "records")}


def _form(case: UUID, kind: str) -> tuple[Frame, Mapping[str, Any]]:
    asks = {
        "forms": Ask("referral", f"/v1/cases/{case}/forms"),
        "prompts": Ask("referral", f"/v1/cases/{case}/prompts", {"at": kind}),
        **abouts.asks(case),
    }
    asked = frame(case, asks, needed="forms")
    form = next((form for form in asked.lines("forms") if form["id"] == kind), None)
    return asked, form or abort(404)


def _questions(asked: Frame, form: Mapping[str, Any]) -> list[Question]:
    who = people() if board_forms.asks_for(form, "person") else ()
    subjects = _subjects() if board_forms.asks_for(form, "subject") else ()
    own = board_forms.questions(form, board().words.of, who, subjects)
    return [*own, *abouts.question(abouts.things(asked))]


def _subjects() -> tuple[tuple[str, str], ...]:
    """Children with an open case, adults of concern, places: whatever the board keeps a record of."""
    kinds = [kind for kind in board().scope.subjects if kind != "child"]
    asks = {kind: Ask("referral", "/v1/subjects", {"kind": kind}) for kind in kinds}
    answers = parts().apis.read(user().access_token, {"": Ask("referral", "/v1/cases", {"limit": "200"}), **asks})
    cases = answers[""].body["cases"] if answers[""].ok else []
    others = [line for kind in kinds if answers[kind].ok for line in answers[kind].body["subjects"]]
    return (
        *((case["id"], f"{case['reference']}, {case['child']}") for case in cases),
        *((line["id"], f"{line['reference']}, {line['label']}") for line in others),
    )


def _show(
    asked: Frame,
    form: Mapping[str, Any],
    sheet: Sheet,
    status: int = 200,
    *,
    suggestions: Sequence[Mapping[str, Any]] | None = None,
) -> Response:
    ask_after(sheet, status)
    html = render_template(
        "form.html",
        frame=asked,
        form=form,
        offered=form["yours"] or sheet.is_begun,
        sheet=sheet,
        suggestions=suggestions,
        then=then(),
        prompts=prompts(asked.answers["prompts"], board()),
        away=abouts.away(asked),
        writes=any(question.asks is Asks.WORDS for question in sheet.questions),
        cited=cited,
    )
    return Response(html, status)
