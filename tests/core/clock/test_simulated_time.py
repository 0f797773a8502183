"""A clock for making synthetic histories: it stands still, goes on when it is set, and never back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from commonward.clock import simulated_time, utcnow

FIRST = datetime(2024, 2, 29, 17, 1, tzinfo=UTC)


def test_within_it_the_time_is_what_was_set() -> None:
    with simulated_time(FIRST) as clock:
        assert utcnow() == utcnow() == FIRST
        clock.set(FIRST + timedelta(days=1))
        assert utcnow() == FIRST + timedelta(days=1)


def test_simulated_time_never_goes_back() -> None:
    with simulated_time(FIRST) as clock:
        clock.set(FIRST - timedelta(days=1))
        assert utcnow() == FIRST


def test_afterwards_the_systems_clock_is_asked_again() -> None:
    with simulated_time(FIRST):
        pass
    assert utcnow() > FIRST + timedelta(days=365)
