"""What one is reminded of when one decides on accommodation, plans, and writes of a child: paragraph 11, Appendix 3."""

from __future__ import annotations

from commonward.procedure import WRITING, Facts, Prompt
from commonward_bolton.edition_4_4_1.in_care import in_care

CARE_ACTIONS = ("disruption", "family-relationships")


def placed_away(facts: Facts) -> bool:
    """The child is looked after, or lives elsewhere than the family."""
    return in_care(facts) or facts.placement_area not in (None, facts.family_area)


def lacks_an_action(facts: Facts) -> bool:
    """Placed away, with no action against those who exploit or none for the family."""
    return placed_away(facts) and not set(CARE_ACTIONS) <= {action.kind for action in facts.actions}


def has_siblings(facts: Facts) -> bool:
    """Somebody has linked the child with another one."""
    return bool(facts.siblings)


def is_16_or_17(facts: Facts) -> bool:
    """By either age; the text says 16 to 18, and its protocol 16 and 17."""
    return bool({facts.age_at_event, facts.age_at_referral} & {16, 17}) or 16 in facts.ages_reached


PROMPTS: tuple[Prompt, ...] = (
    Prompt(
        id="siblings",
        words="The child has siblings whom the authority knows. A plan is about one child in a family, and the "
        "analysis about the whole family: look at the others too.",
        at=("joint-analysis", "exploitation", "cse-safeguarding-plan", "child-protection-conference", "close-case"),
        when=has_siblings,
        because=("BOL-10.19.plan", "BOL-13.5.confirm"),
    ),
    Prompt(
        id="older-young-people",
        words="Older young people may respond badly to child protection procedures and well to a CSE Specific "
        "Safeguarding Plan, which can be chosen instead.",
        at=("conference",),
        because=("BOL-10.17.factors",),
    ),
    Prompt(
        id="care-alone",
        words="Accommodation on its own is unlikely to break an established pattern, and may add to the risk.",
        at=("accommodation",),
        because=("BOL-11.1.factors",),
    ),
    Prompt(
        id="homeless-at-16-or-17",
        words="If a young person of 16 or 17 has no suitable accommodation, use the joint protocol with Housing.",
        at=("accommodation", "early-help-assessment"),
        when=is_16_or_17,
        because=("BOL-11.2.homeless",),
    ),
    Prompt(
        id="placed-away",
        words="While a child is placed away, plan both to disrupt those who exploit and to secure the family's "
        "relationships for a return. One of the two is missing.",
        at=("cse-safeguarding-plan", "strategy-meeting", "child-action-meeting", "care-plan"),
        when=lacks_an_action,
        because=("BOL-11.3.away",),
    ),
    Prompt(
        id="safe-home-base",
        words="Every effort is made for a safe home base, with a standard of care that builds self-respect.",
        at=("care-plan", "support-package"),
        because=("BOL-A3.homebase",),
    ),
    Prompt(
        id="unconcern-is-a-reaction",
        words="Apparent unconcern or a controlling manner can be a reaction to abuse. It is no reason to close.",
        at=("close-case", "closing", "presentation"),
        because=("BOL-A3.impact",),
    ),
    Prompt(
        id="staff-feelings",
        words="Strong feelings are natural and are raised with your manager. Keep them apart from the child's record.",
        at=("direct-work", "residential-suspicion"),
        because=("BOL-A3.staff",),
    ),
    Prompt(
        id="words-that-reject",
        words="This rejects or blames the child, or sets it apart. Say what happened, and who did it.",
        at=(WRITING,),
        phrases=(
            "asking for it",
            "attention seeking",
            "flirtatious",
            "promiscuous",
            "provocative",
            "putting herself at risk",
            "putting himself at risk",
            "selling herself",
            "selling himself",
            "sleeping around",
            "streetwise",
        ),
        because=("BOL-A3.language",),
    ),
    Prompt(
        id="refer-to-exit",
        words="A young person at risk of exploitation is referred to EXIT: a yes here does it.",
        at=("missing-interview",),
        because=("BOL-A4.exit",),
    ),
)
