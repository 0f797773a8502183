"""What the notify service publishes: clocks, notices, and time itself."""

from __future__ import annotations

from uuid import UUID

from commonward.contracts.event import Event, event
from commonward.contracts.events.examples import AT, ID, OTHER
from commonward.contracts.fields import Because, Code, Moment, RuleId

_CLOCK = {"obligation": ID, "clock": "LDS-3.coord-24h", "because": ["LDS-3.coord-24h"]}


class _AboutObligation(Event):
    obligation: UUID
    clock: RuleId
    because: Because


@event(
    "notify.obligation-opened",
    example={**_CLOCK, "by": "duty-and-advice", "cause": OTHER, "started_at": AT, "due": AT},
)
class ObligationOpened(_AboutObligation):
    """Somebody owes something, by a time unless the procedure states none."""

    by: Code
    cause: UUID
    """The event that opened it."""
    started_at: Moment
    due: Moment | None


@event("notify.obligation-discharged", example={**_CLOCK, "met_by": OTHER, "met_at": AT, "in_time": True})
class ObligationDischarged(_AboutObligation):
    """It was done; `in_time` goes by when the fact happened, not by when it was heard of."""

    met_by: UUID
    met_at: Moment
    in_time: bool


@event("notify.obligation-reminded", example={**_CLOCK, "by": "duty-and-advice", "due": AT})
class ObligationReminded(_AboutObligation):
    """The time to remind its role has come."""

    by: Code
    due: Moment


@event(
    "notify.obligation-breached",
    example={**_CLOCK, "by": "duty-and-advice", "due": AT, "consequence": "escalate", "escalated_to": "team-manager"},
)
class ObligationBreached(_AboutObligation):
    """The time passed and it was not done."""

    by: Code
    due: Moment
    consequence: Code
    escalated_to: Code


@event("notify.obligation-superseded", example={**_CLOCK, "superseded_by": OTHER})
class ObligationSuperseded(_AboutObligation):
    """A later fact made it pointless, such as the case's closing."""

    superseded_by: UUID


@event("notify.time-reached", example={"reached": AT})
class TimeReached(Event):
    """Time as a fact in the subject's order, so that a replay needs no clock."""

    reached: Moment


@event(
    "notify.notice-raised",
    example={
        "notice": ID,
        "to": "cse-missing-coordinator",
        "about": "referral-received",
        "urgent": False,
        "cause": OTHER,
        "because": ["LDS-3.coord-24h"],
    },
)
class NoticeRaised(Event):
    """Somebody must be told; one notice for each cause, rule and role."""

    notice: UUID
    to: Code
    about: Code
    urgent: bool
    cause: UUID
    because: Because


@event(
    "notify.notice-delivered",
    example={
        "notice": ID,
        "to": "cse-missing-coordinator",
        "about": "referral-received",
        "channel": "email",
        "reached_duty": False,
        "delivered_at": AT,
        "because": ["LDS-3.coord-24h"],
    },
)
class NoticeDelivered(Event):
    """The channel accepted it. `reached_duty`: the role resolved to nobody, so the duty mailbox got it."""

    notice: UUID
    to: Code
    about: Code
    channel: Code
    reached_duty: bool
    delivered_at: Moment
    because: Because
