"""Watching, monitoring and restricting in a home: Appendix 3, second part."""

from __future__ import annotations

from commonward.procedure import Facts, FieldGroup, Given, Readings, RecordKind, form
from commonward.procedure.records import wanted

CONSULTED = (
    ("child-consulted", "The child", "consulted", "not-consulted"),
    ("social-worker-consulted", "The social worker", "consulted", "not-consulted"),
    ("manager-consulted", "The Manager of the home", "consulted", "not-consulted"),
    ("parents-consulted", "The parents, where appropriate", "consulted", "not-appropriate"),
)


RESTRICTED = ("calls-withheld", "letters-withheld", "visitors-turned-away", "mobile-phone-removed")


def _in_consultation(given: Given, facts: Facts) -> bool:
    """Calls, letters and phones are monitored only after asking; for visitors the text names nobody to ask."""
    return bool({"calls", "letters", "mobile-phone"} & set(given.all("what")))


def _goes_on(given: Given, facts: Facts) -> bool:
    return given.one("outcome") == "goes-on"


RECORDS = (
    RecordKind(
        id="watching-brief",
        title="Watching brief",
        group=FieldGroup.POLICE_INTELLIGENCE,
        because=("BOL-A3.watch",),
        made_by=(),
        fields=(
            form.some_of(
                "seen", "What was noted", "contacts", "number-plates", "number-of-calls", "other", needed=form.wanted
            ),
            form.words("note", "What it was", needed=form.wanted),
            form.yes_no("useful", "Could it be useful to disrupt exploitation?", needed=form.wanted),
        ),
    ),
    RecordKind(
        id="restriction",
        title="Restriction",
        because=("BOL-A3.restrict",),
        made_by=(),
        fields=(
            form.some_of(
                "what",
                "What is restricted",
                *RESTRICTED,
                needed=form.wanted,
                because=("BOL-A3.restrict",),
            ),
            form.words("which", "Which of them", needed=form.wanted, because=("BOL-A3.restrict",)),
            form.words("why", "Why", needed=form.wanted, because=("BOL-A3.restrict",)),
            form.words("decided-by", "Who decided it", needed=form.wanted),
            form.day("review-on", "To be looked at again on", needed=form.wanted),
        ),
    ),
    RecordKind(
        id="restriction-review",
        # One review looks at all that is restricted: else what nobody looked at would lose its day in silence.
        title="All that is restricted looked at again",
        because=("BOL-A3.restrict",),
        made_by=(),
        fields=(
            form.one_of("outcome", "What follows, of all of it", "all-lifted", "goes-on", needed=form.wanted),
            form.some_of("what", "What goes on", *RESTRICTED, needed=_goes_on),
            form.words("why", "Why", needed=form.wanted),
            form.day("review-on", "The first day to look at it again", needed=_goes_on),
        ),
    ),
)


def records(readings: Readings) -> tuple[RecordKind, ...]:
    """All of them; whether anybody is asked before visitors are turned away is the board's reading."""
    asked = wanted if readings.of("BOL-Q.visitors") == "as-for-calls" else _in_consultation
    monitoring = RecordKind(
        id="monitoring",
        title="Decision to monitor",
        because=("BOL-A3.monitor",),
        made_by=(),
        fields=(
            form.some_of("what", "What", "calls", "letters", "mobile-phone", "visitors", needed=form.wanted),
            *(form.one_of(code, title, *answers, needed=asked) for code, title, *answers in CONSULTED),
            form.words("how", "What is done", needed=form.wanted),
        ),
    )
    return (monitoring, *RECORDS)
