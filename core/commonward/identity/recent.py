"""Tokens verified a moment ago, so that each of a page's requests need not check the signature again."""

from __future__ import annotations

import hashlib
import time
from collections import OrderedDict
from threading import Lock

from commonward.identity.actor import Actor

LIFE_SECONDS = 60
MOST = 10_000


class RecentActors:
    """A bounded, thread-safe memory of actors by the hash of their token; the token itself is not kept."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._lock = Lock()
        self._entries: OrderedDict[bytes, tuple[Actor, float]] = OrderedDict()

    def get(self, token: str) -> Actor | None:
        """The actor, unless the token is new here, was kept for too long, or has expired."""
        with self._lock:
            actor, until = self._entries.get(_digest(token), (None, 0.0))
        return actor if time.time() < until else None

    def put(self, token: str, actor: Actor, expires: float) -> None:
        """Keep the actor until `expires` (seconds since 1970), at most a minute; the oldest entry makes room."""
        key = _digest(token)
        with self._lock:
            self._entries[key] = (actor, min(expires, time.time() + LIFE_SECONDS))
            self._entries.move_to_end(key)
            if len(self._entries) > self._most:
                self._entries.popitem(last=False)


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
