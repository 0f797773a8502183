"""What people do with the risk tools of a synthetic case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from commonward.cli import bodies
from commonward.cli.forms import wanted_before
from commonward.cli.synthesise.case import WHY, Case
from commonward.cli.synthesise.people import Somebody
from commonward.identity import Capability
from commonward.procedure import Command


def ask(case: Case, tool: str | None = None) -> None:
    """Ask for a new assessment, by default with the tool that was used last."""
    case.post(case.worker, "risk", f"/cases/{case.id}/assessments", {"tool": tool} if tool else {})


def waiting(case: Case) -> list[Mapping[str, Any]]:
    """Assessments that wait for an answer or for a second person."""
    found = case.worker.get("risk", "/assessments", case=case.id)["assessments"]
    return [each for each in found if each["state"] != "decided"]


def prepare(case: Case, assessment: Mapping[str, Any], level: str) -> bool:
    """Fill in the forms that the board wants before an assessment at this level; say whether there are any."""
    commands = ((Command.COMPLETE_ASSESSMENT, assessment["tool"]), (Command.DECIDE_LEVEL, level))
    forms = [form for command, at in commands for form in wanted_before(case.procedure, command, at)]
    for form in forms:
        case.fill(form)
    return bool(forms)


def complete(case: Case, assessment: Mapping[str, Any], level: str) -> None:
    """Complete an assessment at a level."""
    tool = case.worker.get("risk", f"/assessments/{assessment['id']}")["tool"]
    person = _hand_on(case, assessment["id"], tool, level)
    case.post(person, "risk", f"/assessments/{assessment['id']}/completion", bodies.completion(tool, level))


def _hand_on(case: Case, id: str, tool: Mapping[str, Any], level: str) -> Somebody:
    """Complete every stage but the last, each by its role; return who completes the tool."""
    if not tool["stages"]:
        return case.worker
    draft = {name: bodies.completion(tool, level)[name] for name in ("answers", "entries", "contributions")}
    for stage in tool["stages"][:-1]:
        person = case.staff.role(stage["completed_by"])
        person.put("risk", f"/assessments/{id}/answers", draft)
        case.post(person, "risk", f"/assessments/{id}/stage", {"stage": stage["code"]})
    return case.staff.role(tool["stages"][-1]["completed_by"])


def second(case: Case, assessment: Mapping[str, Any], level: str | None = None) -> None:
    """A second person decides the level, as the first has judged or otherwise."""
    scale = case.procedure.scale
    role = scale.second_role or (scale.guard.second_role if scale.guard else None)
    person = case.staff.role(role) if role else case.staff.able(Capability.CASE_DECIDE, but=case.worker)
    body = {"level": level or assessment["judgement"], "reason": WHY}
    case.post(person, "risk", f"/assessments/{assessment['id']}/decision", body)
