"""Adults who may be a risk to children: paragraph 7.2. Their record needs no child's."""

from __future__ import annotations

from commonward.procedure import FieldGroup, RecordKind, form

RECORDS = (
    RecordKind(
        id="adult-of-concern",
        title="Adult of concern",
        group=FieldGroup.ADULT_OF_CONCERN,
        because=("BOL-7.2.adult",),
        made_by=(),
        about=("adult",),
        fields=(
            form.words("concern", "Why this adult may be a risk", needed=form.wanted),
            form.subject("child", "The case of a child concerned, if one is known"),
        ),
    ),
)
