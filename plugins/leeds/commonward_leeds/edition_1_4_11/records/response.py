"""What was done for the child at once, what the police were told, how a form was sent: paragraphs 2 and 4."""

from __future__ import annotations

from commonward.procedure import FieldGroup, Readings, RecordKind, Shares, form

FIRST_ACTION = "first-action"
POLICE_LIAISON = "police-liaison"

RECORDS = (
    RecordKind(
        id=FIRST_ACTION,
        title="What was done for the child",
        because=("LDS-2.immediate",),
        made_by=(),
        happened="acted-at",
        fields=(
            form.moment("acted-at", "When", needed=form.wanted),
            form.words("what", "What was done about this child's own needs", needed=form.wanted),
            form.one_of("support", "Support", "accepted", "offered", "declined", "not-offered", needed=form.wanted),
            form.yes_no("goes-on", "Does the support go on?"),
        ),
    ),
    RecordKind(
        id=POLICE_LIAISON,
        group=FieldGroup.POLICE_INTELLIGENCE,
        title="Shared with the Police Safeguarding Unit",
        because=("LDS-2.psu",),
        made_by=("cse-missing-coordinator",),
        happened="shared-on",
        shares=Shares(with_whom="police-safeguarding-unit", basis="lawful-basis"),
        fields=(
            form.day("shared-on", "Shared on", needed=form.wanted),
            form.one_of(
                "lawful-basis",
                "Lawful basis",
                "consent",
                "legal-obligation",
                "vital-interests",
                "public-task",
                needed=form.wanted,
                because=("LDS-2.psu",),
            ),
            form.words("what", "What was shared, and with what result", needed=form.wanted),
        ),
    ),
)


def records(readings: Readings) -> tuple[RecordKind, ...]:
    """All of them; by which ways the form may leave the platform is the board's reading."""
    only_secure = readings.of("LDS-Q.secure") == "secure-domain-only"
    return (*RECORDS, _form_sent(("secure-domain",) if only_secure else ("secure-domain", "encrypted-mail")))


def _form_sent(transports: tuple[str, ...]) -> RecordKind:
    return RecordKind(
        id="form-sent",
        title="The form was sent outside the platform",
        group=FieldGroup.CASE,
        because=("LDS-4.secure",),
        made_by=(),
        happened="sent-on",
        fields=(
            form.day("sent-on", "Sent on", needed=form.wanted),
            form.one_of("sent-to", "To", "unit-mailbox", "second-address", needed=form.wanted),
            form.one_of("transport", "How", *transports, needed=form.wanted, because=("LDS-4.secure",)),
        ),
    )
