"""What the referral service publishes about who may see a case. Reasons in words stay with the service."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from pydantic import Field

from commonward.contracts.event import Event, event
from commonward.contracts.events.examples import AT, ID, PERSON, SECOND
from commonward.contracts.fields import Code, Moment

People = Annotated[tuple[UUID, ...], Field(max_length=50)]


@event("referral.referrer-known", example={"person": PERSON})
class ReferrerKnown(Event):
    """Somebody of the authority raised a concern about the child, or opened the record of an adult or a place."""

    person: UUID


@event("referral.case-restricted", example={"people": [PERSON], "reason": "staff-member", "restricted_by": SECOND})
class CaseRestricted(Event):
    """Only these see the case now, with who restricted it, its worker, and whom the policy admits all the same."""

    people: People
    reason: Code
    restricted_by: UUID


@event("referral.restriction-lifted", example={"lifted_by": PERSON})
class RestrictionLifted(Event):
    """The case is open again to whoever the policy admits."""

    lifted_by: UUID


@event("referral.person-blocked", example={"person": PERSON, "reason": "relative", "blocked_by": SECOND})
class PersonBlocked(Event):
    """Somebody with a conflict of interest sees nothing of the case, whatever else they are to it."""

    person: UUID
    reason: Code
    blocked_by: UUID


@event("referral.block-lifted", example={"person": PERSON, "lifted_by": SECOND})
class BlockLifted(Event):
    """The conflict of interest is over."""

    person: UUID
    lifted_by: UUID


@event("referral.glass-broken", example={"person": PERSON, "reason": "child-at-risk-now", "until": AT})
class GlassBroken(Event):
    """Somebody opened a case that was not theirs to see, for a reason and a time."""

    person: UUID
    reason: Code
    until: Moment


@event(
    "referral.cover-arranged",
    example={"arrangement": ID, "person": PERSON, "cover": SECOND, "since": AT, "until": AT},
)
class CoverArranged(Event):
    """While a person is away, another works on what is allocated to them. The subject is who is away."""

    arrangement: UUID
    person: UUID
    cover: UUID
    since: Moment
    until: Moment


@event("referral.cover-ended", example={"arrangement": ID, "ended_at": AT})
class CoverEnded(Event):
    """The cover ended before its time."""

    arrangement: UUID
    ended_at: Moment
