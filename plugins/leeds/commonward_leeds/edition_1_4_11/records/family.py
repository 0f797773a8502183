"""Whoever of the family was not at the meeting is updated after it: paragraph 5."""

from __future__ import annotations

from commonward.procedure import FieldGroup, RecordKind, form

FAMILY_UPDATED = "family-updated"

RECORDS = (
    RecordKind(
        id=FAMILY_UPDATED,
        group=FieldGroup.CASE,
        title="Child or parent updated after the meeting",
        because=("LDS-5.update",),
        made_by=(),
        happened="updated-on",
        fields=(
            form.some_of(
                "who",
                "Who was updated",
                "child",
                "parent-or-carer",
                "nobody",
                exclusive=("nobody",),
                needed=form.wanted,
            ),
            form.day("updated-on", "Updated on", needed=form.wanted),
            form.words("why-not", "Why somebody was not"),
        ),
    ),
)
