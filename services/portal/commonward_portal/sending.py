"""Send a form to the service that owns it: once, however often it is pressed; and tell a refusal at the right field."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import flash, request, session

from commonward_portal.apis import Answer
from commonward_portal.citing import form_for, gate_words, place_for
from commonward_portal.frame import board
from commonward_portal.guards import CSRF_FIELD, user
from commonward_portal.parts import parts
from commonward_portal.plain import in_words, told
from commonward_portal.questions import Sheet, Typed
from commonward_portal.uploads import digests
from commonward_portal.ways_back import form_path

SENT_KEPT = 5
IN_DOUBT = (
    "We do not know whether this was received: the service did not answer. Look at the case before you send again."
)
NOT_NOW = "The service can't take it just now and nothing was changed. Try again in a moment."
TOO_LONG = "That is too long to be kept. Nothing was changed, and what you typed is still here: shorten it."
NOT_ALLOWED = "This is for another person to do. Nothing was changed."
ONLY_READS = "You can read this case and not add to it, or it's no longer there. Nothing was sent."
CHANGED = (
    "Somebody changed this since you opened it. What you typed is still here; look at the case, then send it again."
)
REFUSED = "refused"
"""The category of what the next page says of something that was not done: it stands there as a problem."""
_CAPABILITY = re.compile(r"(It needs|,? or for who has) the capability [\w.-]+$")
"""What the APIs tell programs of a role that lacks something. No person on a page goes by these names."""
_ENTRY = re.compile(r"(\.\d+)+$")
"""Which of several answers to a question it is."""
Name = Callable[[str], str]


def typed() -> Typed:
    """What was typed in the form that was sent."""
    return {name: request.form.getlist(name) for name in request.form}


def send(service: str, path: str, body: Mapping[str, Any], method: str = "POST") -> Answer:
    """Send what the form means. The same form again is answered as the first time, and changes nothing."""
    failed: list[Answer] = []
    first: list[Answer] = []

    def act() -> str | None:
        answer = parts().apis.send(user().access_token, service, path, body, method)
        if not answer.ok:
            failed.append(answer)
            return None
        first.append(answer)
        return next((str(answer.body[name]) for name in ("id", "request", "case") if answer.body.get(name)), "")

    key, sent = _fingerprint(f"{method} {path}"), session.get("sent", [])
    id = dict(sent).get(key)
    if id is None:
        id = parts().once.do(key, act)
    if id is None:
        return failed[0]
    session["sent"] = [*[one for one in sent if one[0] != key][-SENT_KEPT + 1 :], [key, id]]
    return first[0] if first else Answer(200, {"id": id})


def sent_before(path: str, method: str = "POST") -> bool:
    """Whether this very form was sent to the service's path before, and was taken."""
    key = _fingerprint(f"{method} {path}")
    return key in dict(session.get("sent", [])) or parts().once.result(key) is not None


def refused(sheet: Sheet, answer: Answer, name_of: Name = str, case: UUID | None = None, about: str | UUID = "") -> int:
    """Take over what the service says is wrong; the status for the page. `name_of` turns its fields into ours.

    With a case, what a gate misses leads to the form by which it is supplied, and `about` is what that is about there.
    """
    if whole := _as_a_whole(answer):
        status, sheet.errors["form"] = whole
        return status
    if waiting := answer.body.get("waiting"):
        sheet.errors["waiting"] = f"{reason(answer)} Answer what waits, instead of proposing it again."
        sheet.links["waiting"] = f"/cases/{waiting['case']}/agree/{waiting['about']}/{waiting['id']}"
        return answer.status
    for error in answer.body.get("errors", ()):
        _take(sheet, name_of(error["field"]), error)
        if case is not None and (form := form_for(error["field"])):
            sheet.links[error["field"]] = form_path(case, form, about)
        elif case is not None and (place := place_for(error["field"])):
            sheet.links[error["field"]] = f"/cases/{case}/{place}"
    if not sheet.errors:
        sheet.errors["form"] = CHANGED if "changed" in answer.body.get("type", "") else reason(answer) or NOT_NOW
    return answer.status


def _as_a_whole(answer: Answer) -> tuple[int, str] | None:
    """The page's status, and what is said of the form as a whole where the answer is about no field of it."""
    if answer.refused:
        return 403, reason(answer) or NOT_ALLOWED
    if answer.absent:
        return 404, ONLY_READS
    if answer.status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        return 422, TOO_LONG
    if answer.status not in (409, 422):
        return 503, NOT_NOW if answer.status else IN_DOUBT
    return None


def tell_refusal(answer: Answer) -> None:
    """Say on the next page why it was not done, where no form is there to say it in."""
    sheet = Sheet([])
    refused(sheet, answer)
    flash("; ".join(words for words, _ in sheet.wrong()), REFUSED)


def reason(answer: Answer) -> str:
    """Why a service refused, in plain words; empty where it gives no reason."""
    detail = _CAPABILITY.sub("", str(answer.body.get("detail") or "").rstrip("."))
    words = in_words(detail or str(answer.body.get("title") or ""), board()).rstrip(".")
    return f"{words[0].upper()}{words[1:]}. Nothing was changed." if words else ""


def _take(sheet: Sheet, name: str, error: Mapping[str, Any]) -> None:
    question = sheet.question(name) or sheet.question(_ENTRY.sub("", name)) or sheet.beyond.get(name)
    place = question.name if question else name
    message = gate_words(name) or told(name, question, error, board())
    if place in sheet.errors:
        message = f"{sheet.errors[place]}; {message}"
    sheet.errors[place] = message


def _fingerprint(command: str) -> str:
    """What makes two forms the same: whose, where, everything typed, and its files. A changed one is sent anew."""
    fields = sorted((name, values) for name, values in typed().items() if name != CSRF_FIELD)
    content = [user().authority, request.path, command, *(f"{name}={values}" for name, values in fields), *digests()]
    return hashlib.sha256("\0".join(content).encode()).hexdigest()[:32]
