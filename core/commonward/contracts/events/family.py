"""What the referral service publishes of whose records belong together: one child's two, and siblings'."""

from __future__ import annotations

from enum import StrEnum
from uuid import UUID

from commonward.contracts.event import Event, event
from commonward.contracts.events.examples import AT, ID, OTHER, PERSON, SECOND
from commonward.contracts.fields import Moment


class Relation(StrEnum):
    """How two children are siblings."""

    FULL = "full"
    HALF = "half"
    STEP = "step"
    HOUSEHOLD = "household"
    """They grow up in one household, whoever their parents are."""


@event(
    "referral.records-merged",
    example={
        "merge": ID,
        "merged": ID,
        "into": OTHER,
        "proposed_by": PERSON,
        "authorised_by": SECOND,
        "merged_at": AT,
    },
)
class RecordsMerged(Event):
    """Two people found that two records are one child's. Both go on; the child is found under the second one.

    It is told about every case of the two.
    """

    merge: UUID
    merged: UUID
    """The child's record that is no longer used by itself."""
    into: UUID
    proposed_by: UUID
    authorised_by: UUID
    merged_at: Moment


@event(
    "referral.records-parted",
    example={"parting": ID, "parted": ID, "of": OTHER, "proposed_by": PERSON, "authorised_by": SECOND, "parted_at": AT},
)
class RecordsParted(Event):
    """They were two children's after all: each record is its own again. It is told about every case of the two."""

    parting: UUID
    parted: UUID
    of: UUID
    proposed_by: UUID
    authorised_by: UUID
    parted_at: Moment


@event("referral.siblings-linked", example={"link": ID, "relation": "half", "linked_by": PERSON, "linked_at": AT})
class SiblingsLinked(Event):
    """The child of this case has a sibling whom the authority knows. It is told about the open cases of both."""

    link: UUID
    relation: Relation
    linked_by: UUID
    linked_at: Moment


@event(
    "referral.siblings-unlinked",
    example={"link": ID, "unlinked_by": PERSON, "authorised_by": SECOND, "unlinked_at": AT},
)
class SiblingsUnlinked(Event):
    """They are no siblings: two people took the link away."""

    link: UUID
    unlinked_by: UUID
    authorised_by: UUID
    unlinked_at: Moment
