"""What carers and staff do, see and need: Appendix 3, first part."""

from __future__ import annotations

from commonward.procedure import Facts, FieldGroup, Force, Given, RecordKind, form

STEPS = (
    "advice-on-relationships",
    "watching-brief",
    "alert-exit",
    "persuade-not-to-leave",
    "efforts-to-return",
    "health-and-legal-information",
    "information-on-services",
)
"""The steps that Appendix 3 names; there may be others."""


def _agreed(given: Given, facts: Facts) -> bool:
    return given.yes("agreed")


RECORDS = (
    RecordKind(
        id="direct-work",
        title="Work with the child",
        because=("BOL-A3.interests",),
        made_by=(),
        fields=(
            form.some_of(
                "messages",
                "What the child was given",
                "praise-for-what-goes-well",
                "a-way-out-of-harm",
                "clear-message-on-safety",
                "clear-message-of-being-valued",
                needed=form.wanted,
            ),
            form.words("note", "Note", needed=form.wanted),
        ),
    ),
    RecordKind(
        id="presentation",
        title="How the child is",
        group=FieldGroup.HEALTH,
        because=("BOL-A3.impact",),
        made_by=(),
        fields=(
            form.some_of(
                "seen",
                "What was seen",
                "self-harm",
                "low-self-esteem",
                "apparent-unconcern",
                "controlling-manner",
                "other",
                needed=form.wanted,
            ),
            form.words("note", "Note"),
        ),
    ),
    RecordKind(
        id="staff-support",
        title="Support for a carer or member of staff",
        because=("BOL-A3.staff",),
        made_by=(),
        # Never on a child's file: it is about whoever cares.
        about=("carer",),
        fields=(
            form.one_of(
                "given-by",
                "Support given by",
                "line-manager",
                "social-worker",
                "supervising-social-worker",
                "exit",
                "staff-meeting",
                "training",
                needed=form.wanted,
            ),
            form.words("note", "Note"),
        ),
    ),
    RecordKind(
        id="residential-suspicion",
        title="Suspicion of residential staff, discussed",
        because=("BOL-A3.suspicion",),
        made_by=(),
        fields=(
            form.words("suspicion", "The suspicion", needed=form.wanted),
            form.day("with-manager", "Discussed with the Manager on", needed=form.wanted),
            form.day("with-social-worker", "Discussed with the responsible social worker on", needed=form.wanted),
        ),
    ),
    RecordKind(
        id="preventative-steps",
        title="Preventative steps in a home",
        because=("BOL-A3.prevent",),
        made_by=(),
        fields=(
            form.some_of("steps", "Steps, such as", *STEPS, "another-step", needed=form.wanted),
            form.yes_no("agreed", "Has the head of the home or the service manager agreed?", needed=form.wanted),
            form.words("note", "Note"),
        ),
        checks=(
            form.check(
                "BOL-A3.prevent",
                "agreed",
                "Steps are taken in agreement with the head of the home or the service manager",
                unless=_agreed,
                force=Force.SHOULD,
            ),
        ),
    ),
)
