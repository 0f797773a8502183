"""What meetings and the decisions beside them rest on: paragraphs 10.15 to 10.17, 11.1, 11.2 and Appendix 5."""

from __future__ import annotations

from commonward.procedure import Facts, FieldGroup, Given, RecordKind, form

AGENCIES = ("exit", "police", "childrens-services", "early-interventions", "probation", "divisional-detectives")
"""The key contacts of Appendix 5. Who holds each post is data of the directory, with dates."""

CONFERENCE_FACTORS = (
    ("c1", "The age of the young person"),
    ("c2", "A parent or carer who is involved, fails to protect or encourages it"),
    ("c3", "Evidence that a formal multi-agency plan is needed"),
    ("c4", "Likely co-operation of the young person"),
    ("c5", "Legislation needed to protect, or to disrupt"),
)
ACCOMMODATION_FACTORS = (
    ("a1", "How long the abuse has lasted"),
    ("a2", "How frequent it is"),
    ("a3", "Evidence that no other means protects"),
    ("a4", "How the young person sees accommodation"),
    ("a5", "Resources, and the effect on and of other residents"),
    ("a6", "Substances, self-harm and mental health"),
    ("a7", "Threats from exploiters and their associates"),
)
HEALTH_FACTOR = "a6"


def _specialist_took_part(given: Given, facts: Facts) -> bool:
    return "exit" in given.all("planned-with")


RECORDS = (
    RecordKind(
        id="information-sought",
        title="Information sought from other agencies",
        because=("BOL-10.15.info",),
        made_by=(),
        happened="asked-on",
        fields=(
            form.day("asked-on", "Asked on", needed=form.wanted),
            form.some_of(
                "asked",
                "Who was asked",
                *AGENCIES,
                "health",
                "education",
                "housing",
                "another-agency",
                needed=form.wanted,
                because=("BOL-A5.contacts",),
            ),
            form.words("replies", "What they replied"),
        ),
    ),
    RecordKind(
        id="enquiry-plan",
        title="How the section 47 enquiry is planned",
        because=("BOL-10.16.s47",),
        made_by=("team-manager", "head-of-service", "social-worker"),
        fields=(
            form.some_of(
                "planned-with", "Planned with", "police", "exit", "health", "another-agency", needed=form.wanted
            ),
            form.words("steps", "Steps of the enquiry", needed=form.wanted),
        ),
        checks=(
            form.check(
                "BOL-10.16.s47",
                "planned-with",
                "Plan it with somebody who has specialist experience: EXIT",
                unless=_specialist_took_part,
            ),
        ),
    ),
    RecordKind(
        id="conference-factors",
        title="Is a Child Protection Conference needed?",
        because=("BOL-10.17.factors",),
        made_by=("social-worker", "team-manager", "head-of-service"),
        fields=tuple(form.words(code, title, needed=form.wanted) for code, title in CONFERENCE_FACTORS),
    ),
    RecordKind(
        id="accommodation-factors",
        title="Is accommodation needed?",
        because=("BOL-11.1.factors",),
        made_by=("social-worker", "team-manager", "head-of-service"),
        fields=tuple(
            form.words(code, title, needed=form.wanted, group=FieldGroup.HEALTH if code == HEALTH_FACTOR else None)
            for code, title in ACCOMMODATION_FACTORS
        ),
    ),
    RecordKind(
        id="homelessness-protocol",
        title="Homeless at 16 or 17: joint protocol with Housing",
        because=("BOL-11.2.homeless",),
        made_by=("social-worker", "team-manager", "lead-professional"),
        fields=(
            form.some_of("referred-to", "Referred to", "leaving-care-team", "homeless-welfare", needed=form.wanted),
            form.one_of(
                "outcome",
                "Outcome",
                "temporary-or-supported",
                "longer-term",
                "another-solution",
                "still-open",
                needed=form.wanted,
            ),
        ),
    ),
)
