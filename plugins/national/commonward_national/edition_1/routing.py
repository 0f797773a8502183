"""Where a concern goes when the board's own procedure has no answer."""

from __future__ import annotations

from commonward.procedure import Facts, Route, events, follows

DUTY_TEAM = "duty"


def route(concern: events.ConcernRaised, facts: Facts) -> Route:
    """A child's concern is a referral to the duty team; somebody known to be 18 or over is not for this procedure."""
    return _adult() if facts.youngest is not None and facts.youngest >= 18 else _referral()


@follows("NAT-1.refer")
def _referral() -> Route:
    return Route(team=DUTY_TEAM, response="referral", outcome="refer", because=("NAT-1.refer",))


@follows("NAT-1.adult")
def _adult() -> Route:
    return Route(
        team=DUTY_TEAM,
        response="adult-safeguarding",
        outcome="advise",
        tasks=("adult-safeguarding-referral",),
        because=("NAT-1.adult",),
    )
