"""HTTP of who may see a case: restricting, blocking, break-glass and cover. No rule lives here."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint

from commonward.identity import Capability
from commonward.web import holds, operation, reporting, transaction
from commonward_referral import covering, restricting
from commonward_referral.access_schemas import (
    Arrange,
    Block,
    BreakGlass,
    CaseAccess,
    CoverLine,
    Covers,
    Lift,
    Opened,
    Openings,
    OpeningsPage,
    Restrict,
    Unblock,
)
from commonward_referral.record_api import in_directory, works_on_cases
from commonward_referral.schemas import Done

blueprint = Blueprint("access", __name__, url_prefix="/v1")
_CASE = "/cases/<uuid:case>"
_MANAGE, _COVER = Capability.ACCESS_MANAGE, Capability.COVER_ARRANGE


@operation(blueprint, f"{_CASE}/access", guard=_MANAGE, answers={200: CaseAccess}, tags=["access"])
def read_access(case: UUID) -> CaseAccess:
    """Whether the case is restricted, to whom, who is blocked, who opened it, and why."""
    with transaction() as unit:
        return restricting.case_access(unit, case)


@operation(
    blueprint,
    f"{_CASE}/restriction",
    method="POST",
    guard=_MANAGE,
    body=Restrict,
    answers={201: Done},
    tags=["access"],
)
def restrict(case: UUID, body: Restrict) -> Done:
    """Keep the case to named people; who was named before and is not now sees it no longer."""
    with transaction() as unit:
        return restricting.restrict(unit, case, body, in_directory())


@operation(
    blueprint,
    f"{_CASE}/restriction/lifting",
    method="POST",
    guard=_MANAGE,
    body=Lift,
    answers={200: Done},
    tags=["access"],
)
def lift(case: UUID, body: Lift) -> Done:
    """Open the case again to whoever the policy admits."""
    with transaction() as unit:
        return restricting.lift(unit, case, body)


@operation(
    blueprint,
    f"{_CASE}/blocks",
    method="POST",
    guard=Capability.CASE_READ,
    body=Block,
    answers={201: Done},
    tags=["access"],
)
def block(case: UUID, body: Block) -> Done:
    """Shut oneself, or as a manager somebody else, out of the case for a conflict of interest."""
    with transaction() as unit:
        return restricting.block(unit, case, body, in_directory(), others=holds(_MANAGE))


@operation(
    blueprint,
    f"{_CASE}/blocks/lifting",
    method="POST",
    guard=_MANAGE,
    body=Unblock,
    answers={200: Done},
    tags=["access"],
)
def unblock(case: UUID, body: Unblock) -> Done:
    """Let somebody in again whose conflict of interest is over."""
    with transaction() as unit:
        return restricting.unblock(unit, case, body)


@operation(
    blueprint,
    "/break-glass",
    method="POST",
    guard=Capability.GLASS_BREAK,
    body=BreakGlass,
    answers={201: Opened},
    tags=["access"],
)
def break_glass(body: BreakGlass) -> Opened:
    """Read a case that is not one's own for three hours, with a reason. A manager is told."""
    with transaction() as unit:
        return restricting.break_glass(unit, body)


@operation(blueprint, "/break-glass", guard=_MANAGE, query=OpeningsPage, answers={200: Openings}, tags=["access"])
def list_openings(query: OpeningsPage) -> Openings:
    """Cases that were opened by break-glass, the newest first."""
    with transaction() as unit:
        return restricting.openings(unit, query)


@operation(blueprint, "/covers", method="POST", guard=_COVER, body=Arrange, answers={201: CoverLine}, tags=["access"])
def arrange_cover(body: Arrange) -> CoverLine:
    """Say who stands in for oneself, or, as a manager, for somebody else."""
    with reporting() as unit:
        return covering.arrange(unit, body, works_on_cases(), for_others=holds(Capability.COVER_MANAGE))


@operation(blueprint, "/covers", guard=_COVER, answers={200: Covers}, tags=["access"])
def list_covers() -> Covers:
    """Arrangements of cover that are not over."""
    with reporting() as unit:
        return covering.covers(unit, of_others=holds(Capability.COVER_MANAGE))


@operation(
    blueprint, "/covers/<uuid:cover>/ending", method="POST", guard=_COVER, answers={200: CoverLine}, tags=["access"]
)
def end_cover(cover: UUID) -> CoverLine:
    """End an arrangement before its time."""
    with reporting() as unit:
        return covering.end(unit, cover, for_others=holds(Capability.COVER_MANAGE))
