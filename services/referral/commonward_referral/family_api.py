"""HTTP of what belongs together: two records of one child, and siblings. No rule lives here."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint

from commonward.identity import Capability
from commonward.web import caller, operation, transaction
from commonward_referral import alike, comparisons, proposals, siblings
from commonward_referral.family_schemas import Beside, LinkSibling, Merge, OtherRecord, Part, TwoChildren, Unlink
from commonward_referral.schemas import Done
from commonward_referral.search_schemas import Candidates

blueprint = Blueprint("family", __name__, url_prefix="/v1")
_CHILD = "/children/<uuid:child>"
_MAKE = Capability.RECORD_MAKE


@operation(blueprint, f"{_CHILD}/alike", guard=_MAKE, answers={200: Candidates}, tags=["children"], searching=True)
def list_alike(child: UUID) -> Candidates:
    """Other records that may be the same child's, with why each may; a person compares them."""
    with transaction() as unit:
        return alike.alike(unit, child)


@operation(blueprint, f"{_CHILD}/beside", guard=_MAKE, query=OtherRecord, answers={200: Beside}, tags=["children"])
def lay_beside(child: UUID, query: OtherRecord) -> Beside:
    """Two records side by side, why they may be one child's, and their cases."""
    with transaction() as unit:
        return alike.beside(unit, child, query.other)


@operation(
    blueprint, f"{_CHILD}/merging", method="POST", guard=_MAKE, body=Merge, answers={201: Done}, tags=["children"]
)
def merge_records(child: UUID, body: Merge) -> Done:
    """Propose that this record and another one are the same child's."""
    with transaction() as unit:
        return proposals.propose_merge(unit, child, body)


@operation(
    blueprint, f"{_CHILD}/parting", method="POST", guard=_MAKE, body=Part, answers={201: Done}, tags=["children"]
)
def part_records(child: UUID, body: Part) -> Done:
    """Propose that this record, which was merged, is another child's after all."""
    with transaction() as unit:
        return proposals.propose_parting(unit, child, body)


@operation(
    blueprint, f"{_CHILD}/two", method="POST", guard=_MAKE, body=TwoChildren, answers={201: Done}, tags=["children"]
)
def say_two(child: UUID, body: TwoChildren) -> Done:
    """Say that this record and one that is like it are two children's: nobody is asked any more."""
    with transaction() as unit:
        return comparisons.two_children(unit, child, body)


@operation(
    blueprint,
    "/cases/<uuid:case>/siblings",
    method="POST",
    guard=_MAKE,
    body=LinkSibling,
    answers={201: Done},
    tags=["siblings"],
)
def link_sibling(case: UUID, body: LinkSibling) -> Done:
    """Say that the child of the case and another one are siblings. It holds for both."""
    with transaction() as unit:
        return siblings.link(unit, caller(), case, body)


@operation(
    blueprint,
    "/siblings/<uuid:link>/voiding",
    method="POST",
    guard=_MAKE,
    body=Unlink,
    answers={201: Done},
    tags=["siblings"],
)
def unlink_siblings(link: UUID, body: Unlink) -> Done:
    """Propose that two children are no siblings."""
    with transaction() as unit:
        return proposals.propose_unlinking(unit, link, body)
