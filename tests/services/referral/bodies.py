"""What the referral service's tests send."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from commonward.clock import london, utcnow

NHS_NUMBER = "9990000018"
"""Synthetic: the 999 range is never issued."""
CLOSE = {"reason": "safeguarded"}


def today() -> date:
    return london(utcnow()).date()


def child(**changes: Any) -> dict[str, Any]:
    """A synthetic child of fourteen whom the same NHS number finds again."""
    born = today().replace(year=today().year - 14, day=1).isoformat()
    known = {"given_name": "Synthetic", "family_name": "Example", "born": born, "nhs_number": NHS_NUMBER}
    return {**known, **changes}


def report(**changes: Any) -> dict[str, Any]:
    """A body that raises a concern."""
    happened_on = (today() - timedelta(days=1)).isoformat()
    return {
        "child": child(),
        "agency": "school",
        "happened_on": happened_on,
        "account": "A synthetic account.",
        **changes,
    }


def case_id(path: str) -> UUID:
    """The id in a case's path."""
    return UUID(path.rpartition("/")[2])


def sharing_decision(**changes: Any) -> dict[str, Any]:
    """A decision to share what the police should know."""
    return {
        "outcome": "shared",
        "with_whom": "police",
        "purpose": "police-investigation",
        "basis": ["uk-gdpr-6-1-e-public-task", "dpa-2018-schedule-1-18-safeguarding"],
        "what": ["concern", "identity"],
        "informed": "informed",
        "decided_at": utcnow().isoformat(),
        **changes,
    }


def withheld(**changes: Any) -> dict[str, Any]:
    """A mark on what is not given to the person concerned."""
    mark = {"service": "referral", "table": "concern", "row": str(UUID(int=1)), "field": "account"}
    return {**mark, "exemption": "serious-harm", "reason": "A synthetic danger.", **changes}
