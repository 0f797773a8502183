"""Instants are UTC, days are London's, and one place reads the system clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import time_machine

import commonward.clock
from commonward.clock import NaiveInstant, end_of_day, london, utcnow


def test_the_present_is_aware_and_in_utc() -> None:
    moment = datetime(2026, 7, 1, 12, 0, 0, 123456, tzinfo=UTC)
    with time_machine.travel(moment, tick=False):
        assert utcnow() == moment
        assert utcnow().utcoffset() == timedelta(0)


def test_london_is_an_hour_ahead_in_summer() -> None:
    assert london(datetime(2026, 7, 1, 12, tzinfo=UTC)).isoformat() == "2026-07-01T13:00:00+01:00"
    assert london(datetime(2026, 1, 1, 12, tzinfo=UTC)).isoformat() == "2026-01-01T12:00:00+00:00"


def test_a_day_ends_where_the_next_begins_in_london() -> None:
    assert end_of_day(date(2026, 7, 1)) == datetime(2026, 7, 1, 23, tzinfo=UTC)
    assert end_of_day(date(2026, 1, 1)) == datetime(2026, 1, 2, tzinfo=UTC)


def test_an_instant_without_a_time_zone_is_refused() -> None:
    with pytest.raises(NaiveInstant, match="2026-07-01T12:00:00 has no time zone"):
        london(datetime(2026, 7, 1, 12))


def test_of_all_working_time_one_module_reads_the_system_clock() -> None:
    package = Path(commonward.clock.__file__).parent
    readers = {path.name for path in package.glob("*.py") if ".now(" in path.read_text(encoding="utf-8")}
    assert readers == {"local_time.py"}
