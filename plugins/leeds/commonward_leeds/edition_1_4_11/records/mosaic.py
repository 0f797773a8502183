"""What was recorded on Mosaic, with the reference that it has there: paragraphs 3 and 6."""

from __future__ import annotations

from commonward.procedure import FieldGroup, RecordKind, form

MOSAIC = "mosaic"
FORM, TOOL, MEETING, PLAN = "form", "tool-completed-there", "meeting", "meeting-and-plan"

RECORDS = (
    RecordKind(
        id=MOSAIC,
        group=FieldGroup.CASE,
        title="Recorded on Mosaic",
        because=("LDS-3.mosaic-2wd",),
        made_by=(),
        happened="recorded-on",
        fields=(
            form.some_of("what", "What was recorded there", FORM, TOOL, MEETING, PLAN, needed=form.wanted),
            form.day("recorded-on", "Recorded on", needed=form.wanted),
            form.words(
                "reference", "The reference on Mosaic", needed=form.wanted, because=("LDS-3.mosaic-2wd", "LDS-6.mosaic")
            ),
        ),
    ),
)
