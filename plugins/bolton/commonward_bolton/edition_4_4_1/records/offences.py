"""Offences that may be used against abusers, and how a charge was chosen: paragraphs 9.2 to 9.4, 9.8, 9.13, 9.14."""

from __future__ import annotations

from commonward.procedure import Facts, FieldGroup, Force, Given, RecordKind, form

INVESTIGATORS = ("police-officer", "exit-worker")


def _justified(given: Given, facts: Facts) -> bool:
    lesser = given.one("charge") == "lesser"
    return not lesser or (given.yes("only-way-to-safeguard") and given.one("reasons") is not None)


RECORDS = (
    RecordKind(
        id="offences",
        title="Offences considered",
        group=FieldGroup.POLICE_INTELLIGENCE,
        because=("BOL-9.3.offences",),
        made_by=INVESTIGATORS,
        about=("child", "adult"),
        fields=(
            form.some_of(
                "offences",
                "Offences",
                "sexual-communication-with-a-child",
                "meeting-a-child-after-one-contact",
                "child-abduction-under-16",
                "abduction",
                "trafficking",
                "kidnapping",
                "drugs",
                "gang-related-sexual-activity",
                "tax-evasion",
                "social-security-fraud",
                "coercion",
                "procuring",
                "running-a-brothel",
                "living-on-immoral-earnings",
                "sexual-abuse",
                "physical-abuse",
                "emotional-abuse",
            ),
            form.some_of(
                "under-18",
                "Offences against a child under 18, also at 16 and 17",
                "paying-for-sexual-services",
                "causing-or-inciting-exploitation",
                "controlling-a-child",
                "arranging-or-facilitating",
                "rape",
                "assault",
                because=("BOL-9.8.protect",),
            ),
        ),
    ),
    RecordKind(
        id="charge",
        title="Choice of charge",
        group=FieldGroup.POLICE_INTELLIGENCE,
        because=("BOL-9.13.charges",),
        made_by=INVESTIGATORS,
        about=("child", "adult"),
        fields=(
            form.one_of("charge", "The charge is", "most-serious-available", "lesser", needed=form.wanted),
            form.yes_no("only-way-to-safeguard", "Is it the only way to safeguard the child?"),
            form.words("reasons", "Why"),
        ),
        checks=(
            form.check(
                "BOL-9.13.charges",
                "charge",
                "a lesser charge is considered only where nothing else safeguards the child, with reasons",
                unless=_justified,
                force=Force.SHOULD,
            ),
        ),
    ),
)
