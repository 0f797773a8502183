"""HTTP of the search for a child. No rule lives here."""

from __future__ import annotations

from flask import Blueprint

from commonward.identity import Capability
from commonward.web import operation, transaction
from commonward_referral import searching
from commonward_referral.search_schemas import Candidates, Search

blueprint = Blueprint("search", __name__, url_prefix="/v1")


@operation(
    blueprint,
    "/children/search",
    method="POST",
    guard=Capability.CASE_READ,
    body=Search,
    answers={200: Candidates},
    tags=["children"],
    searching=True,
)
def search(body: Search) -> Candidates:
    """Records that may be a child's, with why each may; a person compares them."""
    with transaction() as unit:
        return searching.search(unit, body)
