"""Raise a concern: one plain page. Sent once, however often it is pressed; what was typed stays until it is taken."""

from __future__ import annotations

import hashlib
import secrets

from flask import Blueprint, Response, flash, redirect, render_template, request, session
from werkzeug.wrappers import Response as AnyResponse

from commonward_portal.apis import Answer
from commonward_portal.guards import CSRF_FIELD, SIGNED_IN, page, user
from commonward_portal.parts import parts
from commonward_portal.raise_form import AGENCIES, QUESTIONS, Form

ONCE = "once"
SENT_KEPT = 5
IN_DOUBT = (
    "We do not know whether your concern was received: the service did not answer. "
    "Look for the child in the list of cases before you send it again."
)
NOT_NOW = "The service can't take it just now and nothing was sent. Try again in a moment."
NOT_ALLOWED = "Your role does not allow you to raise a concern. Nothing was sent."

blueprint = Blueprint("raising", __name__)


@page(blueprint, "/raise", guard=SIGNED_IN)
def raise_form() -> Response:
    """The empty form."""
    return _show(Form({ONCE: secrets.token_urlsafe(12)}))


@page(blueprint, "/raise", guard=SIGNED_IN, methods=["POST"])
def raise_concern() -> AnyResponse:
    """Take the form."""
    form = Form(request.form)
    report = form.report()
    if form.errors:
        return _show(form, 422)
    failed: list[Answer] = []

    def send() -> str | None:
        answer = parts().apis.send(user().access_token, "referral", "/v1/concerns", report)
        if not answer.ok:
            failed.append(answer)
            return None
        flash(f"Concern raised: {answer.body['reference']}")
        return str(answer.body["case"])

    key, sent = _fingerprint(form), session.get("sent", [])
    case = dict(sent).get(key) or parts().once.do(key, send)
    if case is None:
        return _refused(form, failed[0])
    session["sent"] = [*sent[-SENT_KEPT + 1 :], [key, case]]
    return redirect(f"/cases/{case}", 303)


def _fingerprint(form: Form) -> str:
    """What makes two forms the same: where they began and everything typed. A changed one is a new concern."""
    content = [user().authority, *(f"{name}={form.typed[name]}" for name in sorted(form.typed) if name != CSRF_FIELD)]
    return hashlib.sha256("\0".join(content).encode()).hexdigest()[:32]


def _refused(form: Form, answer: Answer) -> Response:
    """The service did not take it; what was typed is kept."""
    if answer.status == 422:
        form.refused(answer.body.get("errors", []))
        return _show(form, 422)
    form.errors["form"] = NOT_ALLOWED if answer.refused else NOT_NOW if answer.status else IN_DOUBT
    return _show(form, 403 if answer.refused else 503)


def _show(form: Form, status: int = 200) -> Response:
    areas = parts().procedures.of(user().authority).authority.areas
    page = render_template("raise.html", form=form, areas=areas, agencies=AGENCIES, questions=QUESTIONS)
    return Response(page, status)
