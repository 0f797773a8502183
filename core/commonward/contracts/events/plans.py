"""What the meetings service publishes of plans, once they are adopted, and of their actions."""

from __future__ import annotations

from uuid import UUID

from commonward.contracts.event import Event, event
from commonward.contracts.events.examples import AT, ID, OTHER, PERSON
from commonward.contracts.fields import Because, Code, Day, Moment


@event(
    "meetings.plan-linked",
    example={"plan": OTHER, "meeting": ID, "other_plan": "child-in-need", "because": ["LDS-5.refer-plan"]},
)
class PlanLinked(Event):
    """The plan refers to another plan of the child's."""

    plan: UUID
    meeting: UUID
    other_plan: Code
    because: Because


@event(
    "meetings.plan-received",
    example={
        "plan": OTHER,
        "meeting": ID,
        "recipient": "isu",
        "received_at": AT,
        "how": "reply",
        "because": ["LDS-6.share-5wd"],
    },
)
class PlanReceived(Event):
    """A recipient has acknowledged the plan that was shared with them."""

    plan: UUID
    meeting: UUID
    recipient: Code
    received_at: Moment
    how: Code
    because: Because


@event(
    "meetings.signed-copy-placed",
    example={"plan": OTHER, "meeting": ID, "placed_on": "2026-03-04", "because": ["LDS-6.signed"]},
)
class SignedCopyPlaced(Event):
    """A signed copy of the plan was placed on file."""

    plan: UUID
    meeting: UUID
    placed_on: Day
    because: Because


@event(
    "meetings.action-agreed",
    example={
        "action": OTHER,
        "plan": ID,
        "kind": "disruption",
        "owner": PERSON,
        "agency": "police",
        "due": "2026-03-16",
        "because": ["LDS-5.owner"],
    },
)
class ActionAgreed(Event):
    """An action of an adopted plan has an owner and a date."""

    action: UUID
    plan: UUID
    kind: Code | None
    owner: UUID | None
    """None where the owner has no account; their name stays with the service."""
    agency: Code | None
    due: Day
    because: Because


@event(
    "meetings.action-incorporated",
    example={"action": OTHER, "plan": ID, "other_plan": "child-in-need", "because": ["LDS-5.incorporate"]},
)
class ActionIncorporated(Event):
    """Another plan of the child's has taken the action in."""

    action: UUID
    plan: UUID
    other_plan: Code
    because: Because


@event(
    "meetings.action-completed",
    example={
        "action": OTHER,
        "plan": ID,
        "outcome": "achieved",
        "completed_on": "2026-03-12",
        "because": ["BOL-10.7.planmin"],
    },
)
class ActionCompleted(Event):
    """What became of an action was recorded."""

    action: UUID
    plan: UUID
    outcome: Code
    completed_on: Day
    because: Because
