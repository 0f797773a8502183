"""A form that is sent twice is done once.

The sender's double click meets the lock here; a form sent again later, perhaps to another process, is known by the
session. Only an idempotency key of the owning service could close the gap between two processes.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock

from flask import request

KEPT_SECONDS = 600.0


def form_key() -> str:
    """What tells one form from the next: the key that it was sent with, where it is shown again, or a new one."""
    return request.form.get("once") or secrets.token_urlsafe(12)


@dataclass
class _Attempt:
    lock: Lock = field(default_factory=Lock)
    result: str | None = None
    begun: float = field(default_factory=time.monotonic)


class Once:
    """Remembers for a while what became of each form."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._attempts: dict[str, _Attempt] = {}

    def do(self, key: str, action: Callable[[], str | None]) -> str | None:
        """The action's result, or that of the same form's earlier success. None is a failure: it may be tried again."""
        attempt = self._attempt(key)
        with attempt.lock:
            if attempt.result is None:
                attempt.result = action()
            return attempt.result

    def result(self, key: str) -> str | None:
        """What became of a form that was sent before; None where it was not, or did not succeed."""
        with self._lock:
            earlier = self._attempts.get(key)
        if earlier is None:
            return None
        with earlier.lock:
            return earlier.result

    def _attempt(self, key: str) -> _Attempt:
        oldest = time.monotonic() - KEPT_SECONDS
        with self._lock:
            self._attempts = {kept: it for kept, it in self._attempts.items() if it.begun > oldest}
            return self._attempts.setdefault(key, _Attempt())
