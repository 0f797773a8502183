"""How long a case is kept, and what holds it longer: pure, but for the tables it is told from.

A board confirms each schedule in its configuration. Of several categories that fit, the one that keeps longest wins;
a category without a confirmed schedule, or what is not known, keeps the case without an end.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from commonward.contracts import Tri
from commonward.procedure import Facts
from commonward.settings import RetentionSettings

CHILD_IN_NEED, CHILD_PROTECTION, LOOKED_AFTER = "child-in-need", "child-protection", "looked-after"
CATEGORIES = (CHILD_IN_NEED, CHILD_PROTECTION, LOOKED_AFTER)


@dataclass(frozen=True, slots=True)
class Due:
    """From which day a case need not be kept, or why there is none; and the schedules that it follows."""

    on: date | None
    because: tuple[str, ...]


def categories(facts: Facts) -> tuple[str, ...]:
    """What the case counts as. Whether the child was looked after is only ruled out where somebody has said no."""
    plans = {facts.plan_in_place, facts.plan_wanted, *(plan.kind for plan in facts.plans)}
    found = [CHILD_IN_NEED]
    if CHILD_PROTECTION in plans:
        found.append(CHILD_PROTECTION)
    if facts.looked_after is not Tri.NO:
        found.append(LOOKED_AFTER)
    return tuple(found)


def due(facts: Facts, born: date | None, last_contact: date, schedules: Sequence[RetentionSettings]) -> Due:
    """When the case is due, by the schedules of all its categories."""
    confirmed: dict[str, RetentionSettings] = {
        schedule.category: schedule for schedule in schedules if schedule.confirmed_on is not None
    }
    wanted = categories(facts)
    open_ends = tuple(_open_ends(wanted, confirmed, born))
    if open_ends:
        return Due(None, open_ends)
    days = {code: _ends(confirmed[code], born, last_contact) for code in wanted}
    longest = max(days, key=lambda code: days[code])
    return Due(days[longest], (f"{longest}: {confirmed[longest].source}",))


def _open_ends(wanted: Sequence[str], confirmed: Mapping[str, RetentionSettings], born: date | None) -> Iterator[str]:
    for code in wanted:
        if code not in confirmed:
            yield f"{code}: the board has confirmed no schedule"
        elif confirmed[code].after == "birth" and born is None:
            yield f"{code}: the date of birth is not known"


def _ends(schedule: RetentionSettings, born: date | None, last_contact: date) -> date:
    begins = born if schedule.after == "birth" and born is not None else last_contact
    try:
        return begins.replace(year=begins.year + schedule.years)
    except ValueError:  # 29 February
        return date(begins.year + schedule.years, 3, 1)
