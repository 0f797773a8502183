"""Assessing needs and recording why a response was chosen: paragraphs 10.1, 10.3, 10.7, 10.11, 13.2 and 13.5."""

from __future__ import annotations

from commonward.procedure import Facts, FieldGroup, Force, Given, Readings, RecordKind, form
from commonward_bolton.edition_4_4_1.board import RISK_FACTORS

EARLY_HELP, SOCIAL_WORK = "early-help-assessment", "social-work-assessment"


def _shows_a_factor(given: Given, facts: Facts) -> bool:
    """What follows a referral shows at least one; below that, none may have been found."""
    return bool(given.all("factors")) or facts.route == "framework-for-action"


def _instead(given: Given, facts: Facts) -> bool:
    return given.one("assessment") == SOCIAL_WORK


def _somebody(given: Given, facts: Facts) -> bool:
    return bool(given.one("person") or given.one("name"))


def _both_together(given: Given, facts: Facts) -> bool:
    return {"social-care", "exit"} <= set(given.all("contributors"))


RECORDS = (
    RecordKind(
        id="lead-professional",
        title="Lead Professional",
        group=FieldGroup.CASE,
        because=("BOL-10.3.lp",),
        made_by=(),
        fields=(
            form.one_of(
                "agency",
                "Agency",
                "social-care",
                "health",
                "education",
                "youth-service",
                "exit",
                "housing",
                "voluntary",
                "another-agency",
                needed=form.wanted,
            ),
            form.person("person", "Who, if they are in the directory"),
            form.words("name", "Who, if they are not"),
        ),
        checks=(form.check("BOL-10.3.lp", "person", "Name one Lead Professional", unless=_somebody),),
    ),
    RecordKind(
        id="response-analysis",
        title="Why this response",
        because=("BOL-10.11.record",),
        made_by=("social-worker", "referral-and-assessment", "team-manager"),
        fields=(
            form.one_of("response", "Response", "child-action", "child-protection", "neither", needed=form.wanted),
            form.words("analysis", "Analysis of why it was agreed", needed=form.wanted),
        ),
    ),
    RecordKind(
        id="joint-analysis",
        title="Focused analysis of the family and the young person",
        because=("BOL-13.5.confirm",),
        made_by=("social-worker", "exit-worker"),
        fields=(
            form.some_of(
                "contributors",
                "Who took part",
                "social-care",
                "exit",
                "health",
                "education",
                "police",
                "another-agency",
                needed=form.wanted,
            ),
            form.words("family", "The family's circumstances", needed=form.wanted),
            form.words("young-person", "The young person's circumstances", needed=form.wanted),
            form.words("intervention", "What it means for the intervention", needed=form.wanted),
        ),
        checks=(
            form.check(
                "BOL-13.5.confirm",
                "contributors",
                "The allocated social worker and EXIT both take part",
                unless=_both_together,
            ),
        ),
    ),
)


def records(readings: Readings) -> tuple[RecordKind, ...]:
    """All of them; whether social work's own assessment may take the place of the other is the board's reading."""
    both = readings.of("BOL-Q.eha-and-tool") == "always-both"
    return (_needs((EARLY_HELP,) if both else (EARLY_HELP, SOCIAL_WORK)), *RECORDS)


def _needs(choices: tuple[str, ...]) -> RecordKind:
    return RecordKind(
        id="early-help-assessment",
        title="Early Help Assessment (CAF)",
        because=("BOL-10.1.eha", "BOL-13.2.caf"),
        made_by=(),
        fields=(
            form.one_of(
                "assessment",
                "Which assessment",
                *choices,
                needed=form.wanted,
            ),
            form.words("why-instead", "Why a social work assessment in its place", needed=_instead),
            form.yes_no("parent", "Discussed with the parent?", needed=form.wanted),
            form.yes_no("young-person", "Discussed with the young person?", needed=form.wanted),
            form.some_of("factors", "Factors on the CSE Risk Indicator Tool", *RISK_FACTORS),
            form.words("analysis", "Analysis of the exploitation"),
        ),
        checks=(
            form.check(
                "BOL-13.2.caf",
                "factors",
                "Name at least one factor of exploitation that the CSE Risk Indicator Tool shows",
                unless=_shows_a_factor,
            ),
            form.check(
                "BOL-10.7.analysis",
                "analysis",
                "Write an analysis of the exploitation",
                unless=lambda given, facts: given.one("analysis") is not None,
                force=Force.SHOULD,
            ),
        ),
    )
