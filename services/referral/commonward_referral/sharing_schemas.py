"""Shapes of the sharing ledger as they cross the API, and the code lists of a decision."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel

from commonward.contracts import Code, Moment
from commonward.contracts.field_groups import Narrative, Plain
from commonward.web import Input
from commonward.web.withholding import Grouped
from commonward_referral.schemas import Reason

Basis = Literal[
    "uk-gdpr-6-1-c-legal-obligation",
    "uk-gdpr-6-1-d-vital-interests",
    "uk-gdpr-6-1-e-public-task",
    "uk-gdpr-9-2-c-vital-interests",
    "uk-gdpr-9-2-g-substantial-public-interest",
    "dpa-2018-schedule-1-18-safeguarding",
    "dpa-2018-part-3-law-enforcement",
    "children-act-1989-17",
    "children-act-1989-47",
    "children-act-2004-10",
    "children-act-2004-11",
    "court-order",
    "consent",
]
"""Lawful bases, by the act and its article, section or paragraph. More than one may hold."""
What = Literal[
    "identity", "concern", "assessment", "level", "plan", "minutes", "health", "police-intelligence", "third-party",
    "whole-record",
]  # fmt: skip
Purpose = Literal[
    "safeguarding-a-child",
    "assessment-of-need",
    "police-investigation",
    "disruption",
    "court-proceedings",
    "transfer",
    "review-or-inspection",
    "request-of-the-person",
]


class DecideSharing(Input):
    """A decision to share information about the case, or to decline."""

    outcome: Literal["shared", "declined"]
    with_whom: Code
    purpose: Purpose
    basis: tuple[Basis, ...] = ()
    what: tuple[What, ...]
    informed: Literal["consented", "informed", "not-informed"] | None = None
    """Whether the family consented or was told."""
    reason: Reason | None = None
    not_informed_because: Reason | None = None
    decided_at: Moment
    version: int | None = None


class SharingLine(Grouped):
    """One decision about one recipient."""

    id: UUID
    source: Plain
    """`person`, a `record` of the board's, or a shared `plan`."""
    source_id: UUID | None
    outcome: Plain
    with_whom: Code
    purpose: Code | None
    basis: tuple[Plain, ...]
    what: tuple[Code, ...]
    because: tuple[Plain, ...]
    informed: Plain | None
    reason: Narrative | None = None
    not_informed_because: Narrative | None = None
    decided_by: UUID | None
    decided_at: datetime
    received_at: datetime | None
    """When the recipient acknowledged it, for a plan."""
    voided: bool
    """The record that it comes from was taken out of the reckoning."""


class SharingLedger(BaseModel):
    """A case's decisions to share information or not to, the newest first."""

    decisions: tuple[SharingLine, ...]
