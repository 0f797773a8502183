"""What the referral service publishes of transfers between authorities: on each side about its own case."""

from __future__ import annotations

from uuid import UUID

from commonward.contracts.event import Event, event
from commonward.contracts.events.examples import OTHER, PERSON
from commonward.contracts.fields import Code, Reference


@event(
    "referral.transfer-requested",
    example={"transfer": OTHER, "to": "leeds", "parts": ["concerns"], "requested_by": PERSON},
)
class TransferRequested(Event):
    """Another authority is asked to take the case, with these parts of it."""

    transfer: UUID
    to: Code
    parts: tuple[Code, ...]
    requested_by: UUID


@event(
    "referral.transfer-offered",
    example={"transfer": OTHER, "sender": "bolton", "reference": "BOL-2026-4F7K2M", "parts": ["concerns"]},
)
class TransferOffered(Event):
    """Another authority asks this one to take a case, which has that reference there. The subject is the offer."""

    transfer: UUID
    sender: Code
    reference: Reference
    parts: tuple[Code, ...]


@event(
    "referral.transfer-ended",
    example={"transfer": OTHER, "to": "leeds", "outcome": "refused", "reason": "not-in-our-area"},
)
class TransferEnded(Event):
    """The request was withdrawn or refused: the case stays."""

    transfer: UUID
    to: Code
    outcome: Code
    reason: Code | None


@event("referral.case-transferred", example={"transfer": OTHER, "to": "leeds", "parts": ["concerns"]})
class CaseTransferred(Event):
    """The other authority has accepted: the case is theirs, and what was granted goes to them."""

    transfer: UUID
    to: Code
    parts: tuple[Code, ...]


@event(
    "referral.transfer-received",
    example={
        "transfer": OTHER,
        "sender": "bolton",
        "reference": "BOL-2026-4F7K2M",
        "parts": ["concerns"],
        "accepted_by": PERSON,
    },
)
class TransferReceived(Event):
    """This new case came from another authority, where it had that reference."""

    transfer: UUID
    sender: Code
    reference: Reference
    parts: tuple[Code, ...]
    accepted_by: UUID
