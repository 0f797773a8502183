"""What the meetings service's tests send."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from commonward.clock import london, utcnow
from commonward.procedure import events


def called_for(*meetings: str) -> events.ResponseCalledFor:
    """A level calls for these meetings."""
    return events.ResponseCalledFor(
        level="high",
        plan="panel-plan",
        meetings=meetings,
        consultations=(),
        tasks=(),
        review_months=None,
        because=("MIL-4.response",),
    )


def today() -> date:
    return london(utcnow()).date()


def convening(**changes: Any) -> dict[str, Any]:
    """A body that convenes the synthetic panel for tomorrow."""
    return {"planned_for": (utcnow() + timedelta(days=1)).isoformat(), **changes}


def holding(*agencies: str, **changes: Any) -> dict[str, Any]:
    """A body that records a panel held just now with these agencies, by default the quorum."""
    attendance = [
        {"agency": agency, "person": f"Synthetic {agency}", "contribution": "What it knows."}
        for agency in agencies or ("police", "health")
    ]
    views = [{"of": "child", "given": "I want to go home."}]
    return {"held_at": utcnow().isoformat(), "attendance": attendance, "views": views, **changes}


def action(**changes: Any) -> dict[str, Any]:
    """An action with an owner, a date and a measure."""
    due = (today() + timedelta(days=7)).isoformat()
    return {"what": "Visit the child.", "owner": "Synthetic worker", "due": due, "measure": "Was seen.", **changes}


def plan(**changes: Any) -> dict[str, Any]:
    """A whole plan of the panel."""
    return {
        "sections": {"risks": "A synthetic risk.", "aims": "A synthetic aim."},
        "actions": [action()],
        "next_meeting": (today() + timedelta(days=28)).isoformat(),
        **changes,
    }


def decision(whom: str, invited: bool = True, reason: str = "It helps them.") -> dict[str, Any]:
    """Whether somebody is invited, and why."""
    return {"whom": whom, "invited": invited, "reason": reason}


def ruling(**changes: Any) -> dict[str, Any]:
    """A body by which the meeting decides the level."""
    return {"about": "level", "choice": "high", "reason": "The meeting agreed.", **changes}


def outcome(**changes: Any) -> dict[str, Any]:
    """What became of an action, today."""
    return {"outcome": "achieved", "completed_on": today().isoformat(), "text": "The child was seen.", **changes}


def receipt(**changes: Any) -> dict[str, Any]:
    """The coordinator's acknowledgement of the panel's plan."""
    acknowledged = {"recipient": "coordinator", "person": "Synthetic coordinator", "how": "reply"}
    return {**acknowledged, "received_at": utcnow().isoformat(), **changes}
