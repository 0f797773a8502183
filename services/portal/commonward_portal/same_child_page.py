"""Two records of one child: who may be the same, both side by side, and proposing to merge or to part them.

The platform never does either by itself: one person proposes it with a reason, and another agrees.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, abort, redirect, render_template
from werkzeug.wrappers import Response as AnyResponse

from commonward.clock import london, utcnow
from commonward_portal.answer_words import RECORDS, TWO
from commonward_portal.apis import Answer, Ask
from commonward_portal.candidates import because, look_for
from commonward_portal.frame import Frame, frame
from commonward_portal.guards import SIGNED_IN, page, user
from commonward_portal.parts import parts
from commonward_portal.people import known_as
from commonward_portal.questions import Asks, Question, Sheet
from commonward_portal.raise_steps import check, child_step
from commonward_portal.sending import refused, send, typed
from commonward_portal.wording import tell

WHICH = Question(
    "into",
    "One child, or two?",
    Asks.ONE,
    tuple(RECORDS.items()),
    "The child is found under the record that goes on. The other one stays as it is, and can be parted again",
    needed=True,
)
WHY = Question("reason", "How do you know?", Asks.WORDS, needed=True)

PROPOSED = "Proposed. Nothing changes until a second person, who sees both records, agrees."

blueprint = Blueprint("same_child", __name__)


@page(blueprint, "/cases/<uuid:case>/same-child", guard=SIGNED_IN)
def alike(case: UUID) -> Response:
    """Records that are like this child's."""
    asked = frame(case, {}, needed="case")
    ask = Ask("referral", f"/v1/children/{asked.page['child_id']}/alike")
    found = parts().apis.read(user().access_token, {"it": ask})["it"]
    if found.refused:
        abort(403)
    return _list(asked, Sheet(child_step().questions), found)


@page(blueprint, "/cases/<uuid:case>/same-child", guard=SIGNED_IN, methods=["POST"])
def look_again(case: UUID) -> Response:
    """Look by another name or number, under which the child may be on record too."""
    asked, sheet = frame(case, {}, needed="case"), Sheet(child_step().questions, typed())
    check(child_step(), sheet, london(utcnow()).date())
    if sheet.errors:
        return _list(asked, sheet, Answer(200, {"candidates": []}), 422)
    return _list(asked, sheet, look_for(sheet.typed))


@page(blueprint, "/cases/<uuid:case>/same-child/<uuid:other>", guard=SIGNED_IN)
def compare(case: UUID, other: UUID) -> Response:
    """Both records side by side, and what would become of them."""
    asked, sides = _both(case, other)
    return _show(asked, sides, Sheet(_questions(sides)))


@page(blueprint, "/cases/<uuid:case>/same-child/<uuid:other>", guard=SIGNED_IN, methods=["POST"])
def propose(case: UUID, other: UUID) -> AnyResponse:
    """Propose to merge them, or to part them where they are merged."""
    asked, sides = _both(case, other)
    sheet = Sheet(_questions(sides), typed())
    read = sheet.read()
    if sheet.errors:
        return _show(asked, sides, sheet, 422)
    merged = merged_of(sides)
    own = sides["child"]["child"]
    if merged:
        answer = send("referral", f"/v1/children/{merged}/parting", {"reason": read["reason"][0]})
    elif read["into"] == (TWO,):
        answer = send("referral", f"/v1/children/{own}/two", {"other": str(other), "reason": read["reason"][0]})
    else:
        goes, into = (str(other), own) if read["into"] == ("this",) else (own, str(other))
        answer = send("referral", f"/v1/children/{goes}/merging", {"into": into, "reason": read["reason"][0]})
    if not answer.ok:
        return _show(asked, sides, sheet, refused(sheet, answer))
    two = read.get("into") == (TWO,)
    tell("Kept: they are two children." if two else PROPOSED, sheet)
    return redirect(f"/cases/{case}", 303)


def merged_of(sides: Mapping[str, Any]) -> str | None:
    """Which of two records is merged into the other, if one is."""
    child, other = sides["child"], sides["other"]
    pairs = ((child, other), (other, child))
    return next((str(one["child"]) for one, into in pairs if one["merged_into"] == into["child"]), None)


def side_by_side(sides: Mapping[str, Any]) -> dict[str, Any]:
    """What the template of both needs."""
    return {
        "sides": [sides["child"], sides["other"]],
        "because": because(sides["why"]),
        "merged": merged_of(sides),
        "said_two": sides["said_two"],
    }


def _both(case: UUID, other: UUID) -> tuple[Frame, Mapping[str, Any]]:
    asked = frame(case, {}, needed="case")
    ask = Ask("referral", f"/v1/children/{asked.page['child_id']}/beside", {"other": str(other)})
    answer = parts().apis.read(user().access_token, {"it": ask})["it"]
    if answer.refused:
        abort(403)
    if answer.absent or str(other) == asked.page["child_id"]:
        abort(404)
    return asked, answer.body if answer.ok else abort(503)


def _questions(sides: Mapping[str, Any]) -> list[Question]:
    return [WHY] if merged_of(sides) else [WHICH, WHY]


def _list(asked: Frame, sheet: Sheet, found: Answer, status: int = 200) -> Response:
    own = {asked.page["child_id"], *(one["child"] for one in asked.page["merged"])}
    lines: Sequence[Any] = [line for line in found.body.get("candidates", ()) if line["child"] not in own]
    html = render_template(
        "same_child.html",
        frame=asked,
        sheet=sheet,
        lines=[(line, because(line["why"])) for line in lines],
        away=not found.ok,
    )
    return Response(html, status)


def _show(asked: Frame, sides: Mapping[str, Any], sheet: Sheet, status: int = 200) -> Response:
    html = render_template(
        "compare.html",
        frame=asked,
        sheet=sheet,
        waits=_waits(asked, sides),
        who=known_as,
        **side_by_side(sides),
    )
    return Response(html, status)


def _waits(asked: Frame, sides: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The proposal about these two that waits for a second person, if one does."""
    both = {sides["child"]["child"], sides["other"]["child"]}
    lines = (line for line in asked.page["waiting"] if line["kind"] in ("merge", "part"))
    return next((line for line in lines if {line["child"], line["into"]} == both), None)
