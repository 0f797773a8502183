"""What the notify service publishes: clocks, notices, and time itself."""

from __future__ import annotations

from uuid import UUID

from commonward.contracts.event import Event, event
from commonward.contracts.events.examples import AT, ID, OTHER, PERSON
from commonward.contracts.fields import Because, Code, Day, Moment, RuleId

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


@event(
    "notify.obligation-escalated",
    example={
        **_CLOCK,
        "by": "duty-and-advice",
        "due": AT,
        "consequence": "escalate",
        "escalated_to": "head-of-service",
    },
)
class ObligationEscalated(_AboutObligation):
    """It was still not done when a further time had passed after the breach."""

    by: Code
    due: Moment
    consequence: Code
    escalated_to: Code


@event("notify.obligation-paused", example={**_CLOCK, "reason": "police-request", "cause": OTHER, "paused_at": AT})
class ObligationPaused(_AboutObligation):
    """Its time stands still; nobody is reminded and nothing is breached meanwhile."""

    reason: Code
    """A reason that a person chose, or the kind of event that paused it."""
    cause: UUID
    paused_at: Moment


@event("notify.obligation-resumed", example={**_CLOCK, "cause": OTHER, "resumed_at": AT})
class ObligationResumed(_AboutObligation):
    """Its time goes on. Where that moves the deadline, `ObligationMoved` says so."""

    cause: UUID
    resumed_at: Moment


@event(
    "notify.obligation-moved",
    example={**_CLOCK, "due_before": AT, "due_after": AT, "cause": OTHER, "breach_corrected": False},
)
class ObligationMoved(_AboutObligation):
    """Its deadline is another than was known: a planned date moved, a fact came late, a new holiday, a pause."""

    due_before: Moment | None
    due_after: Moment | None
    cause: UUID
    """The event from which the new deadline follows."""
    breach_corrected: bool
    """True where it counted as missed and, as is known now, its time has not passed."""


@event("notify.pause-requested", example={"obligation": ID, "reason": "police-request", "requested_by": PERSON})
class PauseRequested(Event):
    """Somebody who may has paused a clock, which the clock obeys if it is still running. Their words stay here."""

    obligation: UUID
    reason: Code
    requested_by: UUID


@event("notify.resume-requested", example={"obligation": ID, "requested_by": PERSON})
class ResumeRequested(Event):
    """Somebody who may has let a paused clock go on."""

    obligation: UUID
    requested_by: UUID


@event("notify.case-made-live", example={"made_by": PERSON, "made_at": AT})
class CaseMadeLive(Event):
    """A manager has looked at a case that was loaded as history: from now on its notices go out."""

    made_by: UUID
    made_at: Moment


@event("notify.calendar-changed", example={"edition": "2022-09-10"})
class CalendarChanged(Event):
    """Bank holidays were announced that matter to what is owed here: deadlines are counted again from this edition."""

    edition: Day
    """The day from which the edition of the calendar is in use."""


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
        "cause": OTHER,
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
    cause: UUID
    """The event that raised the notice."""
    because: Because
