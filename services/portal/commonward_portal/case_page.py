"""One case: what is known of it now, what is owed, and everything that happened. Asked of all services at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, abort, render_template, request

from commonward.procedure import Procedure, Procedures
from commonward_portal.apis import Answer, Ask
from commonward_portal.citing import cited
from commonward_portal.guards import SIGNED_IN, page, user
from commonward_portal.parts import parts
from commonward_portal.timeline import KINDS, SERVICES, Cited, Entry, last, merge, narrow

OWED = ("open", "paused", "breached")
MOST_OBLIGATIONS = 200
PARTS = {
    "case": "the summary",
    "obligations": "what is due",
    "referral": "concerns and decisions",
    "risk": "assessments and levels",
    "meetings": "meetings and plans",
    "notify": "clocks and notices",
}
"""What a reader misses while a service is away."""

blueprint = Blueprint("case", __name__)


@dataclass(frozen=True, slots=True)
class Owed:
    """Something due, or once due."""

    title: str
    role: str
    due: datetime | None
    state: str
    because: tuple[Cited, ...]


@page(blueprint, "/cases/<uuid:case>", guard=SIGNED_IN)
def read_case(case: UUID) -> str | Response:
    """One case."""
    answers = parts().apis.read(user().access_token, _asks(case))
    if answers["case"].refused:
        abort(403)
    if answers["case"].absent:
        abort(404)
    procedure = parts().procedures.of(user().authority)
    entries = merge((answers[name].body for name in SERVICES if answers[name].ok), procedure.authority)
    procedure = _edition(parts().procedures, procedure, entries)
    kind = request.args.get("show")
    kind = kind if kind in KINDS else None
    return render_template(
        "case.html",
        case=answers["case"].body.get("case"),
        case_id=case,
        away=[words for name, words in PARTS.items() if answers[name].away],
        entries=narrow(entries, kind),
        kind=kind,
        kinds=KINDS,
        obligations=(owed := _obligations(answers["obligations"], procedure)),
        obligations_known=answers["obligations"].ok,
        next_due=_next_due(owed),
        level_since=last(entries, "level-decided"),
        allocated=last(entries, "case-allocated"),
    )


def _asks(case: UUID) -> dict[str, Ask]:
    query = {"case": str(case), "limit": str(MOST_OBLIGATIONS)}
    return {
        "case": Ask("referral", f"/v1/cases/{case}"),
        "obligations": Ask("notify", "/v1/obligations", query),
        **{service: Ask(service, f"/v1/cases/{case}/timeline") for service in SERVICES},
    }


def _edition(procedures: Procedures, newest: Procedure, entries: Sequence[Entry]) -> Procedure:
    """The procedure that the case was opened under."""
    opened = last(entries, "case-opened")
    return procedures.of(newest.authority.code, opened.facts["edition"]) if opened else newest


def _obligations(answer: Answer, procedure: Procedure) -> list[Owed]:
    return [_owed(line, procedure) for line in answer.body["obligations"]] if answer.ok else []


def _owed(line: Mapping[str, Any], procedure: Procedure) -> Owed:
    due = datetime.fromisoformat(line["due"]) if line["due"] else None
    because = cited(line["because"], procedure)
    return Owed(line["title"], line["role"], due, line["state"], because)


def _next_due(obligations: Sequence[Owed]) -> Owed | None:
    dated = [owed for owed in obligations if owed.state in OWED and owed.due is not None]
    return min(dated, key=lambda owed: str(owed.due), default=None)
