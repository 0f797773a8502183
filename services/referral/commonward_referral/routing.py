"""Asks the procedure where a concern goes, and publishes the answer."""

from __future__ import annotations

from uuid import UUID

from commonward.contracts.events import ConcernRaised, ConcernRouted
from commonward.procedure import Route
from commonward.store import Work

SAME = ("team", "response", "outcome", "tool")
"""What of two routes has to be the same."""


def publish_route(work: Work, case: UUID, concern: ConcernRaised, *, known: ConcernRouted | None = None) -> None:
    """Route a concern. Say nothing where the answer wants nothing that the `known` one does not want already."""
    routed = routed_to(concern, work.procedure(case).route(concern, work.facts(case).of_concern(concern.concern)))
    if known is None or wants_more(routed, known):
        work.publish(case, routed)


def routed_to(concern: ConcernRaised, route: Route) -> ConcernRouted:
    """The event that tells of a route."""
    return ConcernRouted(
        concern=concern.concern,
        team=route.team,
        response=route.response,
        outcome=route.outcome,
        tasks=route.tasks,
        tool=route.tool,
        because=route.because,
    )


def wants_more(routed: ConcernRouted, known: ConcernRouted) -> bool:
    """Whether there is another team, answer or tool, or a new task or rule. What falls away starts nothing anew."""
    news = {*routed.tasks, *routed.because} - {*known.tasks, *known.because}
    return bool(news) or any(getattr(routed, name) != getattr(known, name) for name in SAME)
