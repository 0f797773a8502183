"""How long records are kept: what a layer declares of each category of cases."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from commonward.contracts import Because, Code, Tri
from commonward.procedure.facts import Facts


class After(StrEnum):
    """What the years are counted from."""

    BIRTH = "birth"
    LAST_CONTACT = "last-contact"
    """The last that was heard of the case."""


def every_case(facts: Facts) -> Tri:
    """Whatever is known of it."""
    return Tri.YES


@dataclass(frozen=True, slots=True)
class Retention:
    """A schedule: how long cases of a category are kept. Of all that cover a case, the longest wins."""

    id: Code
    """The category; a more local layer's schedule of the same id replaces this one."""
    title: str
    years: int
    """Whole years, from 0 to 120."""
    after: After
    source: str
    """The regulation or the board's own schedule that says so, for whoever signs a disposal off."""
    covers: Callable[[Facts], Tri] = every_case
    """Whether a case is of the category. Where that is unknown it is kept as one."""
    because: Because = ()

    def ends(self, born: date | None, last_contact: date) -> date | None:
        """From which day on the schedule keeps a case no longer; None where the date of birth is wanted and unknown."""
        begins = born if self.after is After.BIRTH else last_contact
        if begins is None:
            return None
        try:
            return begins.replace(year=begins.year + self.years)
        except ValueError:  # 29 February
            return date(begins.year + self.years, 3, 1)
