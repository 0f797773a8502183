"""The short forms about a case, all in one way: ask, send, say what is wrong at its field, keep what was typed."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, abort, redirect, render_template
from werkzeug.wrappers import Response as AnyResponse

from commonward.contracts.field_groups import FieldGroup
from commonward.identity import Capability
from commonward_portal.abouts import which_concern
from commonward_portal.acts import ACTS, BLOCKS, Act, Known
from commonward_portal.frame import Frame, board, frame
from commonward_portal.guards import SIGNED_IN, page, shown, user
from commonward_portal.overriding import beside
from commonward_portal.parts import parts
from commonward_portal.people import me, others_who, people
from commonward_portal.questions import Question, Sheet
from commonward_portal.raise_steps import AGENCIES
from commonward_portal.seen import shown_at
from commonward_portal.sending import CHANGED, NOT_NOW, refused, send, typed
from commonward_portal.wording import tell

blueprint = Blueprint("acts", __name__)


@page(blueprint, "/cases/<uuid:case>/do/<name>", guard=SIGNED_IN)
def show_act(case: UUID, name: str) -> Response:
    """The form, empty."""
    act = ACTS.get(name) or abort(404)
    asked = frame(case, {})
    return _show(asked, act, Sheet(_questions(act, asked)))


@page(blueprint, "/cases/<uuid:case>/do/<name>", guard=SIGNED_IN, methods=["POST"])
def do_act(case: UUID, name: str) -> AnyResponse:
    """Send it."""
    act = ACTS.get(name) or abort(404)
    asked = frame(case, {})
    sheet = Sheet(_questions(act, asked), typed())
    read = sheet.read()
    if sheet.errors:
        return _show(asked, act, sheet, 422)
    body = act.body(read) | (beside(sheet) if act.versioned else {}) | ({"person": me()} if act.about_oneself else {})
    about = case if act.of == "cases" else asked.page.get("standing", {}).get(act.of)
    if about is None:
        sheet.errors["form"] = NOT_NOW if asked.away else CHANGED
        return _show(asked, act, sheet, 503 if asked.away else 409)
    answer = send("referral", f"/v1/{act.of}/{about}/{act.path}", body)
    if not answer.ok:
        return _show(asked, act, sheet, refused(sheet, answer, _own_name, case))
    tell(act.done, sheet)
    shut_out = act.path == BLOCKS and body["person"] == me()
    return redirect("/" if shut_out else f"/cases/{case}", 303)


def _questions(act: Act, asked: Frame) -> list[Question]:
    concerns, agencies = which_concern(asked), tuple(AGENCIES.items())
    health, boards = shown(FieldGroup.HEALTH), _other_boards()
    return act.asks(Known(board(), people(), agencies, _teams(), boards, concerns, _together(asked), health))


def _together(asked: Frame) -> tuple[tuple[str, str], ...]:
    return tuple((line["id"], f"{line['reference']}, {line['state']}") for line in asked.page.get("together", ()))


def _other_boards() -> tuple[tuple[str, str], ...]:
    given, own = parts().procedures, user().authority
    return tuple((code, given.of(code).authority.name) for code in given.authorities if code != own)


def _teams() -> tuple[tuple[str, str], ...]:
    """Those that take concerns, and those in which somebody holds a post."""
    settings, procedure = parts().settings, board()
    posts = (entry.team for entry in settings.authorities[user().authority].directory if entry.team)
    codes = dict.fromkeys((*(area.team for area in procedure.authority.areas), *posts))
    return tuple((code, procedure.words.of(code)) for code in codes)


def _own_name(field: str) -> str:
    return field.removeprefix("corrections.")


def _show(asked: Frame, act: Act, sheet: Sheet, status: int = 200) -> Response:
    mine = act.capability in asked.page.get("may", (act.capability,))
    version = shown_at(sheet, asked.version) if act.versioned else None
    html = render_template(
        "act.html",
        frame=asked,
        act=act,
        remain=_remain(act),
        offered=sheet.errors or (mine and act.fits(asked.page)),
        mine=mine,
        sheet=sheet,
        version=version,
    )
    return Response(html, status)


def _remain(act: Act) -> tuple[str, ...] | None:
    """Who else sees to a case from which somebody shuts themselves out; None of an act that shuts nobody out."""
    return others_who(Capability.ACCESS_MANAGE) if act.path == BLOCKS else None
