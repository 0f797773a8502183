"""Who is told of what in Bolton, a module for each subject."""

from __future__ import annotations

from commonward.procedure import Notice, Readings
from commonward_bolton.edition_4_4_1.notices import care, framework, invited, law
from commonward_bolton.edition_4_4_1.records import orders


def notices(readings: Readings) -> tuple[Notice, ...]:
    """All of them, as the board reads its text."""
    return (*framework.notices(readings), *invited.NOTICES, *law.NOTICES, *orders.NOTICES, *care.NOTICES)
