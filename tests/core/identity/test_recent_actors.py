"""The memory of tokens verified a moment ago is bounded in time and size."""

from __future__ import annotations

import time
from threading import Thread

import time_machine

from commonward.identity import Actor
from commonward.identity.recent import RecentActors

ACTOR = Actor.system("bolton", "x")


def test_an_actor_is_remembered_for_a_minute_at_most() -> None:
    recent = RecentActors()
    with time_machine.travel(0, tick=False) as clock:
        recent.put("t", ACTOR, expires=time.time() + 600)
        clock.shift(59)
        assert recent.get("t") == ACTOR
        clock.shift(2)
        assert recent.get("t") is None


def test_the_oldest_makes_room() -> None:
    recent = RecentActors(most=2)
    for token in "abc":
        recent.put(token, ACTOR, time.time() + 60)
    assert [recent.get(token) for token in "abc"] == [None, ACTOR, ACTOR]


def test_the_token_itself_is_not_kept() -> None:
    recent = RecentActors()
    recent.put("a-bearer-token", ACTOR, time.time() + 60)
    assert "a-bearer-token" not in repr(vars(recent))


def test_many_threads_may_use_it() -> None:
    recent = RecentActors(most=50)

    def work(name: int) -> None:
        for number in range(500):
            recent.put(f"{name}-{number}", ACTOR, time.time() + 60)
            recent.get(f"{name}-{number}")

    threads = [Thread(target=work, args=(name,)) for name in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(recent._entries) == 50
