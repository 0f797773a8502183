"""What must hold before a command in Bolton, a module for each subject."""

from __future__ import annotations

from commonward.procedure import Gate, Readings
from commonward_bolton.edition_4_4_1.gates import care, framework, law


def gates(readings: Readings) -> tuple[Gate, ...]:
    """All of them, as the board reads its text."""
    return (*framework.gates(readings), *law.GATES, *care.GATES)
