"""Why a case may be closed. What is not here is no reason: an age, a home of one's own, no offence, unconcern."""

from __future__ import annotations

from commonward.procedure import CLOSING, DecisionPoint, Readings

NAMED = ("safeguarded", "no-ongoing-social-work")
"""By paragraphs 10.8 and 10.13."""
NEED_ENDS = ("exploitation-ruled-out", "moved-to-another-authority", "reached-18")


def decisions(readings: Readings) -> tuple[DecisionPoint, ...]:
    """The reasons of the text, and where the board takes them those by which the need ends."""
    only_named = readings.of("BOL-Q.closing-reasons") == "only-the-two-named"
    return (
        DecisionPoint(
            id=CLOSING,
            title="Why is the case closed?",
            decided_by=("team-manager", "head-of-service"),
            options=NAMED if only_named else (*NAMED, *NEED_ENDS),
            because=("BOL-2.2.16plus", "BOL-4.2.harm1617", "BOL-A3.impact"),
        ),
    )
