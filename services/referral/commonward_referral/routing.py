"""Asking the procedure where a concern goes, and saying so."""

from __future__ import annotations

from uuid import UUID

from commonward.contracts.events import ConcernRaised, ConcernRouted
from commonward.procedure import Route
from commonward.store import Work


def publish_route(work: Work, case: UUID, concern: ConcernRaised, *, unless_same: bool = False) -> Route:
    """Route a concern; with `unless_same`, say nothing where the answer is what the case's route is already."""
    facts = work.facts(case)
    route = work.procedure(case).route(concern, facts)
    if unless_same and (route.response, route.team) == (facts.route, facts.team):
        return route
    work.publish(
        case,
        ConcernRouted(
            concern=concern.concern,
            team=route.team,
            response=route.response,
            outcome=route.outcome,
            tasks=route.tasks,
            tool=route.tool,
            because=route.because,
        ),
    )
    return route
