"""What the referral service publishes of files that were added to a case. Names and contents stay with the service."""

from __future__ import annotations

from enum import StrEnum
from uuid import UUID

from commonward.contracts.event import Event, event
from commonward.contracts.events.examples import AT, ID, OTHER, PERSON, SECOND
from commonward.contracts.fields import Code, Moment


class Scan(StrEnum):
    """What the virus scanner said of a file."""

    CLEAN = "clean"
    INFECTED = "infected"
    WAITING = "waiting"
    """It could not be asked yet."""
    NONE = "none"
    """There is none, as in development."""


@event(
    "referral.attachment-added",
    example={
        "attachment": ID,
        "about": "record",
        "about_id": OTHER,
        "kind": "pdf",
        "scan": "clean",
        "added_by": PERSON,
        "added_at": AT,
    },
)
class AttachmentAdded(Event):
    """A file was added to a concern or to a record of a case."""

    attachment: UUID
    about: Code
    """`concern` or `record`."""
    about_id: UUID
    kind: Code
    scan: Scan
    added_by: UUID
    added_at: Moment


@event("referral.attachment-scanned", example={"attachment": ID, "scan": "clean", "scanned_at": AT})
class AttachmentScanned(Event):
    """A file that waited was scanned: it can be fetched now, or was infected and its content is gone."""

    attachment: UUID
    scan: Scan
    scanned_at: Moment


@event(
    "referral.attachment-voided",
    example={"attachment": ID, "voided_by": PERSON, "authorised_by": SECOND, "voided_at": AT},
)
class AttachmentVoided(Event):
    """A file should not be there: two people withdrew it. Nobody gets it any more; that it was there stays."""

    attachment: UUID
    voided_by: UUID
    authorised_by: UUID
    voided_at: Moment
