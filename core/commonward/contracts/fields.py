"""The only kinds of text that an event between services may carry: ids, enums, codes and dates.

A bare `str` in an event would be a door for a name or an address; `tests/architecture` fails on one.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Annotated, NoReturn

from pydantic import AwareDatetime, BeforeValidator, Field, ValidationInfo

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


# Our own reading of the text in JSON and in queries: pydantic takes "0" for a Unix time, which makes it 1970-01-01.
# Python's own messages repeat what was sent, so they are not passed on.
def _read_moment(value: object, info: ValidationInfo) -> object:
    if info.mode == "python" or not isinstance(value, str):
        return value
    try:
        return (
            _in_range(datetime.fromisoformat(value.upper()))
            if _DAY.match(value)
            else _refused("date and time", "2026-03-27T14:05:00+00:00")
        )
    except (ValueError, OverflowError):
        return _refused("date and time", "2026-03-27T14:05:00+00:00")


def _read_day(value: object, info: ValidationInfo) -> object:
    if info.mode == "python" or not isinstance(value, str):
        return value
    try:
        return date.fromisoformat(value) if _DAY.fullmatch(value) else _refused("date", "2026-03-27")
    except ValueError:
        return _refused("date", "2026-03-27")


def _in_range(moment: datetime) -> datetime:
    """The instant, if UTC can express it; else OverflowError."""
    if moment.tzinfo is not None:
        moment.astimezone(UTC)
    return moment


def _refused(kind: str, example: str) -> NoReturn:
    raise ValueError(f"must be a real {kind}, written as {example} is") from None


Code = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]
"""A word of a board's own vocabulary: a team, a role, a level, a kind of meeting."""

RuleId = Annotated[str, Field(pattern=r"^[A-Z]{3}-[A-Za-z0-9]+([.-][A-Za-z0-9]+)*$", max_length=64)]
"""An id in an authority's rule register, such as `BOL-10.9.refer`."""

Version = Annotated[str, Field(pattern=r"^[0-9]+(\.[0-9]+)*$", max_length=20)]
"""An edition of a procedure or a version of a tool: numbers and dots."""

Reference = Annotated[str, Field(pattern=r"^[A-Z]{3}-[0-9]{4}-[0-9A-Z]{6}$")]
"""What people call a case: register code, year and six characters that mean nothing."""

Place = Annotated[str, Field(pattern=r"^[a-z0-9_]+(\.[a-z0-9_]+)*$", max_length=120)]
"""Where in a message something stands: a header, or a field of the body's schema such as `child.born`."""

Moment = Annotated[AwareDatetime, BeforeValidator(_read_moment)]
"""An instant with its offset; the wire carries UTC."""

Day = Annotated[date, BeforeValidator(_read_day)]
"""A date without a time."""

Age = Annotated[int, Field(ge=0, le=120)]
"""Whole years."""

Because = tuple[RuleId, ...]
"""The rules that a decision follows."""


class Tri(StrEnum):
    """A fact that may not be known. Unknown is never read as no."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"

    @classmethod
    def of(cls, value: bool | None) -> Tri:
        """Yes, no, or unknown for None."""
        return cls.UNKNOWN if value is None else cls.YES if value else cls.NO
