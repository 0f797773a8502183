"""What partner systems send and get back.

`ConcernReported` is the one event with personal data on the broker: it travels only on the partner's own inbound
topic, whose retention is at most 72 hours.
"""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from commonward.contracts.event import Event, event
from commonward.contracts.events.examples import AT, ID
from commonward.contracts.fields import Code, Day, Moment, Place, Reference, Tri
from commonward.contracts.text import ONE_LINE, PROSE, VISIBLE

Text = Annotated[str, Field(min_length=1, max_length=4000), PROSE, VISIBLE]
Name = Annotated[str, Field(min_length=1, max_length=120), ONE_LINE, VISIBLE]


class ReportedChild(BaseModel):
    """The child as the partner knows them."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    given_name: Name
    family_name: Name
    born: Day | None = None
    nhs_number: Annotated[str, Field(pattern=r"^[0-9]{10}$")] | None = None
    address: Annotated[str, Field(max_length=400), PROSE] | None = None
    family_area: Code | None = None
    placement_area: Code | None = None
    looked_after: Tri = Tri.UNKNOWN
    open_to_social_care: Tri = Tri.UNKNOWN
    plan_in_place: Code | None = None


@event(
    "partner.concern-reported",
    example={
        "child": {
            "given_name": "Synthetic",
            "family_name": "Example",
            "born": "2011-05-04",
            "nhs_number": "9990000018",
            "family_area": "bolton-north",
        },
        "agency": "school",
        "happened_on": "2026-03-01",
        "account": "A synthetic account of a concern.",
        "immediate_danger": "no",
    },
)
class ConcernReported(Event):
    """A partner's system raises a concern about a child."""

    child: ReportedChild
    agency: Code
    happened_on: Day
    account: Text
    immediate_danger: Tri = Tri.UNKNOWN
    significant_harm: Tri = Tri.UNKNOWN
    sexually_active: Tri = Tri.UNKNOWN
    forms: tuple[Code, ...] = ()
    indicators: tuple[Code, ...] = ()


@event(
    "referral.concern-received",
    example={
        "reported": ID,
        "reference": "BOL-2026-4F7K2M",
        "received_at": AT,
        "team": "referral-and-assessment-north",
    },
)
class ConcernReceived(Event):
    """The answer on the partner's own topic: the concern was taken, under a reference of its own, not the case's."""

    reported: UUID
    reference: Reference
    received_at: Moment
    team: Code


@event(
    "referral.report-set-aside",
    example={
        "reported": ID,
        "partition": 0,
        "offset": 41,
        "reason": "schema",
        "places": ["child.born"],
        "set_aside_at": AT,
    },
)
class ReportSetAside(Event):
    """The answer on the partner's own topic: what was sent can't be taken as it is. Nothing that was sent is in it."""

    reported: UUID | None
    """As in `ConcernReceived`; None where the message has no readable `ce_id` and `ce_source`"""
    partition: Annotated[int, Field(ge=0)]
    """With `offset`: where on the partner's inbound topic the message stands"""
    offset: Annotated[int, Field(ge=0)]
    reason: Code
    places: tuple[Place, ...]
    """The headers and fields that can't be taken; empty where it is the message as a whole"""
    set_aside_at: Moment
