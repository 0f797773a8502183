"""What the form at an address offers to be chosen, as far as it is known without asking a service for it. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from commonward.procedure import Procedure, Tool
from commonward.procedure.tools import Choice
from commonward_portal import access_words, answer_words, breach_words, sharing_words
from commonward_portal.acts import ACTS, Known
from commonward_portal.questions import Asks, Question
from commonward_portal.raise_steps import AGENCIES, steps

Labels = Mapping[str, str]
"""By the code of the choice."""
_CHOSEN = (Asks.ONE, Asks.SOME, Asks.PICK)
_ACT = re.compile(r"/do/([\w-]+)$")
_PAGES: tuple[tuple[str, str, Labels], ...] = (
    ("/break-glass", "code", access_words.REASONS),
    ("/agree/", "agree", answer_words.AGREE),
    ("/same-child/", "into", answer_words.RECORDS),
    ("/breaches/", "reason", dict(breach_words.REASONS)),
    ("/sharing/new", "outcome", sharing_words.OUTCOMES),
    ("/sharing/new", "with_whom", AGENCIES | sharing_words.PARTNERS),
    ("/sharing/new", "what", sharing_words.WHAT),
    ("/sharing/new", "purpose", sharing_words.PURPOSES),
    ("/sharing/new", "basis", sharing_words.BASES),
    ("/sharing/new", "informed", sharing_words.INFORMED),
    ("/receipts", "how", sharing_words.HOW),
)
"""What is offered alike at every board: how the address ends, or where a stroke is last what it holds; the question."""


def act_questions(path: str, procedure: Procedure) -> list[Question]:
    """Those of the short form at this address, if there is one."""
    act = ACTS.get(named[1]) if (named := _ACT.search(path)) else None
    return act.asks(Known(procedure, (), tuple(AGENCIES.items()), ())) if act else []


def labels_at(path: str, procedure: Procedure) -> dict[str, Labels]:
    """The choices of each question at this address that has some, by its name."""
    found: dict[str, Labels] = {question.name: dict(question.choices) for question in _questions(path, procedure)}
    for where, name, labels in (*_PAGES, *_of_board(procedure)):
        if labels and (where in path if where.endswith("/") else path.endswith(where)):
            found[name] = labels
    return found


def declared(procedure: Procedure) -> frozenset[str]:
    """Every code that one of the board's decisions or meetings offers."""
    return frozenset(_declared(procedure))


def _of_board(procedure: Procedure) -> Iterator[tuple[str, str, Labels]]:
    """The same of what the board declares."""
    yield "/assessments", "tool", {tool.code: tool.title for tool in procedure.tools}
    yield "/meetings", "kind", {kind.id: kind.title for kind in procedure.meeting_kinds}
    for tool in procedure.tools:
        for name, choices in _of_tool(tool):
            yield "/assessments/", name, {choice.code: choice.title for choice in choices}
    for kind in procedure.records:
        for field in kind.fields:
            labels = {code: procedure.words.of(code) for code in field.choices}
            yield f"/forms/{kind.id}", f"answers.{field.code}", labels
            yield "/raise/", f"known.{kind.id}.{field.code}", labels


def _of_tool(tool: Tool) -> Iterator[tuple[str, Sequence[Choice]]]:
    for section in tool.sections:
        for item in section.items:
            yield f"answers.{item.code}", section.choices or tool.choices
            if section.second_axis:
                yield f"second.{item.code}", section.second_axis.choices


def _questions(path: str, procedure: Procedure) -> Iterator[Question]:
    asked = act_questions(path, procedure)
    if path.startswith("/raise"):
        areas = tuple((area.code, area.title) for area in procedure.authority.areas)
        asked = [question for step in steps(areas, ()) for question in step.questions]
    yield from (question for question in asked if question.asks in _CHOSEN)


def _declared(procedure: Procedure) -> Iterator[str]:
    yield from procedure.scope.subjects
    for point in procedure.decisions:
        yield from point.options
    for meeting in procedure.meeting_kinds:
        yield from (*meeting.invited, *meeting.quorum, *meeting.plan_aims, *meeting.action_kinds, *meeting.outcomes)
