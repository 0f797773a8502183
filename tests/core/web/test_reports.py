"""Counts in reports: a small one is told only to who may read the cases that it counts."""

from __future__ import annotations

import pytest

from commonward.identity import Capability
from commonward.web import told


@pytest.mark.parametrize(
    ("count", "reads_cases", "expected"), [(4, True, 4), (4, False, None), (5, False, 5), (0, False, 0)]
)
def test_a_small_number_is_told_only_to_who_may_read_cases(
    monkeypatch: pytest.MonkeyPatch, count: int, reads_cases: bool, expected: int | None
) -> None:
    monkeypatch.setattr("commonward.web.reports.holds", lambda asked: reads_cases and asked is Capability.CASE_READ)
    assert told(count) == expected
