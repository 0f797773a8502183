"""What RUNA does for a child who was missing: Appendix 4."""

from __future__ import annotations

from commonward.procedure import Facts, FieldGroup, Given, RecordKind, form


def _holdings_checked(given: Given, facts: Facts) -> bool:
    return given.yes("holdings-checked")


RESTRICTED = ("runa-worker", "exit-worker", "team-manager", "head-of-service")

RECORDS = (
    RecordKind(
        id="missing-follow-up",
        title="After a missing episode: what RUNA did",
        group=FieldGroup.CASE,
        because=("BOL-A4.first", "BOL-A4.further", "BOL-A4.f2f"),
        made_by=("runa-worker",),
        happened="done-on",
        fields=(
            form.day("done-on", "Done on", needed=form.wanted),
            form.some_of(
                "done", "What", "letter", "phone-call", "home-visit", "face-to-face-contact", needed=form.wanted
            ),
        ),
    ),
    RecordKind(
        id="missing-interview",
        title="Interview after a missing episode",
        because=("BOL-A4.interview",),
        made_by=("runa-worker",),
        happened="held-on",
        fields=(
            form.day("held-on", "Held on", needed=form.wanted),
            form.one_of(
                "reason",
                "Reason for the absence",
                "home",
                "placement",
                "school",
                "friends",
                "drawn-away-by-others",
                "other",
                "not-known",
                needed=form.wanted,
            ),
            form.words("resolving", "What could resolve the cause", needed=form.wanted),
            form.words("assessment", "Assessment", needed=form.wanted),
            form.words("services", "Services that the child and the family were linked to", needed=form.wanted),
            form.yes_no(
                "exploitation-risk",
                "Is there a risk of exploitation?",
                needed=form.wanted,
                because=("BOL-A4.exit",),
            ),
        ),
    ),
    RecordKind(
        id="intelligence",
        title="Concern recorded as intelligence",
        group=FieldGroup.POLICE_INTELLIGENCE,
        because=("BOL-A4.intel",),
        made_by=("runa-worker",),
        read_by=RESTRICTED,
        about=("child", "adult", "place"),
        fields=(
            form.one_of(
                "raised-by", "Who was concerned", "family", "professional", "public", "runa", needed=form.wanted
            ),
            form.yes_no("holdings-checked", "Was checked what RUNA holds?", needed=form.wanted),
            form.words("concern", "The concern", needed=form.wanted),
        ),
        checks=(
            form.check(
                "BOL-A4.intel",
                "holdings-checked",
                "Check first what RUNA holds already",
                unless=_holdings_checked,
            ),
        ),
    ),
    RecordKind(
        id="worrying-address",
        title="Worrying address",
        group=FieldGroup.POLICE_INTELLIGENCE,
        because=("BOL-A4.address",),
        made_by=("runa-worker",),
        read_by=RESTRICTED,
        fields=(
            form.subject("place", "The place", needed=form.wanted),
            form.one_of(
                "named-in", "Where it was named", "missing-report", "interview", "intelligence", needed=form.wanted
            ),
        ),
    ),
)
