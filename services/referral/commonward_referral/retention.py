"""How long a case is kept: pure.

The board's procedure declares the schedules, and the board confirms each in its configuration. Of all that cover the
case, the one that keeps longest wins; one that is not confirmed, or what is not known, keeps it without an end.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from commonward.contracts import Tri
from commonward.procedure import Facts, Retention


@dataclass(frozen=True, slots=True)
class Known:
    """What the time of a case is counted from."""

    facts: Facts
    born: date | None
    last_contact: date


@dataclass(frozen=True, slots=True)
class Due:
    """From which day a case need not be kept and by which schedule, or why there is none."""

    on: date | None
    because: tuple[str, ...]
    schedule: Retention | None = None


def due(known: Known, schedules: Sequence[Retention], confirmed: Mapping[str, date]) -> Due:
    """When the case is due, by all the schedules that cover it."""
    covering = [schedule for schedule in schedules if schedule.covers(known.facts) is not Tri.NO]
    open_ends = tuple(_open_ends(covering, known, confirmed))
    if open_ends:
        return Due(None, open_ends)
    ends = [(day, schedule) for schedule in covering if (day := schedule.ends(known.born, known.last_contact))]
    day, longest = max(ends, key=lambda end: end[0])
    return Due(day, (f"{longest.id}: {longest.source}",), longest)


def _open_ends(covering: Sequence[Retention], known: Known, confirmed: Mapping[str, date]) -> Iterator[str]:
    if not covering:
        yield "no schedule of the board covers it"
    for schedule in covering:
        if schedule.id not in confirmed:
            yield f"{schedule.id}: the board has confirmed no schedule"
        elif schedule.ends(known.born, known.last_contact) is None:
            yield f"{schedule.id}: the date of birth is not known"
