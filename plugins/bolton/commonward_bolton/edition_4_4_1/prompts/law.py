"""Reminders of paragraphs 3 to 9, at the forms, tools and decisions that they are about."""

from __future__ import annotations

from commonward.procedure import WRITING, Facts, Prompt
from commonward_bolton.edition_4_4_1 import ages

TOOL = "exit-risk-indicators"
ACTIVITY = "sexual-activity"
COMPLAINT = "criminal-complaint"


def offence_recorded(facts: Facts) -> bool:
    """The newest form about sexual activity says that an offence may have been committed."""
    activity = facts.record(ACTIVITY)
    return activity is not None and activity.yes("offence")


def age_gap_at_13_to_15(facts: Facts) -> bool:
    """The other party is an adult, or not of a similar age."""
    activity = facts.record(ACTIVITY)
    far = activity is not None and (activity.one("other-is") == "adult" or activity.one("similar-age") == "no")
    return far and ages.from_13_to_15(facts)


def moved_across_areas(facts: Facts) -> bool:
    """The child is placed away from the family's area, or was found where no link is known."""
    placed_away = facts.placement_area is not None and facts.placement_area != facts.family_area
    return placed_away or "s7" in facts.indicators


def gone_missing(facts: Facts) -> bool:
    """An episode was reported."""
    return bool(facts.missing)


PROMPTS: tuple[Prompt, ...] = (
    Prompt(
        "police-route",
        "An offence may have been committed. Consider the police; whether they are told is decided by people.",
        at=(ACTIVITY, COMPLAINT),
        because=("BOL-3.1.nonconsent", "BOL-4.2.incapacity"),
        when=offence_recorded,
    ),
    Prompt(
        "trafficking",
        "Be alert to trafficking, into the country and between towns.",
        at=(TOOL, "exploitation"),
        because=("BOL-4.6.traffick",),
    ),
    Prompt(
        "trafficking-across-areas",
        "The child has moved, or was found, across areas. Consider trafficking again.",
        at=(TOOL, "exploitation"),
        because=("BOL-4.6.traffick",),
        when=moved_across_areas,
    ),
    Prompt(
        "no-single-model",
        "Models of exploitation differ. Do not look for one kind only, nor at ethnicity alone.",
        at=(TOOL, "exploitation"),
        because=("BOL-4.7.models",),
    ),
    Prompt(
        "no-informed-choice",
        "Children do not make an informed choice to enter or remain in exploitation. Say what was done to the child.",
        at=(WRITING,),
        because=("BOL-5.4.nochoice",),
        phrases=(
            "lifestyle choice",
            "prostitute",
            "prostitutes",
            "prostituting",
            "prostitution",
            "makes bad choices",
            "chooses to be exploited",
            "chose to be exploited",
        ),
        names=(
            "causing or inciting child prostitution",
            "causing or inciting prostitution",
            "controlling a child prostitute",
            "controlling prostitution",
            "arranging or facilitating child prostitution",
        ),
    ),
    Prompt(
        "share-with-police",
        "Does this assist the police? Share it, and record with whom and for what.",
        at=("exploitation", "adult-of-concern"),
        because=("BOL-8.3.share",),
    ),
    Prompt(
        "missing-is-a-risk",
        "The child has been reported missing, which is a risk of exploitation. Use what the police know of it.",
        at=(TOOL,),
        because=("BOL-8.4.missing",),
        when=gone_missing,
    ),
    Prompt(
        "age-gap",
        "The two are not of a similar age. Consider a criminal complaint.",
        at=(ACTIVITY, COMPLAINT),
        because=("BOL-9.7.complaint",),
        when=age_gap_at_13_to_15,
    ),
    Prompt(
        "pregnancy",
        "Any pregnant girl is offered specialist support, and those services take part in the assessment.",
        at=(ACTIVITY, TOOL),
        because=("BOL-9.10.pregnant",),
    ),
    Prompt(
        "compliance-is-no-evidence",
        "That the child says they agree is no evidence that they are not groomed.",
        at=(ACTIVITY, TOOL),
        because=("BOL-9.11.factors",),
    ),
)
