"""Sexual activity and the other party: paragraphs 3, 4.2 and 9.5 to 9.10. What is asked depends on the child's age."""

from __future__ import annotations

from collections.abc import Mapping

from commonward.procedure import Facts, FieldGroup, Force, Given, Readings, RecordKind, form
from commonward.procedure.records import Check, Field, Wanted
from commonward_bolton.edition_4_4_1 import ages

YEARS = ("0", "1", "2", "3", "4", "5-or-more")
MOST_YEARS: Mapping[str, int] = {"up-to-2-years": 2, "up-to-3-years": 3}
TO_CONSIDER = ("coercion", "intimidation", "manipulation")


def with_adult(given: Given, facts: Facts) -> bool:
    """The other party is an adult."""
    return given.one("other-is") == "adult"


def _older_child(given: Given, facts: Facts) -> bool:
    return ages.from_16_to_17(facts)


def _from_13_to_15(given: Given, facts: Facts) -> bool:
    return ages.from_13_to_15(facts)


def _complaint_arises(given: Given, facts: Facts) -> bool:
    return ages.from_13_to_15(facts) and (with_adult(given, facts) or given.one("similar-age") == "no")


def _offence_with_adult(given: Given, facts: Facts) -> bool:
    return given.yes("offence") or not (with_adult(given, facts) and ages.under_16(facts))


def _offence_under_13(given: Given, facts: Facts) -> bool:
    return given.yes("offence") or not ages.under_13(facts)


def _offence_without_consent(given: Given, facts: Facts) -> bool:
    return given.yes("offence") or not given.all("no-consent")


def _offence_of_trust(given: Given, facts: Facts) -> bool:
    barred = given.one("relationship") in ("position-of-trust", "family-member")
    return given.yes("offence") or not (barred and _older_child(given, facts))


def _victim_or_reason(given: Given, facts: Facts) -> bool:
    otherwise = with_adult(given, facts) and given.one("treated-as") == "otherwise"
    return not otherwise or given.one("not-as-victim") is not None


def _considered(given: Given, facts: Facts) -> bool:
    return not with_adult(given, facts) or set(given.all("considered")) == set(TO_CONSIDER)


def _other_party_named(given: Given, facts: Facts) -> bool:
    named = given.one("other-party") or given.one("other-party-unknown")
    return named is not None or not ages.under_13(facts)


def _pregnancy_supported(given: Given, facts: Facts) -> bool:
    supported = given.one("pregnancy-support") is not None and given.yes("pregnancy-services")
    return supported or not given.yes("pregnant")


PREGNANCY: tuple[Field, ...] = (
    form.yes_no(
        "pregnant", "Is the child pregnant?", kept=True, group=FieldGroup.HEALTH, because=("BOL-9.10.pregnant",)
    ),
    form.one_of(
        "pregnancy-support",
        "Specialist support was",
        "offered-and-accepted",
        "offered-and-declined",
        "offered-no-answer-yet",
        kept=True,
        group=FieldGroup.HEALTH,
        because=("BOL-9.10.pregnant",),
    ),
    form.yes_no(
        "pregnancy-services",
        "Do the services for her take part in the assessment?",
        kept=True,
        group=FieldGroup.HEALTH,
        because=("BOL-9.10.pregnant",),
    ),
)
CHECKS: tuple[Check, ...] = (
    form.check(
        "BOL-9.6.refer",
        "offence",
        "a child under 13 can't consent: an offence may have been committed",
        unless=_offence_under_13,
    ),
    form.check(
        "BOL-3.1.nonconsent",
        "offence",
        "activity between an adult and a child under 16 is taken as unlawful and without consent",
        unless=_offence_with_adult,
        force=Force.SHOULD,
    ),
    form.check(
        "BOL-4.2.incapacity",
        "offence",
        "where consent is ruled out an offence may have been committed, at any age",
        unless=_offence_without_consent,
    ),
    form.check(
        "BOL-9.9.noconsent",
        "offence",
        "at 16 and 17 nobody can consent to somebody in a position of trust or of the family",
        unless=_offence_of_trust,
    ),
    form.check(
        "BOL-3.2.victim",
        "not-as-victim",
        "a child with an adult is treated primarily as the victim: say why not here",
        unless=_victim_or_reason,
    ),
    form.check(
        "BOL-3.2.victim",
        "considered",
        "coercion, intimidation and manipulation are each considered",
        unless=_considered,
        force=Force.SHOULD,
    ),
    form.check(
        "BOL-9.6.parties",
        "other-party",
        "under 13 the details of both parties are shared: name the other, or say why they are not known",
        unless=_other_party_named,
        force=Force.SHOULD,
    ),
    form.check(
        "BOL-9.10.pregnant",
        "pregnancy-support",
        "a pregnant girl is offered specialist support, and those services take part in the assessment",
        unless=_pregnancy_supported,
        force=Force.SHOULD,
    ),
)


def records(readings: Readings) -> tuple[RecordKind, ...]:
    """The form, as the board reads what a similar age is and when a complaint is considered."""
    return (
        RecordKind(
            id="sexual-activity",
            title="Sexual activity and the other party",
            because=("BOL-3.1.nonconsent",),
            made_by=(),
            happened="happened-on",
            fields=(*_activity(_complaint_considered(readings)), *PREGNANCY),
            checks=(*CHECKS, *_similar_age(readings)),
        ),
    )


def _complaint_considered(readings: Readings) -> Wanted:
    every = readings.of("BOL-Q.as-set-out-above") == "every-child-of-13-to-15"
    return _from_13_to_15 if every else _complaint_arises


def _similar_age(readings: Readings) -> tuple[Check, ...]:
    """Where the board sets a figure, more years than that are no similar age; else people judge."""
    most = MOST_YEARS.get(readings.of("BOL-Q.similar-age"))
    if most is None:
        return ()
    return (
        form.check(
            "BOL-9.5.peer",
            "similar-age",
            f"more than {most} years are no similar age here",
            unless=_at_most(most),
            force=Force.SHOULD,
        ),
    )


def _at_most(most: int) -> Wanted:
    def holds(given: Given, facts: Facts) -> bool:
        return not given.yes("similar-age") or given.one("years-apart") not in YEARS[most + 1 :]

    return holds


def _activity(complaint_arises: Wanted) -> tuple[Field, ...]:
    return (
        form.day("happened-on", "When"),
        form.one_of("other-is", "The other party", "adult", "under-18", "not-known", needed=form.wanted),
        form.subject("other-party", "The other party's record", because=("BOL-9.6.parties",)),
        form.words("other-party-unknown", "Why the other party is not known", because=("BOL-9.6.parties",)),
        form.one_of(
            "relationship",
            "Is the other in a position of trust, or of the family?",
            "position-of-trust",
            "family-member",
            "neither",
            "not-known",
            needed=_older_child,
            because=("BOL-9.9.noconsent",),
        ),
        form.some_of(
            "no-consent",
            "What rules out consent",
            "incapacitated-by-drink",
            "incapacitated-by-drugs",
            "violence",
            "threat-of-violence",
            "violence-to-family",
            "threat-to-family",
            "did-not-consent",
            because=("BOL-4.2.incapacity",),
        ),
        form.yes_no("mutual", "Was it mutually agreed?", because=("BOL-9.5.peer",)),
        form.yes_no("similar-age", "Are both of a similar age?", because=("BOL-9.5.peer",)),
        form.one_of("years-apart", "Years between them", *YEARS, "not-known", because=("BOL-9.5.peer",)),
        form.yes_no("abuse", "Are there signs of abuse or exploitation?", because=("BOL-9.5.peer",)),
        form.yes_no("offence", "May an offence have been committed against the child?", needed=form.wanted),
        form.one_of(
            "harm",
            "Harm, also where there is no offence",
            "suffered",
            "likely",
            "none-seen",
            "not-known",
            needed=_older_child,
            because=("BOL-4.2.harm1617",),
        ),
        form.words("circumstances", "The circumstances, as explored with the child", because=("BOL-9.8.protect",)),
        form.words(
            "complaint",
            "What was considered about a criminal complaint",
            needed=complaint_arises,
            because=("BOL-9.7.complaint",),
        ),
        form.one_of("treated-as", "The child is treated as", "victim", "otherwise", because=("BOL-3.2.victim",)),
        form.words("not-as-victim", "Why not as the victim", because=("BOL-3.2.victim",)),
        form.some_of("considered", "What was considered", *TO_CONSIDER, because=("BOL-3.2.victim",)),
    )
