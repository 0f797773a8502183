"""What was shared with whom: paragraphs 2.4 and 8.3."""

from __future__ import annotations

from commonward.procedure import FieldGroup, RecordKind, Shares, form

RECORDS = (
    RecordKind(
        id="information-shared",
        title="Information shared",
        group=FieldGroup.CASE,
        because=("BOL-8.3.share",),
        made_by=(),
        about=("child", "adult"),
        happened="shared-on",
        shares=Shares(with_whom="with", purpose="purpose"),
        fields=(
            form.day("shared-on", "Shared on", needed=form.wanted),
            form.one_of(
                "with",
                "With whom",
                "police",
                "exit",
                "childrens-services",
                "health",
                "education",
                "housing",
                "another-agency",
                needed=form.wanted,
            ),
            form.one_of(
                "purpose",
                "For what",
                "police-investigation",
                "disruption",
                "safeguarding-a-child",
                "assessment-of-need",
                needed=form.wanted,
            ),
            form.words("what", "What was shared", needed=form.wanted),
        ),
    ),
)
