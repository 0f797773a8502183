"""The child's overall plan: one of three, which the concern named or people have linked since."""

from __future__ import annotations

from commonward.procedure import Facts, Tri

LINKED = "overall-plan"
"""The decision by which people say which plan is in place."""
PLANS = ("child-protection-plan", "looked-after-plan", "child-in-need-plan")


def overall_plan(facts: Facts) -> str | None:
    """The plan in place: as people have said last, else as the concern has it. Another kind of plan is none."""
    plan = _linked(facts) or facts.plan_in_place
    return plan if plan in PLANS else None


def is_open(facts: Facts) -> bool:
    """Known to be open to social work, or with a plan that only an open case has."""
    return facts.open_to_social_care is Tri.YES or _linked(facts) in PLANS


def _linked(facts: Facts) -> str | None:
    """What people have said since the case was opened: what held before it was closed once need not hold now."""
    made = facts.decision(LINKED)
    return made.option if made is not None and facts.since_opened(made.decided_at) else None
