"""Why a case may be closed. What is not here is no reason: an age, a home of one's own, no offence, unconcern."""

from __future__ import annotations

from commonward.procedure import CLOSING, DecisionPoint

DECISIONS = (
    DecisionPoint(
        id=CLOSING,
        title="Why is the case closed?",
        decided_by=("team-manager", "head-of-service"),
        options=(
            "safeguarded",
            "no-ongoing-social-work",
            "exploitation-ruled-out",
            "moved-to-another-authority",
            "reached-18",
        ),
        because=("BOL-2.2.16plus", "BOL-4.2.harm1617", "BOL-A3.impact"),
    ),
)
