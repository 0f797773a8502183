"""What the core itself asks of every notice, whatever the board. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID, uuid5

from commonward.procedure import Level

_NAMESPACE = UUID("0198c0de-0b11-5a7e-8000-c0ffee000003")
FIRST_PAUSE = 2.0
"""Seconds before the second attempt; each further pause doubles."""
LONGEST_PAUSE = 900.0
INSTEAD = "Something on this case waits for you. Sign in to read it."
_TELLING = ("cse", "sexual", "sexually", "exploitation", "exploited")


def notice_id(authority: str, case: UUID, about: str, role: str, cause: UUID) -> UUID:
    """One notice for each cause, whatever is delivered or replayed again."""
    return uuid5(_NAMESPACE, f"{authority}|{case}|{about}|{role}|{cause}")


def pause(attempts: int, chance: float) -> timedelta:
    """How long to wait after so many failed attempts; `chance` (0 to 1) spreads what failed together."""
    longest = min(LONGEST_PAUSE, FIRST_PAUSE * 2.0 ** min(attempts - 1, 20))
    return timedelta(seconds=longest * (0.5 + chance / 2))


def discreet(words: str, levels: Iterable[Level]) -> str:
    """The words for a mail, which others may see on a screen: neither what the case is about nor a level of risk."""
    names = {name for level in levels for name in (level.title, level.code)} - {"no"}  # a level's code, and a word
    telling = {*_TELLING, *names}
    found = re.search(rf"\b({'|'.join(map(re.escape, sorted(telling)))})\b", words, re.IGNORECASE)
    return INSTEAD if found else words
