"""One case: what is known of it now, what is owed, and everything that happened. Asked of all services at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, abort, render_template, request

from commonward.procedure import Procedure, Procedures
from commonward_portal.acts import ACTS
from commonward_portal.apis import Answer, Ask
from commonward_portal.citing import cited, form_for, place_for
from commonward_portal.doing import place_to_do
from commonward_portal.guards import SIGNED_IN, page, user
from commonward_portal.parts import parts
from commonward_portal.people import known_as
from commonward_portal.summary import files, warnings
from commonward_portal.timeline import KINDS, SERVICES, Cited, Entry, last, merge, narrow, sheet_of

OWED = ("open", "paused", "breached")
MOST_OBLIGATIONS = 200
WAITS_AT = {
    "newer-concern": "#timeline",
    "open-transfer": "/transfers",
    "waiting-decision": "decisions",
    "waiting-record": "forms",
    "waiting-proposal": "#look-out",
    "meeting-decides": "meetings",
}
"""Where people see to what keeps a case open whatever the board."""
PARTS = {
    "case": "the summary",
    "obligations": "what is due",
    "prompts": "reminders",
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
    place: str | None
    """Where under the case it is done."""


@dataclass(frozen=True, slots=True)
class Lacks:
    """Something that closing the case still misses, and who can supply it."""

    words: str
    binding: bool
    supplied_by: str | None
    because: tuple[Cited, ...]
    form: str | None = None
    """The form by which it is supplied, where the board keeps one."""
    place: str | None = None
    """Where else it is supplied: under the case, or from the root."""


@page(blueprint, "/cases/<uuid:case>", guard=SIGNED_IN)
def read_case(case: UUID) -> str | Response:
    """The case as it stands, and the timeline, narrowed as the address asks."""
    answers = parts().apis.read(user().access_token, _asks(case))
    if answers["case"].refused:
        abort(403)
    if answers["case"].absent:
        abort(404)
    newest = parts().procedures.of(user().authority)
    entries = merge((answers[name].body for name in SERVICES if answers[name].ok), newest.authority)
    procedure = _edition(parts().procedures, newest, entries)
    kind, service = _chosen("show", KINDS), _chosen("service", SERVICES)
    lines = answers["obligations"].body["obligations"] if answers["obligations"].ok else []
    found = answers["case"].body
    shown, sheet, sheets = sheet_of(narrow(entries, kind, service), _number("sheet"))
    return render_template(
        "case.html",
        case=found.get("case"),
        page=found,
        acts={name: act for name, act in ACTS.items() if act.offered(found)},
        closes="case.close" in found.get("may", ()),
        case_id=case,
        away=[words for name, words in PARTS.items() if answers[name].away],
        unheard=[PARTS[name] for name in SERVICES if _has_not_heard(answers, name)],
        entries=shown,
        sheet=sheet,
        sheets=sheets,
        kind=kind,
        kinds=KINDS,
        service=service,
        services={name: PARTS[name].capitalize() for name in SERVICES},
        obligations_known=answers["obligations"].whole and answers["notify"].ok,
        **_clocks(lines, procedure),
        level_since=last(entries, "level-decided"),
        judged=last(entries, "assessment-completed") is not None and last(entries, "level-decided") is None,
        allocated=last(entries, "case-allocated"),
        who=known_as,
        plan=last(entries, "plan-adopted"),
        files=files(entries),
        warnings=warnings(found, entries, lines) if found.get("case") else [],
        lacks=lacks(answers["case"], procedure),
        prompts=prompts(answers["prompts"], procedure),
    )


def _clocks(lines: Iterable[Mapping[str, Any]], procedure: Procedure) -> dict[str, Any]:
    """What is owed, what was, and what comes next."""
    owed = [_owed(line, procedure) for line in lines]
    return {
        "obligations": [one for one in owed if one.state in OWED],
        "done": [one for one in owed if one.state not in OWED],
        "next_due": _next_due(owed),
    }


def lacks(case: Answer, procedure: Procedure) -> list[Lacks]:
    """What closing still misses, each with its citation."""
    return all_lacks(case.body["closing_misses"], case.body["closing_waits"], procedure) if case.ok else []


def all_lacks(
    gates: Iterable[Mapping[str, Any]], waits: Iterable[Mapping[str, Any]], procedure: Procedure
) -> list[Lacks]:
    """What the board's gates miss, and what keeps the case open whatever the board."""
    return [*(missing_line(line, procedure) for line in gates), *map(_waits, waits)]


def _waits(line: Mapping[str, Any]) -> Lacks:
    """What the core itself waits for."""
    place = WAITS_AT.get(line["keeps"])
    return Lacks(line["words"], binding=True, supplied_by=line["supplied_by"], because=(), place=place)


def missing_line(line: Mapping[str, Any], procedure: Procedure) -> Lacks:
    """What one gate misses."""
    binding, because = line["force"] == "must", cited([line["gate"]], procedure)
    form, place = (find(line["gate"], procedure) for find in (form_for, place_for))
    return Lacks(line["missing"], binding, line["supplied_by"], because, form, place)


def prompts(answer: Answer, procedure: Procedure) -> list[tuple[str, tuple[Cited, ...]]]:
    """The board's reminders with what they follow; none while the service is away."""
    lines = answer.body["prompts"] if answer.ok else []
    return [(line["words"], cited(line["because"], procedure)) for line in lines]


def _asks(case: UUID) -> dict[str, Ask]:
    query = {"case": str(case), "limit": str(MOST_OBLIGATIONS)}
    return {
        "case": Ask("referral", f"/v1/cases/{case}"),
        "obligations": Ask("notify", "/v1/obligations", query),
        "prompts": Ask("referral", f"/v1/cases/{case}/prompts", {"at": "close-case"}),
        **{service: Ask(service, f"/v1/cases/{case}/timeline") for service in SERVICES},
    }


def _has_not_heard(answers: Mapping[str, Answer], service: str) -> bool:
    """Whether a case that is there is not known to a service, whose copy is none the less as new as it should be."""
    answer = answers[service]
    return answers["case"].ok and answer.absent and answer.body.get("minutes_behind") is None


def _chosen(name: str, known: Sequence[str] | Mapping[str, str]) -> str | None:
    wanted = request.args.get(name)
    return wanted if wanted in known else None


def _number(name: str) -> int | None:
    text = request.args.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else None


def _edition(procedures: Procedures, newest: Procedure, entries: Sequence[Entry]) -> Procedure:
    """The procedure that the case was opened under."""
    opened = last(entries, "case-opened")
    return procedures.of(newest.authority.code, opened.facts["edition"]) if opened else newest


def _owed(line: Mapping[str, Any], procedure: Procedure) -> Owed:
    due = datetime.fromisoformat(line["due"]) if line["due"] else None
    because, place = cited(line["because"], procedure), place_to_do(line["clock"], procedure)
    return Owed(line["title"], line["role"], due, line["state"], because, place)


def _next_due(obligations: Sequence[Owed]) -> Owed | None:
    dated = [owed for owed in obligations if owed.state in OWED and owed.due is not None]
    return min(dated, key=lambda owed: str(owed.due), default=None)
