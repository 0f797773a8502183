"""Working and reviewing together until the child is safeguarded: paragraphs 10.8, 10.12 and 13.4."""

from __future__ import annotations

from commonward.procedure import Facts, FieldGroup, Given, RecordKind, form


def _not_yet(given: Given, facts: Facts) -> bool:
    return not given.yes("safeguarded")


SUPPORT = ("risk-assessment", "information", "interventions")

RECORDS = (
    RecordKind(
        id="progress-review",
        title="Progress reviewed together",
        because=("BOL-10.8.continue",),
        made_by=(),
        fields=(
            form.words("reviewed-with", "With which agencies", needed=form.wanted),
            form.yes_no("safeguarded", "Is the young person considered safeguarded?", needed=form.wanted),
            form.day("next-review", "Next review", needed=_not_yet),
        ),
    ),
    RecordKind(
        id="co-working",
        title="Social worker and EXIT: who does what",
        group=FieldGroup.CASE,
        because=("BOL-10.12.split",),
        made_by=("social-worker", "exit-worker", "team-manager"),
        fields=(
            form.person("social-worker", "Social worker, for the whole family", needed=form.wanted),
            form.person("exit-worker", "EXIT worker, for the young person", needed=form.wanted),
            form.words("family", "What is done with the family", needed=form.wanted),
            form.words("young-person", "What is done with the young person", needed=form.wanted),
        ),
    ),
    RecordKind(
        id="exit-support-wanted",
        title="A Lead Professional asks EXIT for support",
        group=FieldGroup.CASE,
        because=("BOL-13.4.lowadvice",),
        made_by=(),
        fields=(form.some_of("support", "With what", *SUPPORT, needed=form.wanted),),
    ),
    RecordKind(
        id="exit-support",
        title="EXIT supports a Lead Professional",
        because=("BOL-13.4.lowadvice",),
        made_by=("exit-worker",),
        fields=(
            form.some_of("support", "With what", *SUPPORT, needed=form.wanted),
            form.yes_no("in-the-plan", "Is it in the Young Person's Action Plan?", needed=form.wanted),
            form.words("advice", "The advice", needed=form.wanted),
        ),
    ),
)
