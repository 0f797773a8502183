"""What the meetings service publishes."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from pydantic import Field

from commonward.contracts.event import Event, event
from commonward.contracts.events.examples import AT, ID, OTHER, PERSON
from commonward.contracts.fields import Because, Code, Day, Moment


@event("meetings.meeting-required", example={"meeting": ID, "kind": "vrmm", "because": ["LDS-2.vrmm"]})
class MeetingRequired(Event):
    """The procedure wants a meeting of this kind."""

    meeting: UUID
    kind: Code
    because: Because


@event(
    "meetings.meeting-convened",
    example={
        "meeting": ID,
        "kind": "vrmm",
        "planned_for": AT,
        "chair": PERSON,
        "chair_role": "team-manager",
        "invited": ["police", "health"],
        "because": ["LDS-5.convene"],
    },
)
class MeetingConvened(Event):
    """It has a time, a chair and invited agencies."""

    meeting: UUID
    kind: Code
    planned_for: Moment
    chair: UUID | None
    chair_role: Code
    invited: tuple[Code, ...]
    because: Because


@event(
    "meetings.meeting-held",
    example={
        "meeting": ID,
        "kind": "strategy-meeting",
        "held_at": AT,
        "present": ["police", "exit", "social-care"],
        "quorate": True,
        "missing_agencies": [],
        "because": ["BOL-10.15.quorum"],
    },
)
class MeetingHeld(Event):
    """It took place. An inquorate meeting can't adopt a plan."""

    meeting: UUID
    kind: Code
    held_at: Moment
    present: tuple[Code, ...]
    quorate: bool
    missing_agencies: tuple[Code, ...]
    because: Because


@event(
    "meetings.plan-adopted",
    example={
        "plan": OTHER,
        "meeting": ID,
        "kind": "vrmm-plan",
        "plan_version": 1,
        "actions": 3,
        "adopted_at": AT,
        "next_meeting": "2026-04-02",
        "because": ["LDS-5.plan-initial"],
    },
)
class PlanAdopted(Event):
    """A quorate meeting adopted a plan in which every action has an owner and a date."""

    plan: UUID
    meeting: UUID
    kind: Code
    plan_version: Annotated[int, Field(ge=1)]
    actions: Annotated[int, Field(ge=0)]
    adopted_at: Moment
    next_meeting: Day | None
    because: Because


@event(
    "meetings.plan-shared",
    example={"plan": OTHER, "meeting": ID, "recipients": ["isu"], "shared_at": AT, "because": ["LDS-6.share-5wd"]},
)
class PlanShared(Event):
    """The plan was shared with these roles."""

    plan: UUID
    meeting: UUID
    recipients: tuple[Code, ...]
    shared_at: Moment
    because: Because


@event(
    "meetings.invitation-decided",
    example={"meeting": ID, "kind": "vrmm", "whom": "child", "invited": True, "because": ["LDS-5.invite-family"]},
)
class InvitationDecided(Event):
    """Whether somebody is invited was decided; the reason stays with the service."""

    meeting: UUID
    kind: Code
    whom: Code
    invited: bool
    because: Because


@event(
    "meetings.meeting-aligned",
    example={"meeting": ID, "kind": "vrmm", "host": "core-group", "because": ["LDS-5.align"]},
)
class MeetingAligned(Event):
    """It is held together with a statutory meeting; each has a record of its own."""

    meeting: UUID
    kind: Code
    host: Code
    because: Because


@event(
    "meetings.minutes-written",
    example={
        "meeting": ID,
        "kind": "vrmm",
        "minutes_version": 1,
        "written_at": AT,
        "because": ["LDS-6.template-2wd"],
    },
)
class MinutesWritten(Event):
    """Minutes of a held meeting; their text stays with the service. A new version needs a new signature."""

    meeting: UUID
    kind: Code
    minutes_version: Annotated[int, Field(ge=1)]
    written_at: Moment
    because: Because


@event(
    "meetings.minutes-signed",
    example={
        "meeting": ID,
        "kind": "vrmm",
        "minutes_version": 1,
        "signed_by": PERSON,
        "signed_at": AT,
        "because": ["LDS-6.template-2wd"],
    },
)
class MinutesSigned(Event):
    """The chair has signed the minutes off."""

    meeting: UUID
    kind: Code
    minutes_version: Annotated[int, Field(ge=1)]
    signed_by: UUID
    signed_at: Moment
    because: Because


@event(
    "meetings.meeting-decided-level",
    example={
        "meeting": ID,
        "kind": "vrmm",
        "level": "high",
        "decided_by": PERSON,
        "decided_at": AT,
        "because": ["LDS-5.convene"],
    },
)
class MeetingDecidedLevel(Event):
    """A quorate meeting has decided the level, where the board gives this to the meeting."""

    meeting: UUID
    kind: Code
    level: Code
    decided_by: UUID
    decided_at: Moment
    because: Because


@event(
    "meetings.meeting-decided-closing",
    example={
        "meeting": ID,
        "kind": "vrmm",
        "reason": "safeguarded",
        "decided_by": PERSON,
        "decided_at": AT,
        "because": ["LDS-5.convene"],
    },
)
class MeetingDecidedClosing(Event):
    """A quorate meeting has decided that the case may close, where the board gives this to the meeting."""

    meeting: UUID
    kind: Code
    reason: Code
    decided_by: UUID
    decided_at: Moment
    because: Because
