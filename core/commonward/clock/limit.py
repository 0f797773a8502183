"""A limit of time as a procedure states it: "24 hours", "2 working days", "3 months"."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import ConfigDict, Field
from pydantic.dataclasses import dataclass


class Unit(StrEnum):
    """What a limit is counted in. Hours elapse; every other unit counts days in Europe/London."""

    HOURS = "hours"
    DAYS = "days"
    WORKING_DAYS = "working_days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"


@dataclass(frozen=True, slots=True, config=ConfigDict(extra="forbid"))
class Limit:
    """An amount of a unit. As JSON: `{"amount": 2, "unit": "working_days"}`.

    Raises pydantic's ValidationError (a ValueError) for an amount below 1 or not whole, or an unknown unit.
    A step that has no stated time has no Limit: there is no "0 hours".
    """

    amount: Annotated[int, Field(ge=1, strict=True)]
    unit: Unit

    def __str__(self) -> str:
        name = self.unit.value.replace("_", " ")
        return f"{self.amount} {name if self.amount != 1 else name.removesuffix('s')}"


def hours(amount: int) -> Limit:
    """Elapsed hours: weekends, holidays and changes of the clocks make no difference."""
    return Limit(amount, Unit.HOURS)


def days(amount: int) -> Limit:
    """Calendar days; over at the end of the last one."""
    return Limit(amount, Unit.DAYS)


def working_days(amount: int) -> Limit:
    """Working days of a calendar; day 1 is the first working day after the event."""
    return Limit(amount, Unit.WORKING_DAYS)


def weeks(amount: int) -> Limit:
    """Seven calendar days each."""
    return Limit(amount, Unit.WEEKS)


def months(amount: int) -> Limit:
    """Calendar months; a day that the month does not have becomes its last day."""
    return Limit(amount, Unit.MONTHS)


def years(amount: int) -> Limit:
    """Calendar years; 29 February becomes 28 February in a common year."""
    return Limit(amount, Unit.YEARS)
