"""What each process looks up about once a second for each authority, so that no request has to ask the database."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

LOOK_SECONDS = 1.0
LONGEST_SECONDS = 2.0
"""What is older is told to nobody: in a process that nobody asked for an hour, the last answer is an hour old."""

T = TypeVar("T")


class Glancing(Generic[T]):
    """The last answer of `look`, by authority. Threads may share it."""

    def __init__(self, look: Callable[[str], T], now: Callable[[], float] = time.monotonic) -> None:
        self._look, self._now = look, now
        self._lock = Lock()
        self._known: dict[str, tuple[float, T]] = {}

    def at(self, authority: str) -> T:
        """What was found within the last second; while another thread looks, within the last two."""
        known = self._younger_than(LONGEST_SECONDS if self._lock.locked() else LOOK_SECONDS, authority)
        if known is None:
            with self._lock:
                known = self._younger_than(LOOK_SECONDS, authority) or self._found(authority)
        return known[1]

    def forget(self, authority: str) -> None:
        """Look anew the next time."""
        self._known.pop(authority, None)

    def _younger_than(self, seconds: float, authority: str) -> tuple[float, T] | None:
        known = self._known.get(authority)
        return known if known is not None and self._now() - known[0] < seconds else None

    def _found(self, authority: str) -> tuple[float, T]:
        found = self._known[authority] = self._now(), self._look(authority)
        return found
