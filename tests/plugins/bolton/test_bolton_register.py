"""Every rule of the register is followed by code and shown by a test."""

from __future__ import annotations

from pathlib import Path

from commonward.cli.matrix import matrix
from commonward.procedure import Procedure

TESTS = Path(__file__).parents[2]


def test_no_rule_is_registered_that_no_code_follows_or_no_test_shows(bolton: Procedure) -> None:
    rows = [row for row in matrix(bolton, TESTS) if row["id"].startswith("BOL-")]
    assert rows
    assert [row["id"] for row in rows if not row["implemented_by"]] == []
    assert [row["id"] for row in rows if not row["tests"]] == []
