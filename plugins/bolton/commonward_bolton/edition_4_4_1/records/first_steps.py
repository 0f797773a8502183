"""What whoever recognises a risk does first: paragraphs 10.2, 10.9, 13.1 and 13.2."""

from __future__ import annotations

from commonward.procedure import Facts, FieldGroup, Given, RecordKind, form
from commonward.procedure.records import Field, Wanted


def _not_spoken_to(whom: str) -> Wanted:
    def condition(given: Given, facts: Facts) -> bool:
        return given.one(whom) == "not-spoken-to"

    return condition


def _spoken(whom: str, title: str) -> tuple[Field, Field]:
    """Whether somebody was spoken to, and if not, why: speaking to a parent may itself be a danger."""
    return (
        form.one_of(whom, title, "spoken-to", "not-spoken-to", needed=form.wanted),
        form.words(f"{whom}-why-not", "Why not", needed=_not_spoken_to(whom)),
    )


RECORDS = (
    RecordKind(
        id="concerns-addressed",
        title="Concerns addressed with the child, the family and others",
        because=("BOL-10.2.address",),
        made_by=(),
        fields=(
            *_spoken("young-person", "The young person"),
            *_spoken("parent-or-carer", "Parent or carer"),
            *_spoken("other-professionals", "Other professionals involved"),
            form.words("action", "What was done", needed=form.wanted),
        ),
    ),
    RecordKind(
        id="emergency-contacts",
        title="Police and Emergency Duty Team contacted",
        group=FieldGroup.CASE,
        because=("BOL-10.9.ooh",),
        made_by=(),
        happened="edt-contacted-at",
        fields=(
            form.moment("police-contacted-at", "Police contacted at", needed=form.wanted),
            form.moment("edt-contacted-at", "Emergency Duty Team contacted at", needed=form.wanted),
            form.words("agreed", "What was agreed"),
        ),
    ),
    RecordKind(
        id="manager-consulted",
        title="Own manager consulted",
        group=FieldGroup.CASE,
        because=("BOL-13.1.manager",),
        made_by=(),
        fields=(
            form.words("manager", "The agency's manager", needed=form.wanted),
            form.yes_no("with-the-tool", "Was the CSE Risk Indicator Tool used?", needed=form.wanted),
            form.one_of(
                "outcome",
                "Outcome",
                "staying-safe-needed",
                "early-response",
                "no-further-action",
                needed=form.wanted,
            ),
        ),
    ),
    RecordKind(
        id="referral-and-assessment-contacted",
        title="Referral & Assessment contacted",
        group=FieldGroup.CASE,
        because=("BOL-13.2.contact",),
        made_by=(),
        happened="contacted-at",
        fields=(
            form.moment("contacted-at", "Contacted at", needed=form.wanted),
            form.words("agency", "Agency that made contact", needed=form.wanted),
        ),
    ),
)
