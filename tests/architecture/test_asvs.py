"""The checklist of docs/asvs.md names tests that are there, or says why there is none."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
LINE = re.compile(r"\| (V[\d., V]+) \| (.+) \| (.+) \|")
REQUIREMENTS = 253
"""Of levels 1 and 2 in ASVS 5.0."""


def lines() -> list[tuple[str, str]]:
    found = map(LINE.fullmatch, (ROOT / "docs/asvs.md").read_text(encoding="utf-8").splitlines())
    return [(line[1], line[3]) for line in found if line]


def test_each_requirement_has_one_line() -> None:
    named = [one for ids, _how in lines() for one in ids.split(", ")]
    assert (len(named), len(set(named))) == (REQUIREMENTS, REQUIREMENTS)


def test_each_line_names_tests_that_are_there_or_says_why_there_is_none() -> None:
    for ids, how in lines():
        files = re.findall(r"`(tests/[\w/.]+)`", how)
        assert files or how.startswith(("not applicable because ", "not met: ")), ids
        assert [file for file in files if not (ROOT / file).exists()] == [], ids
