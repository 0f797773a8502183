"""HTTP of what is withheld from a record that is given out. No rule lives here."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint

from commonward.identity import Capability
from commonward.web import caller, operation, transaction
from commonward_referral import withholding
from commonward_referral.schemas import Done
from commonward_referral.withholding import WithheldList, Withhold

blueprint = Blueprint("withholding", __name__, url_prefix="/v1")
_MARKS, _GUARD = "/cases/<uuid:case>/withheld", Capability.RECORD_EXPORT


@operation(blueprint, _MARKS, guard=_GUARD, answers={200: WithheldList}, tags=["export"])
def list_withheld(case: UUID) -> WithheldList:
    """What of the record is withheld from the person concerned, and why."""
    with transaction() as unit:
        return withholding.listed(unit, case)


@operation(blueprint, _MARKS, method="POST", guard=_GUARD, body=Withhold, answers={201: Done}, tags=["export"])
def withhold(case: UUID, body: Withhold) -> Done:
    """Withhold a field of the record, by its place in a service's export."""
    with transaction() as unit:
        return withholding.withhold(unit, caller(), case, body)
