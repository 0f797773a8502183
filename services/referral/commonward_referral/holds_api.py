"""HTTP of retention: how long closed cases are kept, and legal holds. No rule lives here."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint

from commonward.identity import Capability
from commonward.web import caller, operation, resources, transaction
from commonward_referral import holds
from commonward_referral.holds import Hold, RetentionList
from commonward_referral.schemas import Done

blueprint = Blueprint("retention", __name__, url_prefix="/v1")
_HOLD = "/cases/<uuid:case>/hold"


@operation(blueprint, "/retention", guard=Capability.RETENTION_READ, answers={200: RetentionList}, tags=["retention"])
def list_retention() -> RetentionList:
    """How long each closed case is kept and why, and which are due for disposal."""
    confirmed = resources().settings.authorities[caller().authority].retention_confirmed
    with transaction() as unit:
        unit.audit("retention.list")
        return holds.listed(unit, confirmed)


@operation(
    blueprint,
    _HOLD,
    method="POST",
    guard=Capability.RETENTION_HOLD,
    body=Hold,
    answers={201: Done},
    tags=["retention"],
)
def set_hold(case: UUID, body: Hold) -> Done:
    """Hold a case: it is kept whatever its schedule says."""
    with transaction() as unit:
        return holds.set_hold(unit, caller(), case, body)


@operation(
    blueprint,
    f"{_HOLD}/lifting",
    method="POST",
    guard=Capability.RETENTION_HOLD,
    body=Hold,
    answers={200: Done},
    tags=["retention"],
)
def lift_hold(case: UUID, body: Hold) -> Done:
    """Lift the hold on a case."""
    with transaction() as unit:
        return holds.lift_hold(unit, caller(), case, body)
