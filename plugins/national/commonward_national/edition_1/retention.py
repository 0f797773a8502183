"""How long records are kept where the board says nothing else. None of it is law for every case but the last."""

from __future__ import annotations

from commonward.procedure import After, Facts, Retention, Tri

CHILD, CHILD_PROTECTION = "child", "child-protection"


def _protected(facts: Facts) -> Tri:
    """A child protection plan is in place, was wanted, or was heard of."""
    if facts.kind != CHILD:
        return Tri.NO
    plans = {facts.plan_in_place, facts.plan_wanted, *(plan.kind for plan in facts.plans)}
    return Tri.of(CHILD_PROTECTION in plans)


def _looked_after(facts: Facts) -> Tri:
    return facts.looked_after if facts.kind == CHILD else Tri.NO


def _child(facts: Facts) -> Tri:
    return Tri.of(facts.kind == CHILD)


def _not_a_child(facts: Facts) -> Tri:
    """An adult of concern, a place, or whatever else a board has records of."""
    return Tri.of(facts.kind != CHILD)


RETENTION = (
    Retention(
        id="child-in-need",
        title="Every child's case",
        years=75,
        after=After.BIRTH,
        source="Independent Inquiry into Child Sexual Abuse, report of 2022, recommendation 17; no statute sets a time",
        covers=_child,
    ),
    Retention(
        id="adult-or-place",
        title="An adult of concern, or a place, that no case names any more",
        years=75,
        after=After.LAST_CONTACT,
        source="The same recommendation, counted from the last that was heard of them; no statute sets a time",
        covers=_not_a_child,
    ),
    Retention(
        id=CHILD_PROTECTION,
        title="A child protection plan",
        years=35,
        after=After.LAST_CONTACT,
        source="As several councils' published schedules have it; no statute sets a time",
        covers=_protected,
    ),
    Retention(
        id="looked-after",
        title="A looked-after child",
        years=75,
        after=After.BIRTH,
        source="Care Planning, Placement and Case Review (England) Regulations 2010, reg. 50",
        covers=_looked_after,
    ),
)
