"""Meetings: those of a case, and one from convening to its plan. What blocks is said in plain words at its field."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, abort, flash, g, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from commonward_portal import drafts, meeting_sheets, plan_sheets
from commonward_portal.apis import Ask
from commonward_portal.asked import Asked, asked_of
from commonward_portal.case_roles import case_roles
from commonward_portal.citing import cited
from commonward_portal.frame import board, frame
from commonward_portal.guards import SIGNED_IN, page
from commonward_portal.kept import readable
from commonward_portal.meeting_names import names_of, when
from commonward_portal.overriding import ask_after, beside
from commonward_portal.people import known_as, people
from commonward_portal.plain import in_words
from commonward_portal.questions import Asks, Question, Sheet
from commonward_portal.raise_steps import AGENCIES
from commonward_portal.ruling_page import DECIDED, REFUSALS
from commonward_portal.seen import forget_version, shown_at
from commonward_portal.sending import Name, refused, send, sent_before, typed
from commonward_portal.wording import tell

CONVENING, HOLDING, PLAN, SHARING = "convening", "holding", "plan", "sharing"
ACTS = {CONVENING: "convene", HOLDING: "hold", PLAN: "adopt", SHARING: "share"}
"""What the service calls each step."""
DONE = {CONVENING: "Convened.", HOLDING: "Recorded.", PLAN: "Plan adopted.", SHARING: "Plan shared."}
OVERTAKEN = (
    "Somebody has taken this step since you opened it, you in another tab or another person: "
    "what was taken stands on this page. What you sent just now was not taken."
)

# A meeting stands at /meeting/..., since /meetings/ is the service's where all is served in one process.
blueprint = Blueprint("meeting", __name__)


@dataclass(frozen=True, slots=True)
class Step:
    """What is to be done next with a meeting."""

    name: str
    questions: list[Question]
    proposed: Mapping[str, tuple[str, ...]]


@page(blueprint, "/cases/<uuid:case>/meetings", guard=SIGNED_IN)
def list_meetings(case: UUID) -> Response:
    """The meetings of a case."""
    return _list(case, Sheet(_kinds()))


@page(blueprint, "/cases/<uuid:case>/meetings", guard=SIGNED_IN, methods=["POST"])
def call(case: UUID) -> AnyResponse:
    """Call a meeting that nothing calls for."""
    sheet = Sheet(_kinds(), typed())
    read = sheet.read()
    if sheet.errors:
        return _list(case, sheet, 422)
    answer = send("meetings", f"/v1/cases/{case}/meetings", {"kind": read["kind"][0]})
    if not answer.ok:
        return _list(case, sheet, refused(sheet, answer))
    return redirect(f"/meeting/{answer.body['id']}", 303)


@page(blueprint, "/meeting/<uuid:meeting>", guard=SIGNED_IN)
def show_meeting(meeting: UUID) -> Response:
    """What the procedure wants of it, what is recorded, and the next step."""
    asked = _asked(meeting)
    step = _step(asked.page, _rows())
    if step is None:
        return _show(asked, None, Sheet([]))
    draft = drafts.found(_draft_of(asked, step))
    if draft is not None:
        g.rows = "".join(draft.typed.get("rows", ()))
        step = _step(asked.page, _rows()) or step
    sheet = Sheet(step.questions, draft.typed if draft else step.proposed, draft=draft)
    return _show(asked, step, sheet)


@page(blueprint, "/meeting/<uuid:meeting>", guard=SIGNED_IN, methods=["POST"])
def take(meeting: UUID) -> AnyResponse:
    """Take the next step; or show room for another action."""
    asked, rows = _asked(meeting), _rows()
    more = request.form.get("do") == "more"
    step = _step(asked.page, rows + more)
    if step is None or step.name != request.form.get("step"):
        return _taken_already(asked, step)
    sheet = Sheet(step.questions, typed())
    besides = drafts.asked(_draft_of(asked, step), sheet)
    if besides is not None:
        return besides
    if sheet.errors:
        return _show(asked, step, sheet, drafts.refusal(sheet))
    if more:
        return _show(asked, step, sheet)
    read = _read(asked, step, sheet)
    if sheet.errors:
        return _show(asked, step, sheet, 422)
    answer = send("meetings", _path(meeting, asked.page, step.name), _body(step, read, asked.page, sheet, rows))
    if not answer.ok:
        place = _place(step, read, sheet, asked.page, rows)
        status = refused(sheet, answer, place, asked.frame.id, meeting)
        drafts.keep_for_return(_draft_of(asked, step), sheet)
        return _show(asked, step, sheet, status)
    drafts.forget(_draft_of(asked, step))
    warnings = "; ".join(in_words(line["message"], board()) for line in answer.body.get("warnings", ()))
    tell(DONE[step.name] + (f" Look again at this: {warnings}." if warnings else ""), sheet)
    return redirect(f"/meeting/{meeting}", 303)


def _taken_already(asked: Asked, step: Step | None) -> AnyResponse:
    """The step that the form was for is no longer the next one: this very form took it, or somebody else's did."""
    sent, id = request.form.get("step", ""), asked.page["meeting"]["id"]
    if sent in DONE and sent_before(_path(id, asked.page, sent)):
        flash(f"{DONE[sent]} It was sent twice and taken once.")
        return redirect(f"/meeting/{id}", 303)
    rows = readable([(name, each) for name, values in typed().items() for each in values], request.path, board())
    return _show(asked, step, _overtaken(step), 409, rows)


def _read(asked: Asked, step: Step, sheet: Sheet) -> dict[str, tuple[str, ...]]:
    if step.name == SHARING and not sent_before(_path(asked.page["meeting"]["id"], asked.page, SHARING)):
        sheet.errors |= plan_sheets.shared_meanwhile(asked.page, sheet.all("recipients"), board().words.of)
    return sheet.read()


def _asked(meeting: UUID) -> Asked:
    return asked_of("meetings", f"/v1/meetings/{meeting}", "meeting")


def _draft_of(asked: Asked, step: Step) -> drafts.Place:
    """Each step of a meeting has a draft of its own."""
    return drafts.Place("meetings", drafts.MEETING, asked.frame.id, f"{asked.page['meeting']['id']}-{step.name}")


def _rows() -> int:
    """How many actions there is room for: as the form says, or the draft that is shown."""
    text = request.form.get("rows", g.get("rows", ""))
    return min(max(int(text), plan_sheets.FEWEST), plan_sheets.MOST) if text.isdigit() else plan_sheets.FEWEST


def _step(found: Mapping[str, Any], rows: int) -> Step | None:
    """The next step; None where nothing is left to do here."""
    word, kind, plan = board().words.of, found["kind"], found["plan"]
    roles = case_roles(board())
    state = found["meeting"]["state"]
    if state == "required" or (state == "convened" and request.args.get("again")):
        return Step(CONVENING, meeting_sheets.convening(found, word, people(), roles), meeting_sheets.proposed(found))
    if state == "convened":
        return Step(HOLDING, meeting_sheets.holding(found, word, _agencies(found), roles), {})
    if plan is None and kind["plan"] and found["meeting"]["quorate"]:
        return Step(PLAN, plan_sheets.adopting(found, word, _agencies(found), _plans(), rows), {})
    if plan and (plan_sheets.left_to_share(found) or not plan["shared"]):
        return Step(SHARING, plan_sheets.sharing(found, word, roles), plan_sheets.proposed_to_share(found))
    return None


def _agencies(found: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Those whom the meeting expects, and those that the board has a word for."""
    word, known = board().words.of, dict(board().words.terms)
    codes = (
        *meeting_sheets.expected(found),
        *(code for code in AGENCIES if code in known),
        *(code for code, _ in case_roles(board())),
    )
    return tuple((code, word(code)) for code in dict.fromkeys(codes))


def _plans() -> tuple[tuple[str, str], ...]:
    """The plans that the board has a word for."""
    return tuple(term for term in board().words.terms if term[0].endswith("plan"))


def _path(meeting: UUID | str, found: Mapping[str, Any], step: str) -> str:
    shares = step == SHARING and found["plan"]
    return f"/v1/plans/{found['plan']['id']}/sharing" if shares else f"/v1/meetings/{meeting}/{step}"


def _body(
    step: Step, read: Mapping[str, tuple[str, ...]], found: Mapping[str, Any], sheet: Sheet, rows: int
) -> dict[str, Any]:
    make: dict[str, Callable[[], dict[str, Any]]] = {
        CONVENING: lambda: meeting_sheets.to_convene(read, found),
        HOLDING: lambda: meeting_sheets.to_hold(read, found),
        PLAN: lambda: plan_sheets.to_adopt(read, rows),
        SHARING: lambda: plan_sheets.to_share(read),
    }
    body = make[step.name]()
    return body | beside(sheet)


def _place(step: Step, read: Mapping[str, tuple[str, ...]], sheet: Sheet, found: Mapping[str, Any], rows: int) -> Name:
    match step.name:
        case "convening":
            return meeting_sheets.convening_place(sheet, found)
        case "holding":
            return meeting_sheets.holding_place(read, found)
        case "plan":
            return plan_sheets.adopting_place(read, rows)
        case "sharing":
            return plan_sheets.sharing_place(found)
    return str


def _overtaken(step: Step | None) -> Sheet:
    """Somebody else has taken this step meanwhile; what was typed is in the new form as far as it asks the same."""
    sheet = Sheet(step.questions if step else [], typed())
    sheet.errors["form"] = OVERTAKEN
    forget_version(sheet)
    return sheet


def _holders(found: Mapping[str, Any], step: str) -> list[str]:
    """The titles of those whose step it is."""
    kind, chair = found["kind"], found["meeting"]["chair_role"] or found["kind"]["chair"]
    return [
        board().words.of(role) for role in ([chair] if step == PLAN else dict.fromkeys((*kind["conveners"], chair)))
    ]


def _kinds(wanted: Collection[str] | None = None) -> list[Question]:
    """The kinds that people call, or those of them that are wanted."""
    known = [kind for kind in board().meeting_kinds if kind.by_people]
    kinds = tuple((kind.id, kind.title) for kind in known if wanted is None or kind.id in wanted)
    return [Question("kind", "Which meeting?", Asks.ONE, kinds, needed=True)] if kinds else []


def _list(case: UUID, sheet: Sheet, status: int = 200) -> Response:
    asked = frame(case, {"meetings": Ask("meetings", "/v1/meetings", {"case": str(case)})})
    if asked.answers["meetings"].refused:
        abort(403)
    if not sheet.errors and asked.answers["meetings"].ok:
        sheet = Sheet(_kinds(asked.answers["meetings"].body["may_call"]))
    html = render_template(
        "meetings.html",
        frame=asked,
        sheet=sheet,
        meetings=asked.lines("meetings"),
        names=names_of(asked.lines("meetings"), board().words.of),
        who=known_as,
    )
    return Response(html, status)


def _show(
    asked: Asked,
    step: Step | None,
    sheet: Sheet,
    status: int = 200,
    overtaken: Sequence[tuple[str, str]] = (),
) -> Response:
    ask_after(sheet, status)
    version = shown_at(sheet, asked.page["version"])
    html = render_template(
        "meeting.html",
        frame=asked.frame,
        page=asked.page,
        step=step.name if step else None,
        offered=step is not None and (sheet.is_begun or ACTS[step.name] in asked.page["may"]),
        holders=_holders(asked.page, step.name) if step else [],
        sheet=sheet,
        version=version,
        rows_shown=_rows() + (request.form.get("do") == "more"),
        when=when(asked.page["meeting"]),
        decided=DECIDED,
        refusals=REFUSALS,
        overtaken=overtaken,
        who=known_as,
        cited=cited,
    )
    return Response(html, status)
