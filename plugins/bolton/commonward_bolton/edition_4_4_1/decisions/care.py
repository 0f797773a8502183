"""Whether a conference and accommodation are needed: paragraphs 10.17 and 11.1."""

from __future__ import annotations

from commonward.procedure import DecisionPoint, Opens

MANAGERS = ("team-manager", "head-of-service")

DECISIONS = (
    DecisionPoint(
        id="conference",
        title="Is a Child Protection Conference needed?",
        decided_by=MANAGERS,
        options=("hold-conference", "safeguarding-plan-instead", "no-conference"),
        opens=(Opens("hold-conference", meetings=("child-protection-conference",), because=("BOL-10.17.factors",)),),
        because=("BOL-10.17.factors",),
    ),
    DecisionPoint(
        id="accommodation",
        title="Is the child to be accommodated?",
        decided_by=MANAGERS,
        options=("accommodate", "do-not-accommodate"),
        because=("BOL-11.1.factors",),
    ),
)
