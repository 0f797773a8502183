"""The first page: what the user owes, the first due first, and what waits for them as the second person."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from commonward.clock import utcnow
from commonward.identity import Capability
from commonward_portal import drafts
from commonward_portal.apis import Answer, Ask
from commonward_portal.citing import cited
from commonward_portal.frame import board
from commonward_portal.guards import SIGNED_IN, holds, page, user
from commonward_portal.parts import parts
from commonward_portal.work_list import TITLES, by_due, tasks

A_PAGE = 100
LONGEST_CODE = 64
MOST_CASES = "200"
"""As many open cases as a service tells at once; a task of an older case shows its number and no name."""
NEWS_OF = ("referral", "risk", "meetings")
MOST_NEWS = 30
PARTS = {
    "owed": "what you owe",
    "cases": "the names of the cases",
    "agree": "what waits for you",
    "levels": "levels",
    "plans": "plans to acknowledge",
    "told": "what you were told",
    "offers": "what other boards ask",
}
"""What a reader misses while a service is away."""
OTHERS_PAGES = ((Capability.OPERATE, "/running"), (Capability.REPORT_READ, "/board"))
"""Where somebody lands who works on no case."""

blueprint = Blueprint("home", __name__)


@dataclass(frozen=True, slots=True)
class Waits:
    """Something that waits for the user's word."""

    title: str
    href: str
    reference: str
    since: str


@page(blueprint, "/", guard=SIGNED_IN)
def home() -> str | Response:
    """The work list; for who is shown none, the page that is theirs."""
    if not holds(Capability.OBLIGATION_READ):
        for capability, path in OTHERS_PAGES:
            if holds(capability):
                return redirect(path)
    number, role, team = _page_number(), _code("role"), _code("team")
    answers = parts().apis.read(user().access_token, _asks(number, role))
    owed, cases = _lines(answers["owed"], "obligations"), _lines(answers["cases"], "cases")
    listed = tasks(owed, cases, board())
    return render_template(
        "home.html",
        away=_away(answers),
        refused=answers["owed"].refused,
        groups=by_due([task for task in listed if team in ("", task.team)], utcnow()),
        roles=sorted({role, *(task.role for task in listed)} - {""}),
        teams=sorted({team, *(task.team for task in listed)} - {""}),
        chosen={"role": role, "team": team},
        news=_news(answers),
        told=_lines(answers["told"], "news"),
        names={case["id"]: case["child"] for case in cases},
        titles=TITLES,
        known=answers["owed"].whole,
        waits=_waits(answers, {case["id"]: case for case in cases}),
        plans=_plans(answers),
        drafts=_drafts(answers, {case["id"]: case for case in cases}),
        cited=cited,
        page=number,
        more=len(owed) == A_PAGE,
    )


def _code(name: str) -> str:
    """A role or team to narrow to; nothing where the address holds something else."""
    wanted = request.args.get(name, "")
    return wanted if re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", wanted) and len(wanted) <= LONGEST_CODE else ""


def _asks(number: int, role: str) -> dict[str, Ask]:
    query = {"limit": str(A_PAGE), "page": str(number)} | ({"role": role} if role else {})
    return {
        "owed": Ask("notify", "/v1/work-list", query),
        "cases": Ask("referral", "/v1/cases", {"limit": MOST_CASES}),
        "agree": Ask("referral", "/v1/waiting"),
        "levels": Ask("risk", "/v1/waiting"),
        "plans": Ask("meetings", "/v1/waiting"),
        "told": Ask("notify", "/v1/told"),
        **({"offers": Ask("referral", "/v1/transfers")} if holds(Capability.CASE_TRANSFER) else {}),
        **{f"{name} news": Ask(name, "/v1/news") for name in NEWS_OF},
        **{f"{name} drafts": Ask(name, "/v1/drafts", {"showing": ",".join(drafts.CHILD)}) for name in drafts.SERVICES},
    }


def _away(answers: Mapping[str, Answer]) -> list[str]:
    several = {"drafts": (drafts.SERVICES, "some of your drafts"), "news": (NEWS_OF, "some of what is new")}
    some = [words for what, (of, words) in several.items() if any(answers[f"{name} {what}"].away for name in of)]
    return [*(words for name, words in PARTS.items() if name in answers and answers[name].away), *some]


def _page_number() -> int:
    text = request.args.get("page", "1")
    return min(max(int(text), 1), 1000) if text.isascii() and text.isdigit() else 1


def _lines(answer: Answer, name: str) -> list[Mapping[str, Any]]:
    return list(answer.body[name]) if answer.ok else []


def _news(answers: Mapping[str, Answer]) -> list[Mapping[str, Any]]:
    """What is new anywhere, the newest first."""
    lines = [line for name in NEWS_OF for line in _lines(answers[f"{name} news"], "news")]
    return sorted(lines, key=lambda line: str(line["at"]), reverse=True)[:MOST_NEWS]


def _waits(answers: Mapping[str, Answer], cases: Mapping[str, Mapping[str, Any]]) -> list[Waits]:
    word = parts().procedures.of(user().authority).words.of
    agree = [
        Waits(
            f"{line['title']}: {word(line['option'])}" if line["option"] else str(line["title"]),
            _place(line),
            line["reference"],
            line["since"],
        )
        for line in _lines(answers["agree"], "waiting")
    ]
    levels = [
        Waits(
            f"Level of risk: {word(line['level'] or line['judgement'])}",
            f"/assessments/{line['id']}/level",
            str(cases.get(line["case"], {}).get("reference", "")),
            line["completed_at"],
        )
        for line in _lines(answers["levels"], "assessments")
    ]
    return sorted([*agree, *levels, *_offers(answers)], key=lambda one: one.since)


def _place(line: Mapping[str, Any]) -> str:
    """Where it is answered: two records that may be one child's on the page of both."""
    case = f"/cases/{line['case']}"
    return f"{case}/same-child/{line['other']}" if line["other"] else f"{case}/agree/{line['about']}/{line['id']}"


def _offers(answers: Mapping[str, Answer]) -> list[Waits]:
    """Cases that other boards ask the user's to take, and that nobody has answered for yet."""
    lines = _lines(answers["offers"], "transfers") if "offers" in answers else []
    procedures = parts().procedures
    return [
        Waits(
            f"{procedures.of(line['authority']).authority.name} asks you to take a case",
            "/transfers",
            line["reference"],
            line["at"],
        )
        for line in lines
        if line["direction"] == "in" and line["state"] == "offered"
    ]


def _plans(answers: Mapping[str, Answer]) -> list[Waits]:
    """Plans that were shared with the user, who has not said yet that they have them."""
    word = parts().procedures.of(user().authority).words.of
    return [
        Waits(
            f"{word(line['kind'])}, version {line['version']}",
            f"/meeting/{line['meeting']}/receipts",
            line["reference"],
            line["since"],
        )
        for line in _lines(answers["plans"], "plans")
    ]


def _drafts(answers: Mapping[str, Answer], cases: Mapping[str, Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """What the user has half-written anywhere, the newest first."""
    lines = [line for name in drafts.SERVICES for line in _lines(answers[f"{name} drafts"], "drafts")]
    shown = [
        {
            **line,
            "href": href,
            "title": drafts.title(line),
            "child": drafts.child(line),
            "case": cases.get(line["about"] or "", {}),
        }
        for line in lines
        if (href := drafts.href(line))
    ]
    return sorted(shown, key=lambda line: str(line["saved_at"]), reverse=True)
