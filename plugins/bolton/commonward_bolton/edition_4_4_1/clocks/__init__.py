"""What is owed in Bolton, a module for each subject. The text states no figure: each is a task until the board does."""

from __future__ import annotations

from commonward.procedure import Clock, Readings
from commonward_bolton.edition_4_4_1.clocks import care, chosen, framework, interventions, law, missing

CLOCKS: tuple[Clock, ...] = (*framework.CLOCKS, *law.CLOCKS, *interventions.CLOCKS, *care.CLOCKS, *missing.CLOCKS)


def clocks(readings: Readings) -> tuple[Clock, ...]:
    """All of them, under the readings that the board has chosen."""
    return (*CLOCKS, *missing.meeting_every_child(readings), *chosen.clocks(readings))
