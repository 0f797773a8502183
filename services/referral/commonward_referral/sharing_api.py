"""HTTP of the sharing ledger. No rule lives here."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint

from commonward.identity import Capability
from commonward.web import caller, operation, transaction
from commonward_referral import sharing
from commonward_referral.schemas import Done
from commonward_referral.sharing_schemas import DecideSharing, SharingLedger

blueprint = Blueprint("sharing", __name__, url_prefix="/v1")
_LEDGER = "/cases/<uuid:case>/sharing-decisions"


@operation(blueprint, _LEDGER, guard=Capability.CASE_READ, answers={200: SharingLedger}, tags=["sharing"])
def list_sharing_decisions(case: UUID) -> SharingLedger:
    """Every decision to share information about the case or not to: people's, forms' and plans'."""
    with transaction() as unit:
        unit.audit("sharing.read", case)
        return sharing.ledger(unit, case)


@operation(
    blueprint,
    _LEDGER,
    method="POST",
    guard=Capability.RECORD_MAKE,
    body=DecideSharing,
    answers={201: Done},
    tags=["sharing"],
)
def decide_sharing(case: UUID, body: DecideSharing) -> Done:
    """Write down that information was shared or that it was not, on which basis and why."""
    with transaction() as unit:
        return sharing.decide(unit, caller(), case, body)
