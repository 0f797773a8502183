"""HTTP of disposal: proposing, signing off, and what is left of what was disposed of. No rule lives here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from flask import Blueprint

from commonward.identity import Capability
from commonward.web import caller, operation, resources, transaction
from commonward_referral import disposing
from commonward_referral.disposal_schemas import Disposals, ProposeDisposal, SignOff, Tombstones, TombstonesPage
from commonward_referral.schemas import Done

blueprint = Blueprint("disposal", __name__, url_prefix="/v1")
_READ = Capability.RETENTION_READ


def _confirmed() -> Mapping[str, date]:
    return resources().settings.authorities[caller().authority].retention_confirmed


@operation(
    blueprint,
    "/cases/<uuid:case>/disposal",
    method="POST",
    guard=Capability.DISPOSAL_PROPOSE,
    body=ProposeDisposal,
    answers={201: Done},
    tags=["retention"],
)
def propose_disposal(case: UUID, body: ProposeDisposal) -> Done:
    """Propose to dispose of a closed case that is due and that nothing holds."""
    with transaction() as unit:
        return disposing.propose(unit, case, body, _confirmed())


@operation(
    blueprint,
    "/disposals/<uuid:disposal>/sign-off",
    method="POST",
    guard=Capability.DISPOSAL_SIGN,
    body=SignOff,
    answers={200: Done},
    tags=["retention"],
)
def sign_off(disposal: UUID, body: SignOff) -> Done:
    """Sign off what another person proposed: the case is erased in every service. Or refuse, with why."""
    with transaction() as unit:
        return disposing.sign_off(unit, disposal, body, _confirmed())


@operation(blueprint, "/disposals", guard=_READ, answers={200: Disposals}, tags=["retention"])
def list_disposals() -> Disposals:
    """Closed cases that wait for their sign-off."""
    with transaction() as unit:
        return disposing.waiting(unit)


@operation(blueprint, "/tombstones", guard=_READ, query=TombstonesPage, answers={200: Tombstones}, tags=["retention"])
def list_tombstones(query: TombstonesPage) -> Tombstones:
    """What was disposed of: when, by which schedule, by whose word, and how much each service has erased."""
    with transaction() as unit:
        return disposing.tombstones(unit, query)
