"""What the demonstration and the synthetic years send to the APIs: whole bodies, as the board's declarations want them.

Everything in them is synthetic. They know no board: what to fill in they learn from the procedure and from the APIs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, Protocol

from commonward.procedure import MeetingKind

Body = dict[str, Any]


class Person(Protocol):
    """Somebody who calls the APIs: over HTTP, or within the process."""

    @property
    def id(self) -> str:
        """The id by which the platform knows them."""
        ...

    @property
    def role(self) -> str:
        """The job role in which they act."""
        ...

    def get(self, service: str, path: str, **query: str) -> Any:
        """Read."""
        ...

    def post(self, service: str, path: str, body: Mapping[str, Any]) -> Any:
        """Do."""
        ...


def child(name: tuple[str, str], born: date | None, area: str | None, **known: str) -> Body:
    """A synthetic child, with what is known of them."""
    there = {"born": born.isoformat() if born else None, "family_area": area, **known}
    return {"given_name": name[0], "family_name": name[1], **{key: value for key, value in there.items() if value}}


def concern(about: Body, happened_on: date, *, account: str, agency: str = "school", **known: Any) -> Body:
    """A concern about a child. `known` answers what is otherwise unknown."""
    return {
        "child": about,
        "agency": agency,
        "happened_on": happened_on.isoformat(),
        "account": account,
        "forms": ["online"],
        **known,
    }


def allocation(worker: Person, team: str) -> Body:
    """Give the case to this worker."""
    return {"role": worker.role, "team": team, "worker": worker.id}


def completion(tool: Mapping[str, Any], judgement: str) -> Body:
    """A tool filled in whole, with this judgement: every answer and entry that it wants, by as many as it wants."""
    wanted = tool.get("contributors")
    agencies = [f"agency-{number + 1}" for number in range(wanted["at_least"])] if wanted else []
    return {
        "answers": [_answer(tool, section, item) for section in tool["sections"] for item in section["items"]],
        "entries": [{"entry": entry["code"], "text": "A synthetic entry."} for entry in _entries(tool)],
        "contributions": [{"agency": agency, "text": "A synthetic contribution."} for agency in agencies],
        "judgement": judgement,
        "rationale": "A synthetic judgement with its reasons.",
        "divergence_reason": "A synthetic reason to judge otherwise than the figure reads.",
    }


def _answer(tool: Mapping[str, Any], section: Mapping[str, Any], item: Mapping[str, Any]) -> Body:
    """The last choice that wants words, with words; but none that a floor names, if there is another."""
    choices = section.get("choices") or tool["choices"]
    floored = {code for floor in tool.get("floors", ()) if floor["item"] == item["code"] for code in floor["choices"]}
    choices = [choice for choice in choices if choice["code"] not in floored] or choices
    chosen = [choice for choice in choices if choice["wants_text"]] or choices
    answer = {"item": item["code"], "choice": chosen[-1]["code"], "text": "A synthetic analysis of the evidence."}
    if axis := section.get("second_axis"):
        answer["second"] = axis["choices"][-1]["code"]
    if chosen[-1].get("wants_date"):
        answer["as_at"] = "2020-01-01"
    return answer


def _entries(tool: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    inside = [entry for section in tool["sections"] for entry in section.get("entries", ())]
    return [entry for entry in (*tool.get("front_sheet", ()), *inside, *tool.get("entries", ())) if entry["wanted"]]


def convening(kind: MeetingKind, planned_for: datetime, *, inviting: Iterable[str] = ()) -> Body:
    """A meeting's time, with a decision about each whose invitation the board wants decided."""
    invited = set(inviting)
    decisions = [
        {"whom": whom, "invited": whom in invited, "reason": "A synthetic reason."} for whom in kind.invite_decided_for
    ]
    return {"planned_for": planned_for.isoformat(), "invitations": decisions}


def holding(kind: MeetingKind, held_at: datetime, *, without: str | None = None) -> Body:
    """A meeting that took place with everybody wanted, or without one of its quorum."""
    agencies = [agency for agency in dict.fromkeys((*kind.quorum, *kind.invited)) if agency != without]
    present = [_present(agency) for agency in agencies]
    if roles := [role for role in kind.quorum_roles if role != without]:
        present += [{**_present(agencies[0]), "role": role} for role in roles]
    views = [{"of": whose, "given": "Synthetic views, given before the meeting."} for whose in kind.views_of]
    return {"held_at": held_at.isoformat(), "attendance": present, "views": views}


def _present(agency: str) -> Body:
    return {"agency": agency, "person": "A synthetic professional", "contribution": "A synthetic contribution."}


def plan(kind: MeetingKind, met: date, *, other: str | None = None, actions: int = 1) -> Body:
    """The plan of a meeting held on this day, whole and with actions that pass every demand of its kind."""
    return {
        "sections": dict.fromkeys(kind.plan_sections, "A synthetic section."),
        "aims": list(kind.plan_aims[:1]),
        "other_plan": other if kind.refers_to_other_plan else None,
        "actions": [_action(kind, met, number) for number in range(actions)],
        "next_meeting": (met + timedelta(days=28)).isoformat(),
        "every": {"amount": 4, "unit": "weeks"},
    }


def _action(kind: MeetingKind, met: date, number: int) -> Body:
    about = kind.action_kinds[number % len(kind.action_kinds)] if kind.action_kinds else None
    return {
        "what": f"A synthetic action, number {number + 1}.",
        "owner": "A synthetic owner",
        "kind": about,
        "agency": dict(kind.action_owned_by).get(about or ""),
        "due": (met + timedelta(days=14)).isoformat(),
        "measure": "A synthetic measure of success.",
        "achievable": True,
        "realistic": True,
    }
