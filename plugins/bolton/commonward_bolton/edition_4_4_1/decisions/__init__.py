"""Where a person decides in Bolton, a module for each subject."""

from __future__ import annotations

from commonward.procedure import DecisionPoint, Readings
from commonward_bolton.edition_4_4_1.decisions import care, closing, framework, law


def decisions(readings: Readings) -> tuple[DecisionPoint, ...]:
    """All of them, as the board reads its text."""
    return (*framework.DECISIONS, *law.DECISIONS, *care.DECISIONS, *closing.decisions(readings))
