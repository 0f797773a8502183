"""HTTP of who a child is recorded as. No rule lives here."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint

from commonward.identity import Capability
from commonward.web import operation, transaction
from commonward_referral import identities
from commonward_referral.identity_schemas import ChildIdentity, PutRight

blueprint = Blueprint("identity", __name__, url_prefix="/v1")
_IDENTITY = "/children/<uuid:child>/identity"
_MAKE = Capability.RECORD_MAKE


@operation(blueprint, _IDENTITY, guard=_MAKE, answers={200: ChildIdentity}, tags=["children"])
def read_identity(child: UUID) -> ChildIdentity:
    """Who the child is recorded as, and was before it was put right."""
    with transaction() as unit:
        return identities.identity(unit, child)


@operation(
    blueprint, _IDENTITY, method="PUT", guard=_MAKE, body=PutRight, answers={200: ChildIdentity}, tags=["children"]
)
def put_right(child: UUID, body: PutRight) -> ChildIdentity:
    """Put a wrong name, NHS number or address right. What stood there is kept, and finds the child still."""
    with transaction() as unit:
        return identities.put_right(unit, child, body)
