"""Bank holidays as they were known: the committed lists in `bank_holidays.toml`, edition by edition."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Any


class UnknownCalendar(LookupError):
    """No committed bank holidays for this division or version; the message lists those that there are."""


@dataclass(frozen=True, slots=True)
class Edition:
    """All that was known of a division's bank holidays from one day on."""

    division: str
    version: str
    known_from: date
    source: str
    announced: date | None
    """When the change was announced, where that is earlier than `known_from`."""
    begins: date
    """First day of the lists."""
    horizon: date
    """Last day for which the whole list was published."""
    holidays: frozenset[date] = field(repr=False)
    lifted: frozenset[date] = field(repr=False)
    """Days that the standing rules make holidays and a proclamation made working days."""


def edition(division: str, version: str | None = None) -> Edition:
    """The edition of that version, or the newest. Raises UnknownCalendar."""
    known = editions(division)
    if version is None:
        return known[-1]
    for each in known:
        if each.version == version:
            return each
    versions = ", ".join(each.version for each in known)
    raise UnknownCalendar(f"no version {version!r} of the bank holidays of {division}; there are: {versions}")


def edition_known_on(division: str, day: date) -> Edition:
    """The newest edition known on `day`; the first one for any earlier day. Raises UnknownCalendar."""
    known = editions(division)
    return next((each for each in reversed(known) if each.known_from <= day), known[0])


@lru_cache
def editions(division: str) -> tuple[Edition, ...]:
    """A division's editions, oldest first. Raises UnknownCalendar."""
    divisions = tomllib.loads(files(__package__).joinpath("bank_holidays.toml").read_text(encoding="utf-8"))
    if division not in divisions:
        raise UnknownCalendar(f"no bank holidays for {division!r}; there are: {', '.join(sorted(divisions))}")
    return _accumulate(division, divisions[division])


def _accumulate(division: str, data: dict[str, Any]) -> tuple[Edition, ...]:
    """Each edition in the file says what changed; an Edition holds the whole."""
    found: list[Edition] = []
    holidays: frozenset[date] = frozenset()
    lifted: frozenset[date] = frozenset()
    for row in data["edition"]:
        removed = frozenset(row.get("removed", ()))
        holidays = (holidays - removed) | frozenset(row["added"])
        lifted = (lifted | removed) - holidays
        found.append(
            Edition(
                division=division,
                version=row["version"],
                known_from=row["known_from"],
                source=row["source"],
                announced=row.get("announced"),
                begins=data["begins"],
                horizon=row["horizon"],
                holidays=holidays,
                lifted=lifted,
            )
        )
    return tuple(found)
