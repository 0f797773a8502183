"""What a process looks up once a second: no request waits for it in vain, and none is told what held long ago."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event

from commonward.web.glancing import Glancing


class Watched:
    """Something that changes, a clock that is moved by hand, and a look that can be held up."""

    def __init__(self) -> None:
        self.there, self.at, self.looks = "before", 100.0, 0
        self.begun, self.goes_on = Event(), Event()
        self.goes_on.set()
        self.glancing = Glancing(self._look, lambda: self.at)

    def _look(self, authority: str) -> str:
        self.looks += 1
        self.begun.set()
        assert self.goes_on.wait(5)
        return f"{authority} {self.there}"

    def told_together(self, *, later: float) -> list[str]:
        """What two hear so much later, the second of whom asks while a look is held up for the first."""
        assert self.glancing.at("leeds") == "leeds before"
        self.there, self.at = "after", self.at + later
        self.begun.clear()
        self.goes_on.clear()
        with ThreadPoolExecutor(2) as pool:
            first = pool.submit(self.glancing.at, "leeds")
            assert self.begun.wait(5)
            second = pool.submit(self.glancing.at, "leeds")
            told = second.result(5) if later < 2 else None
            self.goes_on.set()
            return [first.result(5), told or second.result(5)]


def test_within_a_second_nobody_looks_again() -> None:
    watched = Watched()
    for _ in range(3):
        watched.glancing.at("leeds")
        watched.at += 0.3
    assert (watched.looks, watched.glancing.at("bolton")) == (1, "bolton before")


def test_for_a_look_that_takes_long_nobody_else_waits() -> None:
    watched = Watched()
    assert watched.told_together(later=1.5) == ["leeds after", "leeds before"]
    assert watched.looks == 2


def test_after_a_quiet_hour_everybody_is_told_what_holds_now() -> None:
    watched = Watched()
    assert watched.told_together(later=3600) == ["leeds after", "leeds after"]
    assert watched.looks == 2


def test_what_is_forgotten_is_looked_for_at_once() -> None:
    watched = Watched()
    watched.glancing.at("leeds")
    watched.there = "after"
    watched.glancing.forget("leeds")
    assert watched.glancing.at("leeds") == "leeds after"
