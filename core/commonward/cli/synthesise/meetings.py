"""What people do with the meetings of a synthetic case, from the convening to the last action."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from commonward.cli import bodies
from commonward.cli.synthesise.case import WHY, Case
from commonward.cli.synthesise.people import Somebody
from commonward.clock import london, utcnow
from commonward.identity import Capability
from commonward.procedure import MeetingKind

Row = Mapping[str, Any]


def of(case: Case, state: str | None = None) -> list[Row]:
    """The case's meetings, the newest first."""
    query = {"case": case.id} | ({"state": state} if state else {})
    found: list[Row] = _leader(case).get("meetings", "/meetings", **query)["meetings"]
    return found


def convene(case: Case, meeting: Row, planned_for: datetime | None = None) -> None:
    """Give a meeting its time."""
    kind = _kind(case, meeting)
    when = planned_for or utcnow() + timedelta(days=case.dice.randrange(1, 8))
    inviting = [whom for whom in kind.invite_decided_for if case.dice.random() < 0.7]
    _do(case, f"/meetings/{meeting['id']}/convening", bodies.convening(kind, when, inviting=inviting))


def hold(case: Case, meeting: Row, *, quorate: bool = True) -> None:
    """Record that it took place a moment ago; without one of the quorum where it shall be inquorate."""
    kind = _kind(case, meeting)
    for before in kind.records_before:
        if (form := case.procedure.record_kind(before)) is not None:
            case.fill(form)
    without = None if quorate else next(iter((*kind.quorum, *kind.quorum_roles)), None)
    _do(case, f"/meetings/{meeting['id']}/holding", bodies.holding(kind, utcnow(), without=without))


def adopt(case: Case, meeting: Row, actions: int = 1) -> str | None:
    """Record the plan that the meeting agreed, and return its id."""
    kind = _kind(case, meeting)
    if kind.plan is None or meeting["held_at"] is None:
        return None
    held = london(datetime.fromisoformat(meeting["held_at"])).date()
    body = bodies.plan(kind, held, other=case.about.get("plan_in_place"), actions=actions)
    adopted = _do(case, f"/meetings/{meeting['id']}/plan", body)
    return adopted["id"] if adopted else None


def share(case: Case, page: Row, plan: str) -> None:
    """Share a meeting's plan with those whom the board names and who are somebody: a worker may not be named yet."""
    recipients = [code for code in page["kind"]["shared_with"] if code not in page["unreached"]]
    if recipients:
        _do(case, f"/plans/{plan}/sharing", {"recipients": recipients})


def follow_up(case: Case, meeting: Row) -> None:
    """Do the next thing after a meeting: minutes, plan, sharing, receipts, signed copy, outcomes."""
    page = _leader(case).get("meetings", f"/meetings/{meeting['id']}")
    if page["minutes_version"] is None:
        _do(case, f"/meetings/{meeting['id']}/minutes", {"text": "Synthetic minutes."})
        _do(case, f"/meetings/{meeting['id']}/minutes/signature", {"minutes_version": 1})
    if page["plan"] is None:
        plan = adopt(case, meeting, case.dice.randint(1, 3)) if meeting["quorate"] else None
        if plan and case.dice.random() < 0.5:
            share(case, page, plan)
        _decide(case, meeting)
    else:
        _tend(case, page)


def _tend(case: Case, page: Row) -> None:
    plan, today = page["plan"], london(utcnow()).date().isoformat()
    if not plan["shared"]:
        share(case, page, plan["id"])
        return
    if not plan["receipts"]:
        body = {"recipient": plan["shared"][0]["recipients"][0], "person": "A synthetic professional", "how": "reply"}
        _do(case, f"/plans/{plan['id']}/receipts", body | {"received_at": utcnow().isoformat()})
    if plan["signed_copy"] is None:
        _do(case, f"/plans/{plan['id']}/signed-copy", {"place": "A synthetic file.", "placed_on": today})
    for action in plan["actions"]:
        if plan["other_plan"] and not action["incorporated_in"]:
            _do(case, f"/actions/{action['id']}/incorporation", {"other_plan": plan["other_plan"]})
        elif action["outcome_code"] is None and case.dice.random() < 0.6:
            body = {"outcome": "achieved", "completed_on": today, "text": "A synthetic outcome."}
            _do(case, f"/actions/{action['id']}/outcome", body)


def _decide(case: Case, meeting: Row) -> None:
    """Let the meeting decide what the board gives it to decide."""
    for about in _kind(case, meeting).decides:
        if about == "level":
            choice = case.dice.choice(case.procedure.scale.levels).code
            _do(case, f"/meetings/{meeting['id']}/decisions", {"about": about, "choice": choice, "reason": WHY})


def _kind(case: Case, meeting: Row) -> MeetingKind:
    kind = case.procedure.meeting_kind(meeting["kind"])
    assert kind is not None  # the service opened it by this procedure
    return kind


def _leader(case: Case) -> Somebody:
    return case.staff.able(Capability.MEETING_MANAGE)


def _do(case: Case, path: str, body: Mapping[str, Any]) -> Any:
    return case.post(_leader(case), "meetings", path, body)
