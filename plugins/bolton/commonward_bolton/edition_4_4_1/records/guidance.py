"""A departure from the national guidance of 2009: paragraph 1.2."""

from __future__ import annotations

from commonward.procedure import RecordKind, form

RECORDS = (
    RecordKind(
        id="departure",
        title="Departure from national guidance",
        because=("BOL-1.2.depart",),
        made_by=(),
        second_role="team-manager",
        about=("child", "adult"),
        fields=(
            form.words("departs-from", "What is not followed", needed=form.wanted),
            form.words("exceptional-reasons", "The exceptional reasons", needed=form.wanted),
        ),
    ),
)
