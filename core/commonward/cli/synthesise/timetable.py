"""The timetable of a synthetic year: each life is a generator that does a step or two and says when its next one is."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import count

from commonward.cli.synthesise.region import Region
from commonward.clock import end_of_day, london

Life = Iterator[datetime]
AFTER_MIDNIGHT = timedelta(minutes=5)


class Timetable:
    """Plays lives together: all steps of a while are done, then the region is settled."""

    def __init__(self, region: Region, together: timedelta = timedelta(hours=3)) -> None:
        """`together` is the while; with none, the region is settled after each moment."""
        self._region, self._together = region, together
        self._due: list[tuple[datetime, int, Life]] = []
        self._number = count()

    def add(self, life: Life) -> None:
        """Begin a life: up to the moment of its first step."""
        self._ask(life, self._region.clock.at)

    def play(self, until: datetime, tell: Callable[[datetime], None] = lambda at: None) -> None:
        """Do every step that comes before a moment, and let time pass up to it."""
        while self._due and self._due[0][0] < until:
            begins = self._due[0][0]
            self._pass_time(begins)
            for at, life in self._take(begins):
                self._region.clock.set(at)
                self._ask(life, at)
            self._region.settle()
            tell(begins)
        self._pass_time(until)

    def _take(self, begins: datetime) -> list[tuple[datetime, Life]]:
        taken = []
        while self._due and self._due[0][0] <= begins + self._together:
            at, _, life = heapq.heappop(self._due)
            taken.append((at, life))
        return taken

    def _ask(self, life: Life, now: datetime) -> None:
        following = next(life, None)
        if following is not None:
            heapq.heappush(self._due, (max(following, now), next(self._number), life))

    def _pass_time(self, until: datetime) -> None:
        """Stop after each midnight on the way, when deadlines are over and birthdays reached, and at the moment."""
        while (midnight := end_of_day(london(self._region.clock.at).date()) + AFTER_MIDNIGHT) < until:
            self._region.clock.set(midnight)
            self._region.wake(slow=True)
        self._region.clock.set(until)
        self._region.wake()
