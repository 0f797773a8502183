"""Looked-after children: carers who know, a Care Plan that speaks of exploitation, and who reviews it. Paragraph 12."""

from __future__ import annotations

from commonward.procedure import Facts, FieldGroup, Force, Given, RecordKind, form


def _speaks_of_exploitation(given: Given, facts: Facts) -> bool:
    """Both aims are written, unless exploitation was ruled out. A level that nobody decided is no such ruling."""
    return facts.level == "not-identified" or bool(given.one("reduces-risk") and given.one("boosts-protection"))


def _newer(given: Given, facts: Facts) -> bool:
    """Each version is of its own day or a later one."""
    before, now = facts.record("care-plan"), given.one("updated-on")
    day = before.one("updated-on") if before is not None else None
    return day is None or now is None or now >= day


PACKAGE = (
    ("exit", "Referral to EXIT", None),
    ("safer-sex", "Individual work on safer sex", FieldGroup.HEALTH),
    ("risky-adults", "Individual work on risky adults", None),
    ("self-esteem", "Activities for self-esteem", None),
)
CONSIDERED = ("offered", "accepted", "declined", "not-appropriate")

RECORDS = (
    RecordKind(
        id="carers-briefed",
        title="Carers and staff know the guidance",
        group=FieldGroup.CASE,
        because=("BOL-12.1.carers",),
        made_by=(),
        happened="briefed-on",
        fields=(
            form.day("briefed-on", "Briefed on", needed=form.wanted),
            form.some_of(
                "who", "Who", "foster-carers", "residential-staff", "social-worker", "family", needed=form.wanted
            ),
            form.some_of(
                "about",
                "About what",
                "this-guidance",
                "exploitation-of-looked-after-children",
                "joint-missing-protocol",
                needed=form.wanted,
            ),
        ),
    ),
    RecordKind(
        id="care-plan",
        title="Looked After Young Person Care Plan",
        because=("BOL-12.2.careplan",),
        made_by=("social-worker", "referral-and-assessment", "team-manager"),
        happened="updated-on",
        fields=(
            form.day("updated-on", "Brought up to date on", needed=form.wanted),
            form.words("reduces-risk", "Exploitation: what reduces the risk"),
            form.words("boosts-protection", "Exploitation: what boosts protection"),
            form.words("safe-base", "A safe home base", because=("BOL-A3.homebase",)),
        ),
        checks=(
            form.check(
                "BOL-12.2.careplan",
                "updated-on",
                "the Care Plan was brought up to date later than that: its newest version says on which day",
                unless=_newer,
            ),
            form.check(
                "BOL-12.2.cse",
                "reduces-risk",
                "The Care Plan of a child at risk says what reduces the risk and what boosts protection",
                unless=_speaks_of_exploitation,
                force=Force.SHOULD,
            ),
        ),
    ),
    RecordKind(
        id="care-plan-review",
        title="Exploitation in the Care Plan reviewed",
        because=("BOL-12.2.review",),
        made_by=("reviewing-officer",),
        second_role="team-manager",
        fields=(form.words("findings", "What the review found", needed=form.wanted),),
    ),
    RecordKind(
        id="care-plan-audit",
        title="Oversight of exploitation in Care Plans",
        group=FieldGroup.CASE,
        because=("BOL-12.3.audit",),
        made_by=("team-manager", "head-of-service"),
        happened="seen-on",
        fields=(
            form.day("seen-on", "Seen on", needed=form.wanted),
            form.one_of("occasion", "Occasion", "regulation-visit", "management-audit", needed=form.wanted),
            form.yes_no("addresses-exploitation", "Does the Care Plan address exploitation?", needed=form.wanted),
            form.words("findings", "What was found", needed=form.wanted),
        ),
    ),
    RecordKind(
        id="support-package",
        title="Package of support",
        because=("BOL-A3.package",),
        made_by=("social-worker", "team-manager"),
        fields=(
            *(form.one_of(code, title, *CONSIDERED, needed=form.wanted, group=group) for code, title, group in PACKAGE),
            form.one_of(
                "sexual-health",
                "Sexual health care",
                *CONSIDERED,
                needed=form.wanted,
                kept=True,
                group=FieldGroup.HEALTH,
            ),
            form.words("worker", "Who is best placed for direct work", needed=form.wanted),
        ),
    ),
)
