"""HTTP of transfers to another authority of the region. No rule lives here."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint

from commonward.identity import Capability
from commonward.web import caller, operation, transaction
from commonward_referral import transfer_queries, transfers
from commonward_referral.schemas import Done
from commonward_referral.transfer_schemas import Package, PreviewTransfer, RefuseTransfer, RequestTransfer, Transfers

blueprint = Blueprint("transfers", __name__, url_prefix="/v1")
_CASE, _ONE = "/cases/<uuid:case>/transfers", "/transfers/<uuid:transfer>"
_GUARD = Capability.CASE_TRANSFER


@operation(
    blueprint,
    f"{_CASE}/preview",
    method="POST",
    guard=_GUARD,
    body=PreviewTransfer,
    answers={200: Package},
    tags=["transfers"],
)
def preview_transfer(case: UUID, body: PreviewTransfer) -> Package:
    """What would go to the other authority. Nobody there is told of it."""
    with transaction() as unit:
        return transfers.preview(unit, case, body)


@operation(blueprint, _CASE, method="POST", guard=_GUARD, body=RequestTransfer, answers={201: Done}, tags=["transfers"])
def request_transfer(case: UUID, body: RequestTransfer) -> Done:
    """Ask another authority of the region to take the case, with what is granted."""
    with transaction() as unit:
        return transfers.request(unit, caller(), case, body)


@operation(blueprint, _CASE, guard=_GUARD, answers={200: Transfers}, tags=["transfers"])
def list_transfers_of_case(case: UUID) -> Transfers:
    """Requests to hand the case over, and where it came from with what was handed over then."""
    with transaction() as unit:
        unit.subject(case)
        unit.audit("transfers.read", case)
        return transfer_queries.of_case(unit, case)


@operation(blueprint, "/transfers", guard=_GUARD, answers={200: Transfers}, tags=["transfers"])
def list_offers() -> Transfers:
    """Cases that other authorities ask this one to take, and its own open requests to them, the newest first."""
    with transaction() as unit:
        unit.audit("transfers.list")
        return transfer_queries.offers(unit)


@operation(blueprint, f"{_ONE}/withdrawal", method="POST", guard=_GUARD, answers={200: Done}, tags=["transfers"])
def withdraw_transfer(transfer: UUID) -> Done:
    """Take the request back, while the other authority's answer has not arrived."""
    with transaction() as unit:
        return transfers.withdraw(unit, transfer)


@operation(blueprint, f"{_ONE}/acceptance", method="POST", guard=_GUARD, answers={200: Done}, tags=["transfers"])
def accept_transfer(transfer: UUID) -> Done:
    """Accept the case. It is here a moment later, if it was not withdrawn meanwhile."""
    with transaction() as unit:
        return transfers.accept(unit, caller(), transfer)


@operation(
    blueprint,
    f"{_ONE}/refusal",
    method="POST",
    guard=_GUARD,
    body=RefuseTransfer,
    answers={200: Done},
    tags=["transfers"],
)
def refuse_transfer(transfer: UUID, body: RefuseTransfer) -> Done:
    """Refuse the case, with a reason that the other authority is told."""
    with transaction() as unit:
        return transfers.refuse(unit, caller(), transfer, body)
