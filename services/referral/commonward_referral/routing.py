"""Asking the procedure where a concern goes, and saying so."""

from __future__ import annotations

from uuid import UUID

from commonward.contracts.events import ConcernRaised, ConcernRouted
from commonward.store import Work


def publish_route(work: Work, case: UUID, concern: ConcernRaised, *, known: ConcernRouted | None = None) -> None:
    """Route a concern. Say nothing where the answer is in every point what is `known`: a task more is another one."""
    route = work.procedure(case).route(concern, work.facts(case))
    routed = ConcernRouted(
        concern=concern.concern,
        team=route.team,
        response=route.response,
        outcome=route.outcome,
        tasks=route.tasks,
        tool=route.tool,
        because=route.because,
    )
    if routed != known:
        work.publish(case, routed)
