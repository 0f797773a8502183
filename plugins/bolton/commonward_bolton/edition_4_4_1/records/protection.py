"""The risks of exploitation as a child protection issue: paragraph 6.1. It is considered; no route is forced."""

from __future__ import annotations

from commonward.procedure import FieldGroup, RecordKind, form

RECORDS = (
    RecordKind(
        id="child-protection",
        title="The risks considered as a child protection issue",
        because=("BOL-6.1.cp",),
        made_by=(),
        fields=(
            form.some_of(
                "risks",
                "Risks",
                "physical-health",
                "emotional-health",
                "violence",
                "sexual-assault",
                "sexually-transmitted-infection",
                "self-harm-or-suicide",
                "education",
                "drugs-or-alcohol",
                "links-with-crime",
                "to-life",
                "none-seen",
                exclusive=("none-seen",),
                needed=form.wanted,
                group=FieldGroup.HEALTH,
            ),
            form.one_of(
                "outcome",
                "By the level of need, the response is",
                "child-protection",
                "child-action",
                "neither",
                needed=form.wanted,
            ),
            form.words("reasons", "Why", needed=form.wanted),
        ),
    ),
)
