"""Half-written forms: kept by the service that takes the form, offered again where it stands and in the work list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Response, flash, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from commonward_portal.apis import Answer, Ask
from commonward_portal.frame import board
from commonward_portal.guards import CSRF_FIELD, user
from commonward_portal.parts import parts
from commonward_portal.presenting import day
from commonward_portal.questions import Draft, Question, Sheet, Typed
from commonward_portal.sending import IN_DOUBT, NOT_ALLOWED, NOT_NOW, ONLY_READS, TOO_LONG, reason, typed

LATER, AUTOSAVE, DISCARD = "later", "autosave", "discard"
"""What a form's buttons, and its script, may ask besides sending it."""
_OURS = frozenset({CSRF_FIELD, "once", "do", "version"})
FULL = "You keep as many drafts as there is room for. Send some, or throw them away, and then keep this one."
STILL_KEPT = "The service can't throw the draft away just now. It is still kept: try again in a moment."
CONCERN, FORM, MEETING, JUDGEMENT = "concern", "form", "meeting", "judgement"
DECISION, CLOSING, LEVEL, RULING, MINUTES = "decision", "closing", "level", "ruling", "minutes"
SHARED = "sharing-decision"
_TITLES = {
    CONCERN: "A concern",
    MEETING: "A meeting",
    JUDGEMENT: "A judgement",
    DECISION: "A decision",
    CLOSING: "Closing a case",
    LEVEL: "A level of risk",
    RULING: "What a meeting decided",
    MINUTES: "The minutes of a meeting",
    SHARED: "A sharing decision",
}
_OF_A_MEETING = {
    "convening": "Convening a meeting",
    "holding": "What happened at a meeting",
    "plan": "A plan",
    "sharing": "Sharing a plan",
    "level": "The level that a meeting decided",
    "closing": "Closing, as a meeting decided it",
}
"""By the step of the meeting that the draft is of."""
CHILD = ("given_name", "family_name")
_REFUSALS = {0: IN_DOUBT, 404: ONLY_READS, 409: FULL, 413: TOO_LONG, 422: TOO_LONG}
"""Why a draft is not kept, by the service's answer: it looks at nothing in it but how long it is."""
_STATUSES = {TOO_LONG: 422, ONLY_READS: 404, **dict.fromkeys((IN_DOUBT, NOT_NOW, FULL, STILL_KEPT), 503)}
SERVICES = ("referral", "risk", "meetings")
_ID = 36
"""How long an id is in words."""


@dataclass(frozen=True, slots=True)
class Place:
    """A form that may be half-written."""

    service: str
    kind: str
    about: UUID
    what: str

    @property
    def names(self) -> dict[str, str]:
        """What the service knows it by."""
        return {"kind": self.kind, "what": self.what, "about": str(self.about)}

    @property
    def ask(self) -> Ask:
        """Whether the user has a draft of it."""
        return Ask(self.service, "/v1/drafts", self.names)


def fields() -> dict[str, list[str]]:
    """What was typed, without what belongs to the page."""
    return {name: list(values) for name, values in typed().items() if name not in _OURS}


def read(service: str, draft: str | UUID) -> Answer:
    """One draft with what was typed in it."""
    return parts().apis.read(user().access_token, {"draft": Ask(service, f"/v1/drafts/{draft}")})["draft"]


def found(place: Place) -> Draft | None:
    """The user's draft of this form; nothing while the service is away, since the empty form can be filled in too."""
    answer = parts().apis.read(user().access_token, {"drafts": place.ask})["drafts"]
    lines = answer.body["drafts"] if answer.ok else []
    if not lines:
        return None
    page = read(place.service, lines[0]["id"])
    return _draft(page.body) if page.ok else None


def sheet_of(place: Place, questions: Sequence[Question], otherwise: Typed | None = None) -> Sheet:
    """The form as far as the user had filled it in; else with what is proposed."""
    draft = found(place)
    return Sheet(questions, draft.typed if draft else otherwise or {}, draft=draft)


def asked(place: Place, sheet: Sheet) -> AnyResponse | None:
    """Do what was asked besides sending: keep it and leave, keep it in the background, or throw it away.

    None where the form is to be sent, or could not be kept or thrown away: then the sheet says so.
    """
    wanted = request.form.get("do")
    if wanted == DISCARD:
        if not forget(place):
            sheet.errors["form"] = STILL_KEPT
            return None
        flash("The draft is thrown away.")
        return redirect(request.path, 303)
    if wanted not in (LATER, AUTOSAVE):
        return None
    answer = keep(place)
    return answered(answer, sheet, wanted)


def answered(answer: Answer, sheet: Sheet, wanted: str) -> AnyResponse | None:
    """What the page says once a draft is kept; None, and the sheet says why, where it is not."""
    if wanted == AUTOSAVE:
        return Response(status=204 if answer.ok else 503)
    if not answer.ok:
        why = reason(answer) or NOT_ALLOWED if answer.refused else NOT_NOW
        sheet.errors["form"] = _REFUSALS.get(answer.status, why)
        return None
    flash(f"Your draft is kept until {day(answer.body['expires_at'])}. It is under “My drafts”.")
    return redirect("/", 303)


def refusal(sheet: Sheet) -> int:
    """The status of the page that says why a draft could not be kept. Any other words are a service's own refusal."""
    return _STATUSES.get(sheet.errors.get("form", NOT_NOW), 403)


def keep(place: Place) -> Answer:
    """Keep what was typed."""
    body = {**place.names, "typed": fields()}
    return parts().apis.send(user().access_token, place.service, "/v1/drafts", body)


def keep_for_return(place: Place, sheet: Sheet) -> None:
    """Keep what was refused where the way on leads to another page: it is there when its writer comes back."""
    if sheet.links or sheet.elsewhere:
        keep(place)


def forget(place: Place) -> bool:
    """It was sent, or is not wanted: whether it is gone. Where that can't be said now, it grows old by itself."""
    answer = parts().apis.read(user().access_token, {"drafts": place.ask})["drafts"]
    lines = answer.body["drafts"] if answer.ok else []
    thrown = [discard(place.service, line["id"]) for line in lines]
    return answer.ok and all(each.ok or each.absent for each in thrown)


def discard(service: str, draft: str | UUID) -> Answer:
    """Throw one draft away."""
    return parts().apis.send(user().access_token, service, f"/v1/drafts/{draft}", {}, "DELETE")


def href(line: Mapping[str, Any]) -> str | None:
    """Where a draft is gone on with."""
    what, case = str(line["what"]), f"/cases/{line['about']}"
    meeting, rest = what[:_ID], what[_ID + 1 :]  # a meeting's draft names the meeting, and which of its steps
    return {
        CONCERN: f"/raise/{line['id']}",
        FORM: f"{case}/forms/{what}",
        DECISION: f"{case}/decisions/{what}",
        CLOSING: f"{case}/closing",
        SHARED: f"{case}/sharing/new",
        MEETING: f"/meeting/{meeting}",
        RULING: f"/meeting/{meeting}/decisions/{rest}",
        MINUTES: f"/meeting/{meeting}/minutes",
        JUDGEMENT: f"/assessments/{what}/judgement",
        LEVEL: f"/assessments/{what}/level",
    }.get(line["kind"])


def title(line: Mapping[str, Any]) -> str:
    """What a draft is called in the work list: by the board's form, its decision, or the meeting's step."""
    procedure, what = board(), str(line["what"])
    match line["kind"]:
        case k if k == FORM:
            record = procedure.record_kind(what)
            return record.title if record else "A form"
        case k if k == DECISION:
            point = procedure.decision(what)
            return point.title if point else _TITLES[DECISION]
        case k if k in (MEETING, RULING):
            return _OF_A_MEETING.get(what[_ID + 1 :], _TITLES[k])
        case k:
            return _TITLES.get(k, "A draft")


def child(line: Mapping[str, Any]) -> str:
    """The child whom a half-written concern names, as its writer has typed it."""
    given = (" ".join(line["shown"].get(name, ())).strip() for name in CHILD)
    return " ".join(filter(None, given))


def concerns(lines: Sequence[Mapping[str, Any]]) -> list[Draft]:
    """The concerns among the user's drafts."""
    return [_draft(line) for line in lines if line["kind"] == CONCERN]


def _draft(line: Mapping[str, Any]) -> Draft:
    return Draft(line["id"], line["saved_at"], line["expires_at"], line.get("typed", {}))
