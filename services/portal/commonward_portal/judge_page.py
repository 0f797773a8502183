"""The judgement that completes an assessment, and the second person's word on the level."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, redirect, render_template
from werkzeug.wrappers import Response as AnyResponse

from commonward_portal import drafts, tool_sheet
from commonward_portal.asked import Asked, asked_of
from commonward_portal.citing import cited
from commonward_portal.frame import board
from commonward_portal.guards import SIGNED_IN, page
from commonward_portal.overriding import ask_after, beside
from commonward_portal.people import known_as, me
from commonward_portal.questions import Asks, Question, Sheet
from commonward_portal.sending import refused, send, typed
from commonward_portal.wording import tell

DECIDED = "decided"
FALLS = {
    "steps": "it falls by more steps than one person decides",
    "unmonitored": "nobody would look again by themselves",
    "several": "it is one of several falls on one day",
}

blueprint = Blueprint("judging", __name__)


@page(blueprint, "/assessments/<uuid:assessment>/judgement", guard=SIGNED_IN)
def show_judgement(assessment: UUID) -> Response:
    """The question that completes it."""
    asked = asked_of("risk", f"/v1/assessments/{assessment}", "assessment")
    return _page("judgement.html", asked, drafts.sheet_of(_draft_of(asked), _judging(asked.page)))


@page(blueprint, "/assessments/<uuid:assessment>/judgement", guard=SIGNED_IN, methods=["POST"])
def judge(assessment: UUID) -> AnyResponse:
    """Complete the assessment with what its draft holds."""
    asked = asked_of("risk", f"/v1/assessments/{assessment}", "assessment")
    tool = {question.name: question for question in tool_sheet.questions(asked.page, ())}
    sheet = Sheet(_judging(asked.page), typed(), elsewhere=f"/assessments/{assessment}", beyond=tool)
    besides = drafts.asked(_draft_of(asked), sheet)
    if besides is not None:
        return besides
    if sheet.errors:
        return _page("judgement.html", asked, sheet, drafts.refusal(sheet))
    read = sheet.read()
    if sheet.errors:
        return _page("judgement.html", asked, sheet, 422)
    answer = send("risk", f"/v1/assessments/{assessment}/completion", _body(read, sheet))
    if not answer.ok:
        status = refused(sheet, answer, tool_sheet.place_of, asked.frame.id, assessment)
        drafts.keep_for_return(_draft_of(asked), sheet)
        return _page("judgement.html", asked, sheet, status)
    drafts.forget(_draft_of(asked))
    tell(_told(answer.body), sheet)
    return redirect(f"/cases/{asked.frame.id}", 303)


@page(blueprint, "/assessments/<uuid:assessment>/level", guard=SIGNED_IN)
def show_level(assessment: UUID) -> Response:
    """What was judged, and the second person's question."""
    asked = asked_of("risk", f"/v1/assessments/{assessment}", "assessment")
    line = asked.page["assessment"]
    judged = {"level": (line["level"] or line["judgement"] or "",)}
    return _page("level.html", asked, drafts.sheet_of(_draft_of(asked, drafts.LEVEL), _deciding(), judged))


@page(blueprint, "/assessments/<uuid:assessment>/level", guard=SIGNED_IN, methods=["POST"])
def decide_level(assessment: UUID) -> AnyResponse:
    """Decide the level, or confirm a provisional one."""
    asked = asked_of("risk", f"/v1/assessments/{assessment}", "assessment")
    sheet = Sheet(_deciding(), typed())
    besides = drafts.asked(_draft_of(asked, drafts.LEVEL), sheet)
    if besides is not None:
        return besides
    if sheet.errors:
        return _page("level.html", asked, sheet, drafts.refusal(sheet))
    read = sheet.read()
    if sheet.errors:
        return _page("level.html", asked, sheet, 422)
    command = "confirmation" if asked.page["assessment"]["state"] == DECIDED else "decision"
    answer = send("risk", f"/v1/assessments/{assessment}/{command}", _body(read, sheet))
    if not answer.ok:
        status = refused(sheet, answer, case=asked.frame.id, about=assessment)
        drafts.keep_for_return(_draft_of(asked, drafts.LEVEL), sheet)
        return _page("level.html", asked, sheet, status)
    drafts.forget(_draft_of(asked, drafts.LEVEL))
    tell(f"Level decided: {board().words.of(read['level'][0])}.", sheet)
    return redirect(f"/cases/{asked.frame.id}", 303)


def _draft_of(asked: Asked, kind: str = drafts.JUDGEMENT) -> drafts.Place:
    return drafts.Place("risk", kind, asked.frame.id, asked.page["assessment"]["id"])


def _body(read: Mapping[str, tuple[str, ...]], sheet: Sheet) -> dict[str, Any]:
    return {name: values[0] for name, values in read.items()} | beside(sheet)


def _levels() -> tuple[tuple[str, str], ...]:
    scale = sorted(board().scale.levels, key=lambda level: level.rank)
    return tuple((level.code, level.title) for level in scale)


def _judging(found: Mapping[str, Any]) -> list[Question]:
    questions = [
        Question("judgement", found["tool"]["summary_label"], Asks.ONE, _levels(), needed=True),
        Question("rationale", "Why do you judge so?", Asks.WORDS, needed=True),
    ]
    if found["tool"]["figure"]:
        hint = "Only where you judge otherwise than the figure reads"
        questions.append(Question("divergence_reason", "Why another level than the figure?", Asks.WORDS, hint=hint))
    return questions


def _deciding() -> list[Question]:
    hint = "Needed where you decide otherwise than the first person judged, or where the level falls"
    return [
        Question("level", "Which level do you decide?", Asks.ONE, _levels(), needed=True),
        Question("reason", "Why?", Asks.WORDS, hint=hint),
    ]


def _told(done: Mapping[str, Any]) -> str:
    if done.get("state") == "completed":
        falls = "; ".join(FALLS.get(fall, fall) for fall in done.get("waits_because", ()))
        return f"Assessment completed. The level waits for a second person{': ' + falls if falls else ''}."
    level = done.get("level")
    return f"Assessment completed. Level: {board().words.of(level)}." if level else "Assessment completed."


def _page(template: str, asked: Asked, sheet: Sheet, status: int = 200) -> Response:
    ask_after(sheet, status)
    html = render_template(
        template,
        frame=asked.frame,
        page=asked.page,
        sheet=sheet,
        offered=lambda act: sheet.is_begun or act in asked.page["assessment"]["may"],
        unanswered=tool_sheet.unanswered(asked.page),
        falls=[FALLS.get(fall, fall) for fall in asked.page["waits_because"]],
        who=known_as,
        me=me(),
        cited=cited,
    )
    return Response(html, status)
