"""What the referral service publishes: concerns, their routes, and the life of a case."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from commonward.contracts.event import Event, event
from commonward.contracts.events.examples import AT, ID, PERSON, SECOND
from commonward.contracts.field_groups import HEALTH, IDENTITY, NARRATIVE
from commonward.contracts.fields import Age, Because, Code, Moment, Reference, RuleId, Tri, Version


@event(
    "referral.case-opened",
    example={"reference": "LDS-2026-4F7K2M", "edition": "1.4.11", "opened_at": AT, "subject_kind": "child"},
)
class CaseOpened(Event):
    """A case was opened; it keeps this edition of the procedure."""

    reference: Reference
    edition: Version
    opened_at: Moment
    subject_kind: Code


@event(
    "referral.concern-raised",
    example={
        "concern": ID,
        "source": "practitioner",
        "agency": "school",
        "received_at": AT,
        "age_at_event": 14,
        "age_at_referral": 15,
        "family_area": "bolton-north",
        "placement_area": None,
        "open_to_social_care": "no",
        "plan_in_place": None,
        "looked_after": "no",
        "immediate_danger": "no",
        "out_of_hours": False,
        "significant_harm": "unknown",
        "sexually_active": "unknown",
        "forms": ["online"],
        "indicators": ["missing-overnight"],
        "possible_matches": 0,
    },
)
class ConcernRaised(Event):
    """Somebody is worried about a child. What is not known is `unknown`, never `no`."""

    concern: UUID
    source: Code
    agency: Code
    received_at: Moment
    age_at_event: Annotated[Age | None, IDENTITY]
    age_at_referral: Annotated[Age | None, IDENTITY]
    family_area: Code | None
    placement_area: Code | None
    open_to_social_care: Tri
    plan_in_place: Code | None
    looked_after: Tri
    immediate_danger: Tri
    out_of_hours: bool
    significant_harm: Tri
    sexually_active: Annotated[Tri, HEALTH]
    forms: Annotated[tuple[Code, ...], NARRATIVE]
    indicators: Annotated[tuple[Code, ...], NARRATIVE]
    possible_matches: int
    """How many existing records a person should compare; never merged by itself."""


@event(
    "referral.concern-routed",
    example={
        "concern": ID,
        "team": "duty-and-advice",
        "response": "assessment",
        "outcome": "refer",
        "tasks": ["child-and-family-assessment"],
        "tool": "leeds-information-report",
        "because": ["LDS-3.cluster"],
    },
)
class ConcernRouted(Event):
    """The procedure answered a concern: which team, which response, what must be done."""

    concern: UUID
    team: Code
    response: Code
    outcome: Code
    tasks: tuple[Code, ...]
    tool: Code | None
    """The risk tool to complete, if the route asks for one."""
    because: Because


@event("referral.case-allocated", example={"worker": PERSON, "role": "social-worker", "team": "cluster-east"})
class CaseAllocated(Event):
    """A worker (or only a team) holds the case from now on."""

    worker: UUID | None
    role: Code
    team: Code


@event("referral.decision-tied", example={"decision": "exit-acceptance", "concern": ID})
class DecisionTied(Event):
    """Whoever decides said which concern it is about; told before the decision itself."""

    decision: Code
    concern: UUID


@event(
    "referral.decision-recorded",
    example={
        "decision": "exit-acceptance",
        "option": "accept",
        "decided_by": PERSON,
        "authorised_by": SECOND,
        "decided_at": AT,
        "because": ["BOL-7.5.exclude"],
    },
)
class DecisionRecorded(Event):
    """A person decided at one of the procedure's decision points; the reason stays with the service.

    It is about the newest concern, where no `DecisionTied` has named another.
    """

    decision: Code
    option: Code
    decided_by: UUID
    authorised_by: UUID | None
    decided_at: Moment
    because: Because


@event(
    "referral.closing-requested",
    example={"request": ID, "reason": "safeguarded", "requested_by": PERSON, "overrides": []},
)
class ClosingRequested(Event):
    """Somebody asks to close the case; it is decided when this event is read back in order."""

    request: UUID
    reason: Code
    requested_by: UUID
    overrides: tuple[RuleId, ...]
    """*Should* gates that a manager has overridden, with a reason kept by the service."""


@event(
    "referral.sharing-decided",
    example={
        "sharing": ID,
        "outcome": "declined",
        "with_whom": "housing",
        "purpose": "assessment-of-need",
        "basis": [],
        "what": ["identity"],
        "informed": None,
        "decided_by": PERSON,
        "decided_at": AT,
    },
)
class SharingDecided(Event):
    """Somebody decided to share information or not to; the reason stays with the service."""

    sharing: UUID
    outcome: Code
    with_whom: Code
    purpose: Code
    basis: tuple[Code, ...]
    what: tuple[Code, ...]
    informed: Code | None
    decided_by: UUID
    decided_at: Moment


@event("referral.case-closed", example={"request": ID, "reason": "safeguarded", "because": []})
class CaseClosed(Event):
    """Nothing was missing: the case is closed."""

    request: UUID
    reason: Code
    because: Because


@event("referral.closing-refused", example={"request": ID, "missing": ["BOL-10.13.lp"]})
class ClosingRefused(Event):
    """The case stays open; these gates still miss something."""

    request: UUID
    missing: tuple[RuleId, ...]
