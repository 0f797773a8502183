"""What each process looks up at most once a second for each authority, so that no request has to ask the database."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

LOOK_SECONDS = 1.0

T = TypeVar("T")


class Glancing(Generic[T]):
    """The last answer of `look`, by authority. Threads may share it."""

    def __init__(self, look: Callable[[str], T]) -> None:
        self._look = look
        self._lock = Lock()
        self._known: dict[str, tuple[float, T]] = {}

    def at(self, authority: str) -> T:
        """What was found within the last second; while another thread looks, what was found before."""
        known = self._known.get(authority)
        if known is not None and time.monotonic() - known[0] < LOOK_SECONDS:
            return known[1]
        if known is not None and self._lock.locked():
            return known[1]
        with self._lock:
            now = time.monotonic()
            self._known[authority] = now, self._look(authority)
            return self._known[authority][1]

    def forget(self, authority: str) -> None:
        """Look anew the next time."""
        self._known.pop(authority, None)
