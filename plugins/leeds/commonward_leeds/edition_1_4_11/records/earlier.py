"""What a case that was kept elsewhere brings along: from its last assessment the reviews of paragraph 4 run."""

from __future__ import annotations

from commonward.procedure import FieldGroup, RecordKind, form

ASSESSED_ELSEWHERE = "assessed-elsewhere"

RECORDS = (
    RecordKind(
        id=ASSESSED_ELSEWHERE,
        group=FieldGroup.CASE,
        title="Assessed before the case was kept here",
        because=("LDS-4.review-high", "LDS-4.review-med", "LDS-4.review-low"),
        made_by=("social-worker", "team-manager"),
        happened="assessed-on",
        fields=(
            form.day("assessed-on", "The last form was completed on", needed=form.wanted),
            form.one_of("level", "The level decided then", "no", "low", "medium", "high", needed=form.wanted),
        ),
    ),
)
