"""Whether schedules of retention can be kept to."""

from __future__ import annotations

from collections.abc import Iterator

from commonward.procedure.procedure import Procedure
from commonward.procedure.retention import After

LONGEST = 120


def retention_faults(procedure: Procedure) -> Iterator[str]:
    """Every schedule that says no time, or not who says so."""
    for schedule in procedure.retention:
        name = f"retention {schedule.id}"
        if not 0 <= schedule.years <= LONGEST:
            yield f"{name}: {schedule.years} years; give whole years from 0 to {LONGEST}"
        if not isinstance(schedule.after, After):
            yield f"{name}: counts from {schedule.after!r}; give After.BIRTH or After.LAST_CONTACT"
        if not schedule.source.strip() or not schedule.title.strip():
            yield f"{name}: has no title or no source; say what it is and who says so"
