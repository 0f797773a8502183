"""What the risk service does when something happens."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from commonward.contracts import BadEvent, Happened
from commonward.contracts.events import ConcernRouted
from commonward.procedure import Facts
from commonward.runtime import Reactions
from commonward.store import Work
from commonward_risk.commands import request
from commonward_risk.queries import open_tools

_STILL_OPEN = "open assessments"


def look_up_open(work: Work, happenings: Sequence[Happened[ConcernRouted]]) -> None:
    """Find the open assessments of a batch's cases in one query."""
    work.cache[_STILL_OPEN] = open_tools(work.session, {happened.subject for happened in happenings})


def concern_routed(work: Work, happened: Happened[ConcernRouted], _facts: Facts) -> None:
    """The route asks for a tool: open an assessment with it, unless one is open already."""
    if _STILL_OPEN not in work.cache:  # a single event, replayed
        look_up_open(work, [happened])
    still_open: set[tuple[UUID, str]] = work.cache[_STILL_OPEN]
    case, code = happened.subject, happened.event.tool
    if code is None or (case, code) in still_open:
        return
    tool = work.procedure(case).tool(code)
    if tool is None:
        raise BadEvent("unknown-tool", f"the case's edition has no tool {code}")
    request(work, case, tool)
    still_open.add((case, code))


REACTIONS = Reactions(
    on={
        ConcernRouted: concern_routed,
    },
    prepare={
        ConcernRouted: look_up_open,
    },
)
