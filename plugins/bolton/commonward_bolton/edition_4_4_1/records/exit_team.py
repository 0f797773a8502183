"""What EXIT gives: advice to whoever asks, and a sexual health service to the child. Paragraphs 7.5, 7.6 and 7.8."""

from __future__ import annotations

from commonward.procedure import FieldGroup, RecordKind, form

RECORDS = (
    RecordKind(
        id="advice-wanted",
        title="EXIT is asked for advice",
        because=("BOL-7.5.advise",),
        made_by=(),
        about=("child", "adult"),
        fields=(
            form.one_of(
                "asked-by",
                "Who asks",
                "professional",
                "parent-or-carer",
                "police",
                "judiciary",
                "school",
                "youth-or-community-group",
                needed=form.wanted,
            ),
            form.words("question", "What is asked", needed=form.wanted),
        ),
    ),
    RecordKind(
        id="advice-given",
        title="Advice from EXIT",
        because=("BOL-7.5.advise",),
        made_by=("exit-worker",),
        about=("child", "adult"),
        fields=(form.words("advice", "The advice", needed=form.wanted),),
    ),
    RecordKind(
        id="sexual-health",
        title="Sexual health service of EXIT",
        group=FieldGroup.HEALTH,
        because=("BOL-7.8.health",),
        made_by=("exit-worker",),
        read_by=("exit-worker",),
        happened="offered-on",
        fields=(
            form.day("offered-on", "Offered on", needed=form.wanted),
            form.one_of(
                "answer", "The child's answer", "accepted", "declined", "no-answer-yet", needed=form.wanted, kept=True
            ),
        ),
    ),
)
