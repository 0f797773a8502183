"""Raise a concern, page by page. What is typed is a draft of the referral service's from the first answer on."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, session
from werkzeug.wrappers import Response as AnyResponse

from commonward.clock import london, utcnow
from commonward.identity import Capability
from commonward_portal import concern_forms, drafts, raise_steps
from commonward_portal.apis import Answer, Ask
from commonward_portal.candidates import with_candidates
from commonward_portal.citing import cited
from commonward_portal.errors import problem_page, unsent_page
from commonward_portal.frame import board
from commonward_portal.guards import page, user
from commonward_portal.once import form_key
from commonward_portal.parts import parts
from commonward_portal.questions import Sheet, Typed
from commonward_portal.raise_steps import CHILD, CHOSEN, DANGER, MATCH, Step
from commonward_portal.sending import typed

SERVICE = "referral"
TAKEN = (
    "This concern was sent already",
    "It was taken as it was then. What you send now is not in it: add it to the case, as a record or a correction.",
)
GONE = "This draft is not here any more", "It was sent or thrown away, or nobody came back to it for too long."
blueprint = Blueprint("raising", __name__)


@page(blueprint, "/raise", guard=Capability.CONCERN_RAISE)
def begin() -> Response:
    """Danger first; and the concerns that were begun."""
    return _first(Sheet(_step(DANGER).questions))


@page(blueprint, "/raise", guard=Capability.CONCERN_RAISE, methods=["POST"])
def begun() -> AnyResponse:
    """The first answer begins the draft."""
    step = _step(DANGER)
    sheet = Sheet(step.questions, typed())
    raise_steps.check(step, sheet, _today())
    if sheet.errors:
        return _first(sheet, 422)
    body = {"kind": drafts.CONCERN, "typed": _seen(step, {})}
    key = f"{user().authority} {form_key()}"
    failed: list[Answer] = []

    def start() -> str | None:
        answer = parts().apis.send(user().access_token, SERVICE, "/v1/drafts", body)
        failed.append(answer)
        return str(answer.body["id"]) if answer.ok else None

    draft = parts().once.do(key, start)
    if draft is None:
        drafts.answered(failed[0], sheet, drafts.LATER)
        return _first(sheet, drafts.refusal(sheet))
    return redirect(_after_danger(draft, sheet), 303)


@page(blueprint, "/raise/<uuid:draft>", guard=Capability.CONCERN_RAISE)
def tasks(draft: UUID) -> AnyResponse:
    """What is done and what is still to do."""
    kept = draft_or_elsewhere(draft)
    if not isinstance(kept, dict):
        return kept
    found = kept["typed"]
    states = _states(found)
    html = render_template(
        "raise_tasks.html", draft=draft, kept=kept, steps=the_steps(), states=states, ready=is_ready(found)
    )
    return Response(html)


@page(blueprint, "/raise/<uuid:draft>", guard=Capability.CONCERN_RAISE, methods=["POST"])
def throw_away(draft: UUID) -> AnyResponse:
    """Throw the draft away."""
    answer = drafts.discard(SERVICE, draft)
    if answer.absent:
        return problem_page(404, *GONE)
    if not answer.ok:
        return problem_page(503, "Not thrown away", drafts.STILL_KEPT)
    flash("The draft is thrown away. Nothing was sent.")
    return redirect("/", 303)


@page(blueprint, "/raise/<uuid:draft>/call-999", guard=Capability.CONCERN_RAISE)
def in_danger(draft: UUID) -> AnyResponse:
    """What to do before anything is written."""
    return Response(render_template("raise_danger.html", draft=draft, cited=cited))


@page(blueprint, "/raise/<uuid:draft>/<step>", guard=Capability.CONCERN_RAISE)
def show(draft: UUID, step: str) -> AnyResponse:
    """One page, as far as it is filled in."""
    wanted, kept = _step(step), draft_or_elsewhere(draft)
    if not isinstance(kept, dict):
        return kept
    if wanted.code == MATCH:
        wanted = with_candidates(wanted, kept["typed"])
    sheet = Sheet(wanted.questions, kept["typed"])
    if request.args.get("again"):
        raise_steps.check(wanted, sheet, _today())
    if wanted.code == CHILD:
        sheet.errors |= raise_steps.lacks_names(kept["typed"]) | _too_early(kept["typed"])
    return _page(draft, wanted, sheet)


@page(blueprint, "/raise/<uuid:draft>/<step>", guard=Capability.CONCERN_RAISE, methods=["POST"])
def take(draft: UUID, step: str) -> AnyResponse:
    """Keep the page, whatever is wrong with it; go on where nothing is."""
    wanted, found = _step(step), drafts.read(SERVICE, draft)
    if found.away:
        sheet = Sheet(wanted.questions, typed())
        return drafts.answered(found, sheet, drafts.LATER) or _page(draft, wanted, sheet, 503)
    kept = _elsewhere(draft, found)
    if not isinstance(kept, dict):
        return _too_late(draft)
    if wanted.code == MATCH:
        wanted = with_candidates(wanted, kept["typed"])
    sheet, do, seen = Sheet(wanted.questions, typed()), request.form.get("do"), _seen(wanted, kept["typed"])
    answer = parts().apis.send(user().access_token, SERVICE, f"/v1/drafts/{draft}", {"typed": seen}, "PUT")
    if do in (drafts.LATER, drafts.AUTOSAVE) or not answer.ok:
        return drafts.answered(answer, sheet, do or drafts.LATER) or _page(draft, wanted, sheet, drafts.refusal(sheet))
    raise_steps.check(wanted, sheet, _today())
    if wanted.code == CHILD:
        sheet.errors = _too_early(seen) | sheet.errors
    if sheet.errors:
        return _page(draft, wanted, sheet, 422)
    if wanted.code == DANGER:
        return redirect(_after_danger(draft, sheet), 303)
    return redirect(_next(draft, wanted, seen), 303)


def _after_danger(draft: str | UUID, sheet: Sheet) -> str:
    return f"/raise/{draft}/{'call-999' if sheet.one('immediate_danger') == 'yes' else CHILD}"


def _next(draft: UUID, step: Step, found: Typed) -> str:
    """The page after this one; for somebody who came to change an answer, the check.

    Another name or date of birth may be another child's: whether that one is on record is asked in between.
    """
    back = "?back=check" if request.args.get("back") == "check" else ""
    if step.code == MATCH and raise_steps.lacks_names(found):
        return f"/raise/{draft}/{CHILD}{back}"
    if step.code == CHILD and back and CHOSEN not in found:
        return f"/raise/{draft}/{MATCH}{back}"
    codes = [each.code for each in the_steps() if each.of == step.of]  # a board's form is filled in by who wants to
    if back:
        return f"/raise/{draft}/check"
    following = codes[codes.index(step.code) + 1 :]
    return f"/raise/{draft}/{following[0] if following else 'check'}"


def _seen(step: Step, before: Typed) -> dict[str, list[str]]:
    """The draft with this page in it. Another child is looked for anew."""
    names = {name for question in step.questions for name in question.fields}
    given = {name: values for name, values in drafts.fields().items() if name in names}
    kept = {name: list(values) for name, values in before.items() if name not in names}
    changed = {name for name in names if given.get(name, []) != list(before.get(name, []))}
    if step.code == CHILD and changed and raise_steps.search({**kept, **given}) != raise_steps.search(before):
        kept.pop(CHOSEN, None)
        kept.pop(raise_steps.visited(_step(MATCH)), None)
    return {**kept, **given, raise_steps.visited(step): ["yes"]}


def is_ready(found: Typed) -> bool:
    """Whether everything that is needed is there and nothing is wrong."""
    states = _states(found)
    needed = all(states[step.code] == "done" for step in the_steps() if step.needed)
    return needed and "wrong" not in states.values()


def _states(found: Typed) -> dict[str, str]:
    under_age = board().scope.under_age
    return {step.code: raise_steps.state(step, found, _today(), under_age) for step in the_steps()}


def _too_early(found: Typed) -> dict[str, str]:
    return raise_steps.too_early(found, _today(), board().scope.under_age)


def the_steps() -> tuple[Step, ...]:
    procedure = board()
    areas = tuple((area.code, area.title) for area in procedure.authority.areas)
    plans = tuple(term for term in procedure.words.terms if term[0].endswith("plan"))
    return (*raise_steps.steps(areas, plans), *concern_forms.steps(procedure))


def _step(code: str) -> Step:
    return next((step for step in the_steps() if step.code == code), None) or abort(404)


def draft_or_elsewhere(draft: UUID) -> dict[str, Any] | AnyResponse:
    """The draft; or, where it is not there, where to go instead."""
    return _elsewhere(draft, drafts.read(SERVICE, draft))


def _too_late(draft: UUID) -> Response:
    """The page was sent after the draft had gone: what stands in it is in no case."""
    case = _sent_as(draft)
    return unsent_page(409, *TAKEN, ("Go to the case", f"/cases/{case}")) if case else unsent_page(404, *GONE)


def _sent_as(draft: UUID) -> str | None:
    """The case that it became, if it was sent in this session."""
    case: str | None = dict(session.get("sent", [])).get(str(draft))
    return case


def _elsewhere(draft: UUID, answer: Answer) -> dict[str, Any] | AnyResponse:
    if answer.ok:
        return dict(answer.body)
    if case := _sent_as(draft):
        return redirect(f"/cases/{case}", 303)
    return problem_page(404, *GONE) if answer.absent else abort(503)


def _today() -> date:
    return london(utcnow()).date()


def _first(sheet: Sheet, status: int = 200) -> Response:
    answer = parts().apis.read(user().access_token, {"drafts": Ask(SERVICE, "/v1/drafts", {"kind": drafts.CONCERN})})
    found = answer["drafts"]
    begun = drafts.concerns(found.body["drafts"]) if found.ok else []
    html = render_template("raise.html", sheet=sheet, begun=begun, away=found.away, cited=cited)
    return Response(html, status)


def _page(draft: UUID, step: Step, sheet: Sheet, status: int = 200) -> Response:
    html = render_template("raise_step.html", draft=draft, step=step, sheet=sheet, cited=cited, steps=the_steps())
    return Response(html, status)
