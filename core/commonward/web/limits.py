"""How often somebody may ask: sliding windows, kept in memory by each process for itself.

Several processes that share the load let through so many times as much, and no more; what a limit is for (guessing,
scanning, filling the trail) is as far out of reach then.
"""

from __future__ import annotations

import time
from collections import OrderedDict, deque
from collections.abc import Callable, Hashable
from ipaddress import IPv4Address, ip_address, ip_network
from math import ceil
from threading import Lock

from commonward.settings import LimitSettings

WINDOW_SECONDS = 60.0
RECORDED = 60
"""Refused requests a minute that the trail has of one person: more would say the same, and fill the disk."""
MOST_KEYS = 10_000
"""Whoever asked longest ago makes room: a flood of addresses costs no more memory than this."""


def network(address: str | None) -> str:
    """What requests are counted by: an IPv4 address, or the 64 bits of an IPv6 one that its holder can't choose."""
    try:
        known = ip_address(address or "")
    except ValueError:
        return ""
    if isinstance(known, IPv4Address):
        return str(known)
    return str(known.ipv4_mapped or ip_network((known, 64), strict=False))


class Window:
    """At most so many times a minute for each key. Threads may share it."""

    def __init__(self, most: int, now: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._now = now
        self._lock = Lock()
        self._times: OrderedDict[Hashable, deque[float]] = OrderedDict()

    def take(self, key: Hashable) -> int:
        """Count one more time. 0 if that was allowed, or else the seconds to wait; what is refused is not counted."""
        with self._lock:
            wait = self._wait(key)
            if not wait:
                self._times.setdefault(key, deque(maxlen=self._most)).append(self._now())
                self._times.move_to_end(key)
                if len(self._times) > MOST_KEYS:
                    self._times.popitem(last=False)
        return wait

    def wait(self, key: Hashable) -> int:
        """The seconds to wait, without counting."""
        with self._lock:
            return self._wait(key)

    def _wait(self, key: Hashable) -> int:
        times = self._times.get(key)
        if times is None or len(times) < self._most:
            return 0
        return max(0, ceil(times[0] + WINDOW_SECONDS - self._now()))


class Limits:
    """The windows of one web app."""

    def __init__(self, settings: LimitSettings) -> None:
        self.searches = Window(settings.searches)
        """By person."""
        self.refusals = Window(settings.refusals)
        """By person: who is refused so often scans, or is a program that has gone wrong."""
        self.recorded = Window(min(RECORDED, settings.refusals))
        """Rows of the trail for refused requests, by person."""
        self.strangers = Window(settings.strangers)
        """By address: requests with no token, or a bad one. A good token is never refused for a neighbour's."""
